package dev.nines.engine.configuration;

import static java.util.stream.Collectors.toMap;

import dev.nines.engine.catalog.TargetTracing;
import dev.nines.engine.configuration.Settings.Tracing;
import dev.nines.engine.configuration.Settings.Tracing.Kept;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.telemetry.OtlpProtocol;
import dev.nines.probe.Targets;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads {@code tracing}: which runs are traced, and which collector is told of them. */
final class TracingReader {
  /** Where nothing is said. */
  static final Tracing DEFAULT =
      new Tracing(0.01, Set.of(Kept.FAILED, Kept.SLOW), TargetTracing.HEAD, Optional.empty());

  private static final Map<String, Kept> KEPT =
      Arrays.stream(Kept.values()).collect(toMap(Kept::label, Function.identity()));
  private static final Map<String, TargetTracing> TARGETS =
      Arrays.stream(TargetTracing.values())
          .collect(toMap(TargetTracing::label, Function.identity()));

  private TracingReader() {}

  static Tracing read(Mapping m) {
    var ratio = m.optional("ratio");
    var share = ratio.flatMap(Field::number);
    if (share.filter(r -> !(r >= 0 && r <= 1)).isPresent()) {
      ratio.ifPresent(f -> f.fault("not in [0, 1]: " + f.described()));
    }
    m.optional("protocol").ifPresent(TracingReader::checkProtocol);
    return new Tracing(
        share.orElse(DEFAULT.ratio()),
        m.optional("keep")
            .map(f -> Set.copyOf(f.list(item -> item.oneOf(KEPT))))
            .orElse(DEFAULT.keep()),
        m.optional("targets").flatMap(f -> f.oneOf(TARGETS)).orElse(DEFAULT.targets()),
        m.optional("baggage").flatMap(Field::bool).orElse(DEFAULT.baggage()),
        m.optional("endpoint").flatMap(TracingReader::collector),
        m.optional("link")
            .flatMap(
                f -> f.parse("an http or https URL with {traceId} in it", TracingReader::link)));
  }

  private static void checkProtocol(Field field) {
    if (field.text().filter(t -> !t.equals(OtlpProtocol.SPOKEN)).isPresent()) {
      field.fault(OtlpProtocol.refusal(field.described()));
    }
  }

  private static Optional<String> link(String text) {
    return Optional.of(text)
        .filter(t -> t.contains(Tracing.TRACE_ID))
        .filter(t -> Targets.url(t.replace(Tracing.TRACE_ID, "0")).isPresent());
  }

  /** What OTLP would drop or choke on; no fault says what it is, since it may be a secret. */
  private static Optional<URI> collector(Field field) {
    var url = field.parse("an http or https URL", Targets::url);
    if (url.isPresent() && url.get().getHost() == null) {
      field.fault("a host with an underscore cannot be called here: " + field.described());
      return Optional.empty();
    }
    CalledUrl.checkNoUser(field, url, "OTEL_EXPORTER_OTLP_HEADERS");
    if (url.filter(u -> u.getRawQuery() != null || u.getRawFragment() != null).isPresent()) {
      field.fault(
          "expected the collector's address without ? and #: use OTEL_EXPORTER_OTLP_HEADERS");
    }
    return url;
  }
}
