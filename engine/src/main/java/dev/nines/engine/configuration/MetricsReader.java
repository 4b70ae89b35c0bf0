package dev.nines.engine.configuration;

import static java.util.stream.Collectors.toMap;

import dev.nines.engine.configuration.Settings.Metrics;
import dev.nines.engine.configuration.Settings.Metrics.Peer;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.series.MetricChoice;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads {@code metrics}: what {@code /metrics} shows, and what of it is pushed. */
final class MetricsReader {
  /** Where nothing is said. */
  static final Metrics DEFAULT = new Metrics(Set.of(), MetricChoice.DEFAULT, Optional.empty());

  private static final Map<String, Peer> PEERS =
      Arrays.stream(Peer.values()).collect(toMap(Peer::label, Function.identity()));

  private MetricsReader() {}

  static Metrics read(Mapping m) {
    return new Metrics(
        Set.copyOf(
            m.optional("compatibility")
                .map(f -> f.list(item -> item.oneOf(PEERS)))
                .orElse(List.of())),
        m.optional("otlp").flatMap(f -> f.mapping(MetricsReader::choice)).orElse(DEFAULT.otlp()),
        m.optional("remoteWrite")
            .flatMap(f -> f.mapping(push -> RemoteWriteReader.read(push, choice(push))))
            .flatMap(r -> r));
  }

  private static MetricChoice choice(Mapping m) {
    return m.optional("metrics")
        .map(f -> {
          if (f.isList() && f.items().isEmpty()) {
            f.fault("expected at least one name of a metric");
          }
          return new MetricChoice(
              f.list(
                  item -> item.parse("the name of a metric, such as slo_*", MetricChoice::name)));
        })
        .orElse(MetricChoice.DEFAULT);
  }
}
