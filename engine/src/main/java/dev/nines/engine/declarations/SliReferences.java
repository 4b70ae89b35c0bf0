package dev.nines.engine.declarations;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.Subject;
import dev.nines.engine.declarations.kinds.ProbeDraft;
import dev.nines.engine.declarations.openslo.DataSourceDraft;
import dev.nines.engine.declarations.openslo.SliDraft;
import dev.nines.engine.declarations.openslo.SloDraft;
import dev.nines.engine.declarations.openslo.SloDraft.Promise;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.slo.Criterion;
import dev.nines.slo.Criterion.Bound;
import dev.nines.slo.Sli;
import dev.nines.slo.Sli.Question;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows the references of an SLI: to probes, a service, data sources. */
final class SliReferences {
  /** Longer than any probe may take, and far from the end of a nanosecond count. */
  private static final double MOST_SECONDS = 86_400;

  private final Drafts drafts;
  private final Map<String, List<String>> probesByService;
  private final boolean everyProbeIsRead;

  SliReferences(Drafts drafts) {
    this.drafts = drafts;
    this.probesByService =
        drafts.probes().values().stream()
            .flatMap(Optional::stream)
            .map(ProbeDraft::probe)
            .collect(
                groupingBy(ProbeDeclaration::service, mapping(ProbeDeclaration::name, toList())));
    this.everyProbeIsRead = drafts.probes().values().stream().allMatch(Optional::isPresent);
  }

  /** Says what leads nowhere, of an SLI that perhaps no SLO names. */
  void check(SliDraft sli) {
    switch (sli) {
      case SliDraft.Ratio(var runs, var total, _) -> {
        probesOf(runs);
        checkSame(runs, total);
      }
      case SliDraft.Threshold(var runs, _, _) -> probesOf(runs);
      case SliDraft.MetricRatio(_, var good, var bad, var total) -> {
        good.ifPresent(this::query);
        bad.ifPresent(this::query);
        query(total);
      }
      case SliDraft.MetricRaw(var query, _) -> query(query);
      case SliDraft.MetricThreshold(var query) -> query(query);
    }
  }

  /** The SLI as an objective uses it; nothing where a part of it is at fault. */
  Optional<Sli> resolve(SliDraft sli, Promise promise, Sli.Locations locations) {
    return switch (sli) {
      case SliDraft.Ratio(var runs, var total, var good) -> {
        checkSame(runs, total);
        warnOfUselessThreshold(promise);
        yield runs(runs, Optional.of(good), locations);
      }
      case SliDraft.Threshold threshold ->
          runs(threshold.runs(), criterion(threshold, promise), locations);
      case SliDraft.MetricRatio(var counter, var good, var bad, var total) -> {
        warnOfUselessThreshold(promise);
        var part = good.or(() -> bad).flatMap(this::query);
        yield query(total)
            .flatMap(all ->
                part.map(some ->
                    new Sli.Metric(
                        new Question.Ratio(
                            counter, good.map(_ -> some), bad.map(_ -> some), all))));
      }
      case SliDraft.MetricRaw(var query, var success) -> {
        warnOfUselessThreshold(promise);
        yield query(query).map(q -> new Sli.Metric(new Question.Raw(q, success)));
      }
      case SliDraft.MetricThreshold(var query) -> {
        var asked = query(query);
        yield isWhole(promise)
            ? asked.map(q ->
                new Sli.Metric(
                    new Question.Threshold(
                        q, promise.op().orElseThrow(), promise.value().orElseThrow().number())))
            : Optional.empty();
      }
    };
  }

  /** A name that is declared nowhere is fault enough. */
  private void checkSame(SliDraft.Runs part, SliDraft.Runs total) {
    var same = part.kind() == total.kind() && part.named().name().equals(total.named().name());
    if (!same && !probesOf(part).isEmpty() && !probesOf(total).isEmpty()) {
      part.named().at().fault("expected the same probe or service as in total");
    }
  }

  /** OpenSLO's own examples set {@code op} on ratios, so this is no fault. */
  private static void warnOfUselessThreshold(Promise promise) {
    if (promise.op().isPresent() || promise.value().isPresent()) {
      promise.at().warn("op and value mean nothing on a ratioMetric");
    }
  }

  private static boolean isWhole(Promise promise) {
    if (promise.op().isEmpty() || promise.value().isEmpty()) {
      promise.at().fault("a thresholdMetric needs op and value");
      return false;
    }
    return true;
  }

  private Optional<Sli> runs(
      SliDraft.Runs runs, Optional<Criterion> good, Sli.Locations locations) {
    var probes = probesOf(runs);
    return probes.isEmpty()
        ? Optional.empty() // told already
        : good.map(criterion -> new Sli.Runs(probes, criterion, locations));
  }

  private static Optional<Criterion> criterion(SliDraft.Threshold threshold, Promise promise) {
    return isWhole(promise)
        ? seconds(promise.value().orElseThrow())
            .map(limit ->
                new Criterion(
                    threshold.success(),
                    Optional.of(new Bound(threshold.measure(), promise.op().orElseThrow(), limit))))
        : Optional.empty();
  }

  private static Optional<Duration> seconds(SloDraft.Limit limit) {
    var seconds = limit.number();
    if (!(seconds >= 1e-9 && seconds <= MOST_SECONDS)) {
      limit
          .at()
          .fault("expected seconds above zero and at most a day, got " + limit.at().described());
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  private List<String> probesOf(SliDraft.Runs runs) {
    runs.dataSource().ifPresent(named -> isOf(DataSourceDraft.Type.NINES, named));
    var named = runs.named();
    if (runs.kind() == Subject.Kind.PROBE) {
      return drafts.probes().resolve(named).isPresent() ? List.of(named.name()) : List.of();
    }
    if (drafts.services().resolve(named).isEmpty()) {
      return List.of();
    }
    var names = probesByService.getOrDefault(named.name(), List.of());
    if (names.isEmpty() && everyProbeIsRead) {
      named.at().fault("the service " + named.name() + " has no probe");
    }
    return names;
  }

  private Optional<Sli.Query> query(SliDraft.Query query) {
    var source =
        query.dataSource().isPresent()
            ? query
                .dataSource()
                .filter(named -> isOf(DataSourceDraft.Type.PROMETHEUS, named))
                .map(Reference::name)
            : onlyPrometheus(query);
    return source.map(name -> new Sli.Query(name, query.promql()));
  }

  private boolean isOf(DataSourceDraft.Type type, Reference named) {
    var source = drafts.dataSources().resolve(named);
    var other = source.flatMap(s -> s).map(DataSourceDraft::type).filter(t -> t != type);
    other.ifPresent(t ->
        named
            .at()
            .fault(
                "the data source %s is of type %s, but %s is asked here"
                    .formatted(named.name(), t.label(), type.label())));
    return source.isPresent() && other.isEmpty();
  }

  private Optional<String> onlyPrometheus(SliDraft.Query query) {
    var sources = drafts.dataSources().values();
    if (!sources.stream().allMatch(Optional::isPresent)) {
      return Optional.empty(); // told already
    }
    var names =
        sources.stream()
            .flatMap(Optional::stream)
            .filter(source -> source.type() == DataSourceDraft.Type.PROMETHEUS)
            .map(DataSourceDraft::name)
            .toList();
    if (names.size() != 1) {
      query
          .at()
          .fault(
              (names.isEmpty()
                      ? "no DataSource of type prometheus is declared"
                      : "several DataSources of type prometheus are declared: "
                          + String.join(", ", names))
                  + "; metricSourceRef names one");
      return Optional.empty();
    }
    return names.stream().findFirst();
  }
}
