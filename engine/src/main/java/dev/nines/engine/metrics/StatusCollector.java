package dev.nines.engine.metrics;

import dev.nines.engine.evaluation.ServiceState;
import dev.nines.engine.evaluation.ServiceStatus;
import dev.nines.engine.evaluation.SloStatus;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.incident.Severity;
import dev.nines.slo.ErrorBudget;
import dev.nines.slo.reliability.MeanTime;
import dev.nines.slo.reliability.ReliabilityFigures;
import dev.nines.slo.reliability.TimeTo;
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
      out.counter(Metric.SLO_GOOD, labels, (double) objective.all().good());
      out.counter(Metric.SLO_EVENTS, labels, (double) objective.all().total());
      objective
          .budget()
          .ifPresent(
              budget -> out.gauge(Metric.SLO_BUDGET_REMAINING, labels, budget.remainingRatio()));
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
    mean(out, Metric.SERVICE_MTTD, labels, figures.timeTo(TimeTo.DETECT_AT_LEAST));
    mean(out, Metric.SERVICE_MTTA, labels, figures.timeTo(TimeTo.ACKNOWLEDGE));
    mean(out, Metric.SERVICE_MTTR, labels, figures.timeTo(TimeTo.RESTORE));
    figures
        .timeBetweenFailures()
        .mean()
        .value()
        .ifPresent(mean -> out.gauge(Metric.SERVICE_MTBF, labels, seconds(mean)));
  }

  private static void mean(Rendering out, Metric metric, Labels labels, MeanTime time) {
    time.figure().value().ifPresent(times -> out.gauge(metric, labels, seconds(times.mean())));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }
}
