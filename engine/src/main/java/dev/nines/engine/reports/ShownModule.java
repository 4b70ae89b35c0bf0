package dev.nines.engine.reports;

import dev.nines.engine.declarations.yaml.YamlWriter;
import dev.nines.probe.Capture;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.HttpStep;
import dev.nines.probe.HttpStepsModule;
import dev.nines.probe.HttpStepsSpec;
import dev.nines.probe.ProbeModule;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.TcpModule;
import dev.nines.probe.TcpSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a probe asks, in the words of a {@code blackbox.yml}: what was declared and what holds
 * without being declared, but no secret.
 *
 * @param keys the keys in the order in which they are shown
 */
public record ShownModule(Map<String, Object> keys) {
  /**
   * Shows a module.
   *
   * @param asks what is asked
   * @param timeout the module's own deadline, where it has one
   * @return its keys
   */
  public static ShownModule of(ProbeModule asks, Optional<Duration> timeout) {
    return new ShownModule(
        new ShownKeys()
            .with("prober", prober(asks))
            .ifPresent("timeout", timeout.map(ShownKeys::text))
            .with(prober(asks), keys(asks))
            .map());
  }

  /**
   * Shows what a declared probe asks.
   *
   * @param spec the probe
   * @return its keys, but the target
   */
  public static ShownModule of(ProbeSpec spec) {
    var timeout = Optional.of(spec.timeout());
    return switch (spec) {
      case HttpSpec http -> of(http.module(), timeout);
      case TcpSpec tcp -> of(tcp.module(), timeout);
      case HttpStepsSpec steps -> of(steps.module(), timeout);
    };
  }

  String prober() {
    return String.valueOf(keys.get("prober"));
  }

  /** {@return the keys as YAML} */
  public String yaml() {
    return YamlWriter.shown(keys);
  }

  private static String prober(ProbeModule asks) {
    return switch (asks) {
      case HttpModule _ -> "http";
      case HttpStepsModule _ -> "http_steps";
      case TcpModule _ -> "tcp";
    };
  }

  private static Map<String, Object> keys(ProbeModule asks) {
    return switch (asks) {
      case HttpModule http -> ShownHttp.of(http);
      case HttpStepsModule steps -> steps(steps);
      case TcpModule tcp -> tcp(tcp);
    };
  }

  private static Map<String, Object> steps(HttpStepsModule steps) {
    var keys = new ShownKeys();
    keys.unlessEmpty("steps", steps.steps().stream().map(ShownModule::step).toList());
    ShownConnection.limits(steps.limits(), keys);
    return keys.map();
  }

  private static Map<String, Object> tcp(TcpModule tcp) {
    var keys = new ShownKeys();
    ShownConnection.network(tcp.network(), keys);
    keys.unlessEmpty("query_response", tcp.dialogue().stream().map(ShownModule::step).toList())
        .flag("tls", tcp.secure());
    ShownConnection.tls(tcp.tls(), keys);
    ShownConnection.limits(tcp.limits(), keys);
    return keys.map();
  }

  private static Map<String, Object> step(TcpModule.Step step) {
    var keys = new ShownKeys();
    step.expect()
        .ifPresent(expected -> {
          switch (expected) {
            case TcpModule.Expected.Line(var pattern) -> keys.with("expect", pattern.toString());
            case TcpModule.Expected.Bytes(var text) -> keys.with("expect_bytes", text);
          }
        });
    return keys.unlessEmpty(
            "labels",
            step.labels().stream()
                .map(label ->
                    new ShownKeys().with("name", label.name()).with("value", label.value()).map())
                .toList())
        .ifPresent("send", step.send())
        .flag("starttls", step.startTls())
        .map();
  }

  private static Map<String, Object> step(HttpStep step) {
    return new ShownKeys()
        .with("name", step.name())
        .with("url", ShownKeys.text(step.url()))
        .with("http", ShownHttp.of(step.http()))
        .unlessEmpty("capture", step.captures().stream().map(ShownModule::capture).toList())
        .map();
  }

  private static Map<String, Object> capture(Capture capture) {
    var keys = new ShownKeys().with("name", capture.name());
    switch (capture) {
      case Capture.Json(_, var path, _) -> keys.with("json", path.text());
      case Capture.HeaderValue(_, var header, _) -> keys.with("header", header);
      case Capture.Regexp(_, var pattern, _) -> keys.with("regexp", pattern.toString());
      case Capture.Cookie(_, var cookie, _) -> keys.with("cookie", cookie);
    }
    return capture.secret() ? keys.map() : keys.with("secret", false).map();
  }
}
