package dev.nines.probe.run;

import com.google.re2j.Pattern;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.HttpSpec.Expectation;
import dev.nines.probe.HttpSpec.Request;
import dev.nines.probe.IpSpec;
import dev.nines.probe.TcpSpec;
import dev.nines.probe.TlsSpec;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Specifications for tests, each with one idea. */
final class Specs {
  static final Duration LONG = Duration.ofSeconds(20);
  static final Duration SHORT = Duration.ofMillis(300);

  private Specs() {}

  static HttpSpec http(String url) {
    return new HttpSpec(
        URI.create(url),
        LONG,
        Request.DEFAULT,
        Expectation.DEFAULT,
        IpSpec.DEFAULT,
        TlsSpec.DEFAULT);
  }

  static HttpSpec within(Duration timeout, HttpSpec spec) {
    return new HttpSpec(
        spec.target(), timeout, spec.request(), spec.expectation(), spec.ip(), spec.tls());
  }

  static HttpSpec expecting(Expectation expectation, HttpSpec spec) {
    return new HttpSpec(
        spec.target(), spec.timeout(), spec.request(), expectation, spec.ip(), spec.tls());
  }

  static HttpSpec asking(Request request, HttpSpec spec) {
    return new HttpSpec(
        spec.target(), spec.timeout(), request, spec.expectation(), spec.ip(), spec.tls());
  }

  static HttpSpec trusting(TlsSpec tls, HttpSpec spec) {
    return new HttpSpec(
        spec.target(), spec.timeout(), spec.request(), spec.expectation(), spec.ip(), tls);
  }

  static Request headers(Map<String, String> headers) {
    return new Request("GET", headers, Optional.empty(), true, true);
  }

  static Expectation statuses(Integer... statuses) {
    return new Expectation(Set.of(statuses), Set.of(), false, false, List.of(), List.of(), 0);
  }

  static Expectation bodyHas(String regexp) {
    return new Expectation(
        Set.of(), Set.of(), false, false, List.of(), List.of(Pattern.compile(regexp)), 0);
  }

  static Expectation bodyHasNot(String regexp) {
    return new Expectation(
        Set.of(), Set.of(), false, false, List.of(Pattern.compile(regexp)), List.of(), 0);
  }

  static Expectation bodyAtMost(long bytes) {
    return new Expectation(Set.of(), Set.of(), false, false, List.of(), List.of(), bytes);
  }

  static TcpSpec tcp(int port, TcpSpec.Step... steps) {
    return new TcpSpec("127.0.0.1", port, LONG, Optional.empty(), List.of(steps), IpSpec.DEFAULT);
  }

  static TcpSpec within(Duration timeout, TcpSpec spec) {
    return new TcpSpec(spec.host(), spec.port(), timeout, spec.tls(), spec.dialogue(), spec.ip());
  }

  static TcpSpec secured(TlsSpec tls, TcpSpec spec) {
    return new TcpSpec(
        spec.host(), spec.port(), spec.timeout(), Optional.of(tls), spec.dialogue(), spec.ip());
  }

  static TcpSpec.Step expect(String regexp) {
    return new TcpSpec.Step(Optional.of(Pattern.compile(regexp)), Optional.empty(), false);
  }

  static TcpSpec.Step expectThenSend(String regexp, String send) {
    return new TcpSpec.Step(Optional.of(Pattern.compile(regexp)), Optional.of(send), false);
  }

  static TcpSpec.Step send(String send) {
    return new TcpSpec.Step(Optional.empty(), Optional.of(send), false);
  }

  static TcpSpec.Step startTls() {
    return new TcpSpec.Step(Optional.empty(), Optional.empty(), true);
  }
}
