package dev.nines.engine.declarations.openslo;

import dev.nines.engine.declarations.openslo.SliDraft.Query;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.engine.promql.QueryText;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Reads a metric: its {@code metricSource}, which asks Nines for runs or a Prometheus for numbers.
 *
 * @param <T> what is made of the keys that ask for runs
 */
final class MetricReader<T> {
  /** Sloth's template for the window it makes a rule for. */
  private static final String SLOTH_WINDOW = "{{";

  private final BiFunction<Mapping, Optional<Reference>, Optional<T>> runs;

  /** {@code runs} reads the keys, given the data source that is named. */
  MetricReader(BiFunction<Mapping, Optional<Reference>, Optional<T>> runs) {
    this.runs = runs;
  }

  /** One of the two, where it could be read. */
  record Metric<T>(Field at, Optional<T> runs, Optional<Query> query) {}

  Optional<Metric<T>> read(Field metric) {
    return metric
        .mapping(m -> m.required("metricSource").flatMap(field -> field.mapping(this::source)))
        .flatMap(s -> s)
        .flatMap(s -> s);
  }

  private Optional<Metric<T>> source(Mapping source) {
    var named = source.optional("metricSourceRef").flatMap(Reference::of);
    var spec = source.required("spec");
    var type = type(source, spec);
    if (type.isEmpty() || spec.isEmpty()) {
      return Optional.empty();
    }
    var keys = spec.get();
    return switch (type.get()) {
      case NINES ->
          keys.mapping(asked -> runs.apply(asked, named))
              .flatMap(read -> read)
              .map(read -> new Metric<>(keys, Optional.of(read), Optional.empty()));
      case PROMETHEUS -> {
        var at = source.optional("type").orElse(keys);
        yield keys.mapping(MetricReader::promql)
            .flatMap(read -> read)
            .map(query ->
                new Metric<>(
                    keys,
                    Optional.empty(),
                    Optional.of(new Query(at, named, query.at(), query.text()))));
      }
    };
  }

  /** Where only a data source is named, whose type is known later, the keys tell. */
  private static Optional<DataSourceDraft.Type> type(Mapping source, Optional<Field> spec) {
    if (source.optional("metricSourceRef").isEmpty() || source.optional("type").isPresent()) {
      return source.required("type").flatMap(DataSourceDraft.Type::read);
    }
    if (spec.isEmpty()) {
      return Optional.empty();
    }
    if (spec.get().has("query")) {
      return Optional.of(DataSourceDraft.Type.PROMETHEUS);
    }
    if (spec.get().has("probe") || spec.get().has("service")) {
      return Optional.of(DataSourceDraft.Type.NINES);
    }
    spec.get().fault("expected query, or probe or service");
    return Optional.empty();
  }

  private record Promql(Field at, String text) {}

  private static Optional<Promql> promql(Mapping spec) {
    var field = spec.required("query");
    var text = field.flatMap(Field::text);
    if (text.filter(String::isBlank).isPresent()) {
      field.ifPresent(f -> f.fault("expected PromQL, got nothing"));
      return Optional.empty();
    }
    if (text.filter(t -> t.contains(SLOTH_WINDOW)).isPresent()) {
      field.ifPresent(
          f -> f.warn("holds {{, a template of Sloth's: only ./nines rules fills it in"));
    }
    text.map(QueryText::of)
        .flatMap(QueryText::fault)
        .ifPresent(why -> field.ifPresent(f -> f.fault("not PromQL: " + why)));
    return field.flatMap(at -> text.map(query -> new Promql(at, query)));
  }
}
