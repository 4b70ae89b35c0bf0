package dev.nines.engine.declarations.openslo;

import dev.nines.engine.declarations.openslo.MetricReader.Metric;
import dev.nines.engine.declarations.openslo.SliDraft.Query;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Registry;
import dev.nines.engine.promql.QueryText;
import dev.nines.engine.promql.Selector;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code kind: SLI}, and the SLI that stands inside an SLO. */
public final class SliKind {
  private static final Map<String, Boolean> RAW_TYPES = Map.of("success", true, "failure", false);

  private SliKind() {}

  /**
   * Reads an SLI.
   *
   * @param document the document
   * @param slis where it is declared
   */
  public static void read(Mapping document, Registry<Optional<SliDraft>> slis) {
    var metadata = Metadata.of(document);
    var sli = spec(document);
    metadata.ifPresent(m -> slis.add(m.name(), m.at(), sli));
  }

  /** The {@code spec} of an SLI, be it a document or inline. */
  static Optional<SliDraft> spec(Mapping sli) {
    return sli.required("spec").flatMap(field -> field.mapping(SliKind::read)).flatMap(s -> s);
  }

  private static Optional<SliDraft> read(Mapping spec) {
    Metadata.description(spec);
    var ratio = spec.optional("ratioMetric");
    var threshold = spec.optional("thresholdMetric");
    if (ratio.isPresent() == threshold.isPresent()) {
      spec.self().fault("expected exactly one of ratioMetric and thresholdMetric");
    }
    var fromRatio = ratio.flatMap(f -> f.mapping(SliKind::ratio)).flatMap(s -> s);
    var fromThreshold = threshold.flatMap(SliKind::threshold);
    return fromRatio.or(() -> fromThreshold);
  }

  private static Optional<SliDraft> threshold(Field field) {
    return new MetricReader<>(RunsReader::threshold)
        .read(field)
        .flatMap(
            metric -> metric.runs().or(() -> metric.query().map(SliDraft.MetricThreshold::new)));
  }

  private static Optional<SliDraft> ratio(Mapping ratio) {
    var counter = ratio.optional("counter");
    var grows = counter.flatMap(Field::bool).orElse(false);
    var raw = ratio.optional("raw");
    var total = ratio.optional("total");
    var rawType = ratio.optional("rawType");
    if (raw.isPresent()) {
      counter.filter(_ -> grows).ifPresent(f -> f.warn("means nothing with raw"));
      return raw(ratio, raw.get());
    }
    rawType.ifPresent(f -> f.warn("means nothing without raw"));
    var good = ratio.optional("good");
    var bad = ratio.optional("bad");
    if (good.isPresent() == bad.isPresent()) {
      ratio.self().fault("expected exactly one of good and bad");
    }
    if (total.isEmpty()) {
      ratio.required("total");
    }
    var all = total.flatMap(new MetricReader<>(RunsReader::all)::read);
    var goodPart = good.flatMap(new MetricReader<>(RunsReader::good)::read);
    var badPart = bad.flatMap(new MetricReader<>(RunsReader::bad)::read);
    var part = goodPart.or(() -> badPart);
    return all.flatMap(of ->
        part.flatMap(share -> {
          if (of.runs().isPresent() && share.runs().isPresent()) {
            var counted = share.runs().get();
            return Optional.of(new SliDraft.Ratio(counted.runs(), of.runs().get(), counted.good()));
          }
          if (of.query().isEmpty() || share.query().isEmpty()) {
            share.at().fault("expected the same type of metricSource as in total");
            return Optional.empty();
          }
          Stream.of(share, of)
              .flatMap(m -> m.query().stream())
              .forEach(grows ? SliKind::checkCounter : SliKind::warnOfCounter);
          return Optional.of(
              new SliDraft.MetricRatio(
                  grows,
                  goodPart.flatMap(Metric::query),
                  badPart.flatMap(Metric::query),
                  of.query().get()));
        }));
  }

  /** Sloth's templates are told of already. */
  private static void checkCounter(Query query) {
    var rate = QueryText.of(query.promql()).rate();
    rate.ifPresent(function ->
        query
            .text()
            .fault(
                "%s() of a counter does not only grow, as counter: true says: leave it out, as in"
                        .formatted(function)
                    + " sum(http_requests_total), or write counter: false with increase(...[1m])"));
    if (rate.isEmpty() && Selector.of(query.promql()).isEmpty() && !query.promql().contains("{{")) {
      query
          .text()
          .warn(
              "the query of a counter is neither a selector nor sum() of one, so a restart of one"
                  + " instance looks like a reset of the whole: counter: false takes what"
                  + " increase(...[1m]) gives");
    }
  }

  private static void warnOfCounter(Query query) {
    QueryText.of(query.promql())
        .bareCounter()
        .ifPresent(name ->
            query
                .text()
                .warn(
                    "%s looks like a counter, but without counter: true (false by default) its value"
                            .formatted(name)
                        + " is taken for the events of one minute: write counter: true, or"
                        + " increase(...[1m])"));
  }

  private static Optional<SliDraft> raw(Mapping ratio, Field raw) {
    for (var other : new String[] {"total", "good", "bad"}) {
      ratio.optional(other).ifPresent(f -> f.fault("means nothing with raw"));
    }
    var success = ratio.required("rawType").flatMap(f -> f.oneOf(RAW_TYPES));
    var metric = new MetricReader<>(RunsReader::all).read(raw);
    metric
        .flatMap(Metric::runs)
        .ifPresent(_ -> raw.fault("expected a query: of runs, total and good or bad are counted"));
    Optional<Query> query = metric.flatMap(Metric::query);
    return query.flatMap(q -> success.map(yes -> new SliDraft.MetricRaw(q, yes)));
  }
}
