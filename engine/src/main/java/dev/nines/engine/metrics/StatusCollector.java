package dev.nines.engine.metrics;

import dev.nines.alerting.BurnAlertRules;
import dev.nines.alerting.BurnRateRule;
import dev.nines.engine.evaluation.ServiceState;
import dev.nines.engine.evaluation.ServiceStatus;
import dev.nines.engine.evaluation.SloStatus;
import dev.nines.engine.evaluation.SloStatus.FiringAlert;
import dev.nines.engine.evaluation.SloStatus.ObjectiveStatus;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.series.Metric;
import dev.nines.incident.Severity;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.ErrorBudget;
import dev.nines.slo.Slo;
import dev.nines.slo.reliability.MeanTime;
import dev.nines.slo.reliability.ReliabilityFigures;
import dev.nines.slo.reliability.TimeTo;
import dev.nines.slo.reliability.Times;
import dev.nines.slo.time.Seconds;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** The {@code slo_} and {@code service_} series: the newest snapshot. */
public final class StatusCollector implements SeriesCollector {
  private static final Map<ServiceState, LabelText> STATES = new EnumMap<>(ServiceState.class);
  private static final Map<Severity, LabelText> SEVERITIES = new EnumMap<>(Severity.class);

  static {
    for (var state : ServiceState.values()) {
      STATES.put(state, LabelText.of("state", state.label()));
    }
    for (var severity : List.of(Severity.CRITICAL, Severity.WARNING)) {
      SEVERITIES.put(severity, LabelText.of("severity", severity.label()));
    }
  }

  private final Map<BudgetWindow, LabelText> windows = new HashMap<>();
  private final Map<Duration, List<LabelledRule>> rules = new HashMap<>();

  /** By what is declared, which is the same object in one snapshot after the other. */
  private final IdentityHashMap<Object, List<LabelText>> known = new IdentityHashMap<>();

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
  public synchronized void render(Rendering rendering) {
    var snapshot = snapshots.get();
    if (known.size() > snapshot.slos().size() + snapshot.services().size()) {
      known.clear(); // some are no longer declared
    }
    snapshot.slos().forEach(slo -> render(rendering, slo));
    snapshot.services().forEach(service -> render(rendering, service));
    rendering.gauge(Metric.EVALUATED_AT, LabelText.NONE, Seconds.unixtime(snapshot.at()));
    rendering.gauge(Metric.SLOS, LabelText.NONE, snapshot.slos().size());
  }

  private void render(Rendering out, SloStatus status) {
    var ofObjectives = known.computeIfAbsent(status.slo(), _ -> labels(status));
    for (var i = 0; i < status.objectives().size(); i++) {
      var objective = status.objectives().get(i);
      var labels = ofObjectives.get(i);
      out.gauge(Metric.SLO_OBJECTIVE, labels, objective.objective().target());
      out.info(
          Metric.SLO_INFO,
          labels,
          LabelText.of(
              "window", status.slo().window().text(),
              "method", method(objective.objective().method())));
      out.gauge(Metric.SLO_COVERAGE, labels, objective.budgetWindow().coverageRatio());
      out.counter(Metric.SLO_GOOD, labels, (double) objective.all().good());
      out.counter(Metric.SLO_EVENTS, labels, (double) objective.all().total());
      objective
          .budget()
          .ifPresent(budget -> {
            out.gauge(Metric.SLO_BUDGET_REMAINING, labels, budget.remainingRatio());
            out.gauge(Metric.SLO_BUDGET_REMAINING_TIME, labels, Seconds.of(budget.remainingTime()));
            out.gauge(Metric.SLO_BUDGET_TIME, labels, Seconds.of(budget.wholeTime()));
          });
      objective
          .exhaustedIn()
          .ifPresent(left -> out.gauge(Metric.SLO_EXHAUSTION, labels, Seconds.of(left)));
      objective
          .readings()
          .forEach((window, reading) -> {
            if (reading.counts().total() > 0) {
              var over = over(window);
              out.gauge(
                  Metric.SLO_SLI,
                  labels,
                  over,
                  new ErrorBudget(objective.objective(), reading).sliRatio());
              out.gauge(Metric.SLO_BURN_RATE, labels, over, objective.burnRate(reading));
            }
          });
      SEVERITIES.forEach((severity, label) ->
          out.gauge(
              Metric.SLO_ALERT, labels, label, objective.firing().contains(severity) ? 1 : 0));
      rules(status.slo())
          .forEach(rule ->
              rule.proximity(objective)
                  .ifPresent(ratio ->
                      out.gauge(Metric.SLO_ALERT_PROXIMITY, labels, rule.labels(), ratio)));
    }
  }

  /** The default rules of an SLO, which depend on the length of its budget window alone. */
  private List<LabelledRule> rules(Slo slo) {
    return switch (slo.settings().burnAlerts()) {
      case DEFAULT ->
          rules.computeIfAbsent(
              slo.window().nominal(),
              length ->
                  BurnAlertRules.forWindow(length).rules().stream().map(LabelledRule::of).toList());
      case NONE -> List.of();
    };
  }

  private record LabelledRule(
      BurnRateRule rule, BudgetWindow longWindow, BudgetWindow shortWindow, LabelText labels) {
    static LabelledRule of(BurnRateRule rule) {
      var longWindow = new BudgetWindow.Rolling(rule.longWindow());
      var shortWindow = new BudgetWindow.Rolling(rule.shortWindow());
      return new LabelledRule(
          rule,
          longWindow,
          shortWindow,
          LabelText.of(
              "severity", FiringAlert.severityOf(rule.urgency()).label(),
              "long", longWindow.text(),
              "short", shortWindow.text()));
    }

    OptionalDouble proximity(ObjectiveStatus objective) {
      var over = objective.readings().get(longWindow);
      var lately = objective.readings().get(shortWindow);
      if (over == null || lately == null || lately.counts().total() == 0) {
        return OptionalDouble.empty();
      }
      var slower =
          Math.min(over.burnRate(objective.objective()), lately.burnRate(objective.objective()));
      return OptionalDouble.of(slower / rule.factor());
    }
  }

  private static List<LabelText> labels(SloStatus status) {
    return status.objectives().stream()
        .map(objective ->
            LabelText.of(
                "service", status.slo().service(),
                "slo", status.slo().name(),
                "objective", objective.objective().name()))
        .toList();
  }

  private static String method(BudgetingMethod method) {
    return switch (method) {
      case BudgetingMethod.Occurrences() -> "Occurrences";
      case BudgetingMethod.Timeslices(_, _) -> "Timeslices";
      case BudgetingMethod.RatioTimeslices(_) -> "RatioTimeslices";
    };
  }

  private LabelText over(BudgetWindow window) {
    return windows.computeIfAbsent(window, w -> LabelText.of("window", w.text()));
  }

  private void render(Rendering out, ServiceStatus status) {
    var labels =
        known
            .computeIfAbsent(
                status.service(), _ -> List.of(LabelText.of("service", status.service().name())))
            .getFirst();
    STATES.forEach((state, label) ->
        out.gauge(Metric.SERVICE_STATE, labels, label, state == status.state() ? 1 : 0));
    switch (status.state()) {
      case UP, DEGRADED -> out.gauge(Metric.SERVICE_UP, labels, 1);
      case DOWN -> out.gauge(Metric.SERVICE_UP, labels, 0);
      case MAINTENANCE, UNKNOWN -> {}
    }
    out.gauge(Metric.SERVICE_INCIDENTS_OPEN, labels, status.incident().isPresent() ? 1 : 0);
    status
        .windows()
        .forEach((window, figures) -> render(new Window(out, labels, over(window)), figures));
  }

  private static void render(Window out, ReliabilityFigures figures) {
    var uptime = figures.uptime();
    uptime.ratio().value().ifPresent(ratio -> out.gauge(Metric.SERVICE_UPTIME, ratio));
    uptime.coverage().value().ifPresent(ratio -> out.gauge(Metric.SERVICE_COVERAGE, ratio));
    out.gauge(Metric.SERVICE_KNOWN, Seconds.of(uptime.known()));
    out.gauge(Metric.SERVICE_DOWNTIME, Seconds.of(uptime.down()));
    out.gauge(Metric.SERVICE_UNKNOWN, Seconds.of(uptime.unknown()));
    out.gauge(Metric.SERVICE_MAINTENANCE, Seconds.of(figures.maintenance()));
    out.gauge(Metric.SERVICE_INCIDENTS, figures.timeBetweenFailures().failures());
    var detect = figures.timeTo(TimeTo.DETECT_AT_LEAST);
    out.mean(Metric.SERVICE_MTTD, Metric.SERVICE_DETECTED, detect);
    var acknowledge = figures.timeTo(TimeTo.ACKNOWLEDGE);
    out.mean(Metric.SERVICE_MTTA, Metric.SERVICE_ACKNOWLEDGED, acknowledge);
    var restore = figures.timeTo(TimeTo.RESTORE);
    out.mean(Metric.SERVICE_MTTR, Metric.SERVICE_RESTORED, restore);
    restore
        .times()
        .ifPresent(times -> {
          out.gauge(Metric.SERVICE_MEDIAN_TTR, Seconds.of(times.median()));
          out.gauge(Metric.SERVICE_P90_TTR, Seconds.of(times.p90()));
          out.gauge(Metric.SERVICE_LONGEST_TTR, Seconds.of(times.values().getLast()));
        });
    figures
        .timeBetweenFailures()
        .mean()
        .value()
        .ifPresent(mean -> out.gauge(Metric.SERVICE_MTBF, Seconds.of(mean)));
  }

  /** Where the series of a service's window go. */
  private record Window(Rendering out, LabelText service, LabelText over) {
    void gauge(Metric metric, double value) {
      out.gauge(metric, service, over, value);
    }

    void mean(Metric metric, Metric n, MeanTime time) {
      var times = time.times();
      times.ifPresent(some -> gauge(metric, Seconds.of(some.mean())));
      gauge(n, times.map(Times::n).orElse(0));
    }
  }
}
