package dev.nines.engine.declarations.openslo;

import static java.util.stream.Collectors.toMap;

import dev.nines.engine.catalog.Subject;
import dev.nines.engine.declarations.openslo.SliDraft.Runs;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.engine.declarations.yaml.Registry;
import dev.nines.slo.Criterion;
import dev.nines.slo.Criterion.Bound;
import dev.nines.slo.Criterion.Op;
import dev.nines.slo.Measure;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code kind: SLI}, and the SLI that stands inside an SLO. */
public final class SliKind {
  private static final Map<String, Measure> MEASURES =
      Arrays.stream(Measure.values()).collect(toMap(Measure::label, Function.identity()));

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
    var fromThreshold = threshold.flatMap(f -> metric(f, SliKind::threshold)).flatMap(s -> s);
    return fromRatio.or(() -> fromThreshold);
  }

  private static Optional<SliDraft> ratio(Mapping ratio) {
    ratio.optional("counter").ifPresent(Field::bool);
    ratio.unsupported("raw", "rawType");
    if (ratio.optional("raw").isPresent()) {
      return Optional.empty();
    }
    var total = ratio.required("total").flatMap(f -> metric(f, SliKind::runs)).flatMap(r -> r);
    var good = ratio.optional("good");
    var bad = ratio.optional("bad");
    if (good.isPresent() == bad.isPresent()) {
      ratio.self().fault("expected exactly one of good and bad");
    }
    var part =
        good.flatMap(f -> metric(f, SliKind::good))
            .or(() -> bad.flatMap(f -> metric(f, SliKind::bad)))
            .flatMap(p -> p);
    if (total.isEmpty() || part.isEmpty()) {
      return Optional.empty();
    }
    return part.map(p -> new SliDraft.Ratio(p.runs(), total.get(), p.good()));
  }

  /** What {@code good} or {@code bad} says. */
  private record Part(Runs runs, Criterion good) {}

  /** Unwraps {@code metricSource}; what Nines cannot read yet is told here. */
  private static <T> Optional<T> metric(Field metric, Function<Mapping, T> reader) {
    return metric
        .mapping(m ->
            m.required("metricSource")
                .flatMap(field -> field.mapping(source -> source(source, reader))))
        .flatMap(s -> s)
        .flatMap(s -> s);
  }

  private static <T> Optional<T> source(Mapping source, Function<Mapping, T> reader) {
    source.unsupported("metricSourceRef");
    var spec = source.required("spec");
    if (source.optional("metricSourceRef").isPresent()) {
      source.optional("type");
      return Optional.empty();
    }
    var type = source.required("type");
    if (type.flatMap(Field::text).filter("nines"::equals).isPresent()) {
      return spec.flatMap(field -> field.mapping(reader));
    }
    type.ifPresent(t ->
        t.fault(
            t.text().filter("prometheus"::equalsIgnoreCase).isPresent()
                ? "prometheus is not supported yet"
                : "expected nines, got " + t.described()));
    return Optional.empty();
  }

  private static Optional<Runs> runs(Mapping spec) {
    var probe = spec.optional("probe");
    var service = spec.optional("service");
    if (probe.isPresent() == service.isPresent()) {
      spec.self().fault("expected exactly one of probe and service");
    }
    var ofProbe = probe.flatMap(Reference::of).map(r -> new Runs(Subject.Kind.PROBE, r));
    var ofService = service.flatMap(Reference::of).map(r -> new Runs(Subject.Kind.SERVICE, r));
    return ofProbe.or(() -> ofService);
  }

  private static Optional<Part> good(Mapping spec) {
    var runs = runs(spec);
    var success = succeeds(spec);
    var within = spec.optional("within");
    var phase = spec.optional("phase");
    if (within.isEmpty()) {
      phase.ifPresent(f -> f.fault("means nothing without within"));
    }
    if (!success && within.isEmpty() && spec.optional("result").isEmpty()) {
      spec.self().fault("every run is good: expected result: success, within, or both");
    }
    if (!success && within.isPresent()) {
      spec.self().warn("a run that fails fast enough counts as good; result: success prevents it");
    }
    var measure = phase.flatMap(f -> f.oneOf(MEASURES)).orElse(Measure.TOTAL);
    var bound = within.flatMap(SliKind::positive).map(limit -> new Bound(measure, Op.LT, limit));
    return runs.map(r -> new Part(r, new Criterion(success, bound)));
  }

  private static Optional<Duration> positive(Field field) {
    var limit = field.duration();
    if (limit.filter(Duration::isZero).isPresent()) {
      field.fault("not above zero: " + field.described());
    }
    return limit;
  }

  private static Optional<Part> bad(Mapping spec) {
    var runs = runs(spec);
    var failure =
        spec.required("result").flatMap(f -> f.oneOf(Map.of("failure", Criterion.SUCCESS)));
    return runs.flatMap(r -> failure.map(good -> new Part(r, good)));
  }

  private static Optional<SliDraft> threshold(Mapping spec) {
    var runs = runs(spec);
    var measure = spec.required("measure").flatMap(f -> f.oneOf(MEASURES));
    var success = succeeds(spec);
    return runs.flatMap(r -> measure.map(m -> new SliDraft.Threshold(r, m, success)));
  }

  private static boolean succeeds(Mapping spec) {
    return spec.optional("result").flatMap(f -> f.oneOf(Map.of("success", true))).isPresent();
  }
}
