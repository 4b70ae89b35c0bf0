package dev.nines.engine.telemetry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the standard {@code OTEL_*} variables say of whether and how anything is sent. An empty
 * variable is as good as none, by the specification.
 */
final class OtelEnvironment {
  /** What can be sent. */
  enum Signal {
    TRACES,
    METRICS,
    LOGS;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String PREFIX = "OTEL_";

  private final Map<String, String> variables = new HashMap<>();

  /**
   * Takes the variables.
   *
   * @param environment all variables, others too
   * @throws TelemetryException naming each that cannot be heeded
   */
  OtelEnvironment(Map<String, String> environment) {
    environment.forEach((name, value) -> {
      if (name.startsWith(PREFIX) && !value.isBlank()) {
        variables.put(name, value.strip());
      }
    });
    var faults = new ArrayList<String>();
    for (var signal : Signal.values()) {
      value(exporter(signal))
          .filter(value -> !List.of("otlp", "none").contains(value))
          .ifPresent(value ->
              faults.add(
                  "%s: expected otlp or none, got \"%s\"".formatted(exporter(signal), value)));
    }
    Stream.concat(Stream.of(""), Stream.of(Signal.values()).map(signal -> signal + "_"))
        .map("OTEL_EXPORTER_OTLP_%sPROTOCOL"::formatted)
        .forEach(name ->
            value(name)
                .filter(protocol -> !protocol.equals(OtlpProtocol.SPOKEN))
                .ifPresent(protocol ->
                    faults.add(name + ": " + OtlpProtocol.refusal('"' + protocol + '"'))));
    if (!faults.isEmpty()) {
      throw new TelemetryException(String.join(System.lineSeparator(), faults));
    }
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  /**
   * Traces are sent where there is anywhere to send them; metrics and logs, which have other ways
   * out of Nines, only where that is said.
   *
   * @param endpoint whether config.yml names a collector
   */
  boolean sends(Signal signal, boolean endpoint) {
    if (value("OTEL_SDK_DISABLED").filter(value -> value.equalsIgnoreCase("true")).isPresent()) {
      return false;
    }
    var exporter = value(exporter(signal));
    return switch (signal) {
      case TRACES ->
          exporter.map("otlp"::equals).orElseGet(() -> endpoint || namesCollectorOfTraces());
      case METRICS, LOGS -> exporter.filter("otlp"::equals).isPresent();
    };
  }

  /** The same by the SDK's names of properties. */
  Map<String, String> properties() {
    var properties = new HashMap<String, String>();
    variables.forEach(
        (name, value) -> properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
    return properties;
  }

  private boolean namesCollectorOfTraces() {
    return value("OTEL_EXPORTER_OTLP_ENDPOINT")
        .or(() -> value("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"))
        .isPresent();
  }

  private static String exporter(Signal signal) {
    return "OTEL_%s_EXPORTER".formatted(signal);
  }
}
