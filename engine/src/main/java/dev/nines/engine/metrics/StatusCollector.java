package dev.nines.engine.metrics;

import dev.nines.engine.evaluation.ServiceState;
import dev.nines.engine.evaluation.ServiceStatus;
import dev.nines.engine.evaluation.SloStatus;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.series.Metric;
import dev.nines.incident.Severity;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.ErrorBudget;
import dev.nines.slo.reliability.MeanTime;
import dev.nines.slo.reliability.ReliabilityFigures;
import dev.nines.slo.reliability.TimeTo;
import dev.nines.slo.reliability.Times;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The {@code slo_} and {@code service_} series: the newest snapshot. */
public final class StatusCollector implements MultiCollector {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Supplier<Snapshot> snapshots;

  /**
   * Renders snapshots.
   *
   * @param snapshots the newest one
   */
  public StatusCollector(Supplier<Snapshot> snapshots) {
    this.snapshots = snapshots;
  }

  @Override
  public MetricSnapshots collect() {
    var rendering = new Rendering();
    var snapshot = snapshots.get();
    snapshot.slos().forEach(slo -> render(rendering, slo));
    snapshot.services().forEach(service -> render(rendering, service));
    rendering.gauge(Metric.EVALUATED_AT, Labels.EMPTY, snapshot.at().toEpochMilli() / 1_000.0);
    rendering.gauge(Metric.SLOS, Labels.EMPTY, snapshot.slos().size());
    return rendering.snapshots();
  }

  private static void render(Rendering out, SloStatus status) {
    for (var objective : status.objectives()) {
      var labels =
          Labels.of(
              "service", status.slo().service(),
              "slo", status.slo().name(),
              "objective", objective.objective().name());
      out.gauge(Metric.SLO_OBJECTIVE, labels, objective.objective().target());
      out.info(
          Metric.SLO_INFO,
          labels
              .add("window", status.slo().window().text())
              .add("method", method(objective.objective().method())));
      out.gauge(Metric.SLO_COVERAGE, labels, objective.budgetWindow().coverageRatio());
      out.counter(Metric.SLO_GOOD, labels, (double) objective.all().good());
      out.counter(Metric.SLO_EVENTS, labels, (double) objective.all().total());
      objective
          .budget()
          .ifPresent(budget -> {
            out.gauge(Metric.SLO_BUDGET_REMAINING, labels, budget.remainingRatio());
            out.gauge(Metric.SLO_BUDGET_REMAINING_TIME, labels, seconds(budget.remainingTime()));
            out.gauge(Metric.SLO_BUDGET_TIME, labels, seconds(budget.wholeTime()));
          });
      objective
          .exhaustedIn()
          .ifPresent(left -> out.gauge(Metric.SLO_EXHAUSTION, labels, seconds(left)));
      objective
          .readings()
          .forEach((window, reading) -> {
            if (reading.counts().total() > 0) {
              var inWindow = labels.add("window", window.text());
              out.gauge(
                  Metric.SLO_SLI,
                  inWindow,
                  new ErrorBudget(objective.objective(), reading).sliRatio());
              out.gauge(Metric.SLO_BURN_RATE, inWindow, objective.burnRate(reading));
            }
          });
      for (var severity : List.of(Severity.CRITICAL, Severity.WARNING)) {
        out.gauge(
            Metric.SLO_ALERT,
            labels.add("severity", severity.label()),
            objective.firing().contains(severity) ? 1 : 0);
      }
    }
  }

  private static String method(BudgetingMethod method) {
    return switch (method) {
      case BudgetingMethod.Occurrences() -> "Occurrences";
      case BudgetingMethod.Timeslices(_, _) -> "Timeslices";
      case BudgetingMethod.RatioTimeslices(_) -> "RatioTimeslices";
    };
  }

  private static void render(Rendering out, ServiceStatus status) {
    var labels = Labels.of("service", status.service().name());
    for (var state : ServiceState.values()) {
      out.gauge(
          Metric.SERVICE_STATE,
          labels.add("state", state.label()),
          state == status.state() ? 1 : 0);
    }
    switch (status.state()) {
      case UP, DEGRADED -> out.gauge(Metric.SERVICE_UP, labels, 1);
      case DOWN -> out.gauge(Metric.SERVICE_UP, labels, 0);
      case MAINTENANCE, UNKNOWN -> {}
    }
    out.gauge(Metric.SERVICE_INCIDENTS_OPEN, labels, status.incident().isPresent() ? 1 : 0);
    status
        .windows()
        .forEach((window, figures) -> render(out, labels.add("window", window.text()), figures));
  }

  private static void render(Rendering out, Labels labels, ReliabilityFigures figures) {
    var uptime = figures.uptime();
    uptime.ratio().value().ifPresent(ratio -> out.gauge(Metric.SERVICE_UPTIME, labels, ratio));
    uptime.coverage().value().ifPresent(ratio -> out.gauge(Metric.SERVICE_COVERAGE, labels, ratio));
    out.gauge(Metric.SERVICE_KNOWN, labels, seconds(uptime.known()));
    out.gauge(Metric.SERVICE_DOWNTIME, labels, seconds(uptime.down()));
    out.gauge(Metric.SERVICE_UNKNOWN, labels, seconds(uptime.unknown()));
    out.gauge(Metric.SERVICE_MAINTENANCE, labels, seconds(figures.maintenance()));
    out.gauge(Metric.SERVICE_INCIDENTS, labels, figures.timeBetweenFailures().failures());
    var detect = figures.timeTo(TimeTo.DETECT_AT_LEAST);
    mean(out, Metric.SERVICE_MTTD, Metric.SERVICE_DETECTED, labels, detect);
    var acknowledge = figures.timeTo(TimeTo.ACKNOWLEDGE);
    mean(out, Metric.SERVICE_MTTA, Metric.SERVICE_ACKNOWLEDGED, labels, acknowledge);
    var restore = figures.timeTo(TimeTo.RESTORE);
    mean(out, Metric.SERVICE_MTTR, Metric.SERVICE_RESTORED, labels, restore);
    restore
        .figure()
        .value()
        .ifPresent(times -> {
          out.gauge(Metric.SERVICE_MEDIAN_TTR, labels, seconds(times.median()));
          out.gauge(Metric.SERVICE_P90_TTR, labels, seconds(times.p90()));
          out.gauge(Metric.SERVICE_LONGEST_TTR, labels, seconds(times.values().getLast()));
        });
    figures
        .timeBetweenFailures()
        .mean()
        .value()
        .ifPresent(mean -> out.gauge(Metric.SERVICE_MTBF, labels, seconds(mean)));
  }

  private static void mean(Rendering out, Metric metric, Metric n, Labels labels, MeanTime time) {
    var times = time.figure().value();
    times.ifPresent(some -> out.gauge(metric, labels, seconds(some.mean())));
    out.gauge(n, labels, times.map(Times::n).orElse(0));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }
}
