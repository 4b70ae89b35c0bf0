package dev.nines.engine.declarations.openslo;

import static java.util.stream.Collectors.toMap;

import dev.nines.engine.catalog.Subject;
import dev.nines.engine.declarations.openslo.SliDraft.Runs;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.slo.Criterion;
import dev.nines.slo.Criterion.Bound;
import dev.nines.slo.Criterion.Op;
import dev.nines.slo.Measure;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads which runs of probes a metric counts: the keys of a source of type {@code nines}. */
final class RunsReader {
  private static final Map<String, Measure> MEASURES =
      Arrays.stream(Measure.values()).collect(toMap(Measure::label, Function.identity()));

  private RunsReader() {}

  static Optional<Runs> all(Mapping spec, Optional<Reference> dataSource) {
    var probe = spec.optional("probe");
    var service = spec.optional("service");
    if (probe.isPresent() == service.isPresent()) {
      spec.self().fault("expected exactly one of probe and service");
    }
    var ofProbe =
        probe.flatMap(Reference::of).map(r -> new Runs(dataSource, Subject.Kind.PROBE, r));
    var ofService =
        service.flatMap(Reference::of).map(r -> new Runs(dataSource, Subject.Kind.SERVICE, r));
    return ofProbe.or(() -> ofService);
  }

  /** As long as the total has not been read, that is taken to be of the same runs. */
  static Optional<SliDraft.Ratio> good(Mapping spec, Optional<Reference> dataSource) {
    var runs = all(spec, dataSource);
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
    var bound = within.flatMap(RunsReader::positive).map(limit -> new Bound(measure, Op.LT, limit));
    return runs.map(r -> new SliDraft.Ratio(r, r, new Criterion(success, bound)));
  }

  private static Optional<Duration> positive(Field field) {
    var limit = field.duration();
    if (limit.filter(Duration::isZero).isPresent()) {
      field.fault("not above zero: " + field.described());
    }
    return limit.filter(Duration::isPositive);
  }

  static Optional<SliDraft.Ratio> bad(Mapping spec, Optional<Reference> dataSource) {
    var runs = all(spec, dataSource);
    var failure =
        spec.required("result").flatMap(f -> f.oneOf(Map.of("failure", Criterion.SUCCESS)));
    return runs.flatMap(r -> failure.map(good -> new SliDraft.Ratio(r, r, good)));
  }

  static Optional<SliDraft> threshold(Mapping spec, Optional<Reference> dataSource) {
    var runs = all(spec, dataSource);
    var measure = spec.required("measure").flatMap(f -> f.oneOf(MEASURES));
    var success = succeeds(spec);
    return runs.flatMap(r -> measure.map(m -> new SliDraft.Threshold(r, m, success)));
  }

  private static boolean succeeds(Mapping spec) {
    return spec.optional("result").flatMap(f -> f.oneOf(Map.of("success", true))).isPresent();
  }
}
