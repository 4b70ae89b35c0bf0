package dev.nines.probe.run;

import com.google.re2j.Pattern;
import dev.nines.probe.Content;
import dev.nines.probe.Header;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpModule.Body;
import dev.nines.probe.HttpModule.Expectation;
import dev.nines.probe.HttpModule.Request;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.IpSpec;
import dev.nines.probe.NetworkSpec;
import dev.nines.probe.TcpModule;
import dev.nines.probe.TcpSpec;
import dev.nines.probe.TlsSpec;
import java.net.InetAddress;
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
    return new HttpSpec(URI.create(url), LONG, HttpModule.DEFAULT);
  }

  static HttpSpec within(Duration timeout, HttpSpec spec) {
    return new HttpSpec(spec.target(), timeout, spec.module());
  }

  static HttpSpec with(HttpModule module, HttpSpec spec) {
    return new HttpSpec(spec.target(), spec.timeout(), module);
  }

  static HttpSpec expecting(Expectation expectation, HttpSpec spec) {
    return with(spec.module().with(expectation), spec);
  }

  static HttpSpec asking(Request request, HttpSpec spec) {
    return with(spec.module().with(request), spec);
  }

  static HttpSpec trusting(TlsSpec tls, HttpSpec spec) {
    return with(spec.module().with(tls), spec);
  }

  static Request headers(Map<String, String> headers) {
    return request("GET", headers, Optional.empty(), true, true);
  }

  static Request request(
      String method,
      Map<String, String> headers,
      Optional<String> body,
      boolean followRedirects,
      boolean http2) {
    return new Request(
        method,
        headers.entrySet().stream().map(e -> Header.of(e.getKey(), e.getValue())).toList(),
        body.map(Content.Text::new),
        Optional.empty(),
        Optional.empty(),
        followRedirects,
        http2);
  }

  static Expectation statuses(Integer... statuses) {
    return expectation(Set.of(statuses), Set.of(), false);
  }

  static Expectation expectation(Set<Integer> statuses, Set<String> versions, boolean notSsl) {
    return new Expectation(
        statuses, versions, false, notSsl, Body.DEFAULT, List.of(), List.of(), List.of());
  }

  static Expectation bodyHas(String regexp) {
    return Expectation.DEFAULT.with(
        new Body(
            List.of(), List.of(Pattern.compile(regexp)), Optional.empty(), Optional.empty(), 0));
  }

  static Expectation bodyHasNot(String regexp) {
    return Expectation.DEFAULT.with(
        new Body(
            List.of(Pattern.compile(regexp)), List.of(), Optional.empty(), Optional.empty(), 0));
  }

  static Expectation bodyAtMost(long bytes) {
    return Expectation.DEFAULT.with(
        new Body(List.of(), List.of(), Optional.empty(), Optional.empty(), bytes));
  }

  static TcpSpec tcp(int port, TcpModule.Step... steps) {
    return new TcpSpec(
        "127.0.0.1",
        port,
        LONG,
        new TcpModule(false, TlsSpec.DEFAULT, List.of(steps), NetworkSpec.DEFAULT, List.of()));
  }

  static TcpSpec within(Duration timeout, TcpSpec spec) {
    return new TcpSpec(spec.host(), spec.port(), timeout, spec.module());
  }

  /** TLS from the start, or where a step starts it. */
  static TcpSpec secured(TlsSpec tls, TcpSpec spec) {
    var steps = spec.module().dialogue();
    return new TcpSpec(
        spec.host(),
        spec.port(),
        spec.timeout(),
        new TcpModule(
            steps.stream().noneMatch(TcpModule.Step::startTls),
            tls,
            steps,
            NetworkSpec.DEFAULT,
            List.of()));
  }

  static TcpModule.Step expect(String regexp) {
    return new TcpModule.Step(line(regexp), List.of(), Optional.empty(), false);
  }

  static TcpModule.Step expectBytes(String text) {
    return new TcpModule.Step(
        Optional.of(new TcpModule.Expected.Bytes(text)), List.of(), Optional.empty(), false);
  }

  static TcpSpec from(String source, TcpSpec spec) {
    var module = spec.module();
    return new TcpSpec(
        spec.host(),
        spec.port(),
        spec.timeout(),
        new TcpModule(
            module.secure(), module.tls(), module.dialogue(), source(source), module.limits()));
  }

  static HttpSpec from(String source, HttpSpec spec) {
    return with(spec.module().with(source(source)), spec);
  }

  private static NetworkSpec source(String address) {
    return new NetworkSpec(
        IpSpec.DEFAULT, Optional.of(InetAddress.ofLiteral(address)), Optional.empty());
  }

  static TcpModule.Step expectThenSend(String regexp, String send) {
    return new TcpModule.Step(line(regexp), List.of(), Optional.of(send), false);
  }

  static TcpModule.Step send(String send) {
    return new TcpModule.Step(Optional.empty(), List.of(), Optional.of(send), false);
  }

  static TcpModule.Step startTls() {
    return new TcpModule.Step(Optional.empty(), List.of(), Optional.empty(), true);
  }

  private static Optional<TcpModule.Expected> line(String regexp) {
    return Optional.of(new TcpModule.Expected.Line(Pattern.compile(regexp)));
  }
}
