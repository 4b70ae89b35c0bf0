package dev.nines.probe.run;

import com.google.re2j.Pattern;
import dev.nines.probe.Capture;
import dev.nines.probe.Content;
import dev.nines.probe.Credentials;
import dev.nines.probe.Header;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpModule.Expectation;
import dev.nines.probe.HttpModule.Request;
import dev.nines.probe.HttpStep;
import dev.nines.probe.HttpStepsModule;
import dev.nines.probe.HttpStepsSpec;
import dev.nines.probe.json.JsonPathQuery;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Transactions for tests, each with one idea. */
final class Steps {
  private Steps() {}

  static HttpStepsSpec steps(String target, HttpStep... steps) {
    return within(Specs.LONG, target, steps);
  }

  static HttpStepsSpec within(Duration timeout, String target, HttpStep... steps) {
    return new HttpStepsSpec(
        URI.create(target), timeout, new HttpStepsModule(List.of(steps), List.of()));
  }

  static HttpStep step(String name, String url, Capture... captures) {
    return new HttpStep(name, url, HttpModule.DEFAULT, List.of(captures));
  }

  static HttpStep with(HttpModule module, HttpStep step) {
    return new HttpStep(step.name(), step.url(), module, step.captures());
  }

  static HttpStep expecting(Expectation expectation, HttpStep step) {
    return with(step.http().with(expectation), step);
  }

  static HttpStep sending(String header, String value, HttpStep step) {
    return asking(
        request(List.of(Header.of(header, value)), Optional.empty(), Optional.empty()), step);
  }

  static HttpStep posting(String body, HttpStep step) {
    return asking(
        new Request(
            "POST",
            List.of(),
            Optional.of(new Content.Text(body)),
            Optional.empty(),
            Optional.empty(),
            true,
            true),
        step);
  }

  static HttpStep knownBy(Credentials credentials, HttpStep step) {
    return asking(request(List.of(), Optional.empty(), Optional.of(credentials)), step);
  }

  static HttpStep unfollowed(HttpStep step) {
    return asking(
        new Request(
            "GET", List.of(), Optional.empty(), Optional.empty(), Optional.empty(), false, true),
        step);
  }

  private static HttpStep asking(Request request, HttpStep step) {
    return with(step.http().with(request), step);
  }

  private static Request request(
      List<Header> headers, Optional<Content> body, Optional<Credentials> credentials) {
    return new Request("GET", headers, body, Optional.empty(), credentials, true, true);
  }

  static Capture json(String name, String path) {
    return new Capture.Json(name, JsonPathQuery.compile(path), true);
  }

  static Capture header(String name, String header) {
    return new Capture.HeaderValue(name, header, true);
  }

  static Capture regexp(String name, String pattern) {
    return new Capture.Regexp(name, Pattern.compile(pattern), true);
  }

  static Capture cookie(String name, String cookie) {
    return new Capture.Cookie(name, cookie, true);
  }
}
