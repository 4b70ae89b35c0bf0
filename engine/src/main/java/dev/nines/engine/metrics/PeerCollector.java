package dev.nines.engine.metrics;

import dev.nines.engine.configuration.Settings.Metrics.Peer;
import dev.nines.engine.evaluation.SloStatus;
import dev.nines.engine.evaluation.SloStatus.ObjectiveStatus;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.series.PeerMetric;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.ErrorBudget;
import dev.nines.slo.WindowReading;
import dev.nines.slo.time.Seconds;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The newest snapshot under the names of Sloth and Pyrra, so that their dashboards read it. The
 * values are those of Nines: of exact counts, by the budgeting method, corrected and without
 * maintenance.
 *
 * <p>Both have one objective an SLO: each objective is one of {@code <slo>-<index>}, as Sloth names
 * those of OpenSLO, but Pyrra's only where there are several.
 */
public final class PeerCollector implements SeriesCollector {
  private static final double DAY = TimeUnit.DAYS.toSeconds(1);
  private static final Duration CURRENT = Duration.ofMinutes(5);

  /** What happened over more than this is not the present. */
  private static final Duration LONGEST_CURRENT = Duration.ofHours(1);

  private final Supplier<Snapshot> snapshots;
  private final Set<Peer> peers;

  /**
   * Renders snapshots.
   *
   * @param snapshots the newest one
   * @param peers whose names are asked for
   */
  public PeerCollector(Supplier<Snapshot> snapshots, Set<Peer> peers) {
    this.snapshots = snapshots;
    this.peers = Set.copyOf(peers);
  }

  @Override
  public void render(Rendering rendering) {
    for (var slo : snapshots.get().slos()) {
      for (var index = 0; index < slo.objectives().size(); index++) {
        var objective = slo.objectives().get(index);
        var numbered = slo.slo().name() + "-" + index;
        if (peers.contains(Peer.SLOTH)) {
          sloth(rendering, slo, objective, numbered);
        }
        if (peers.contains(Peer.PYRRA)) {
          var name = slo.objectives().size() == 1 ? slo.slo().name() : numbered;
          pyrra(rendering, slo, objective, name);
        }
      }
    }
  }

  private static void sloth(Rendering out, SloStatus slo, ObjectiveStatus status, String name) {
    var service = slo.slo().service();
    var labels =
        LabelText.of("sloth_id", service + "-" + name, "sloth_service", service, "sloth_slo", name);
    var target = status.objective().target();
    var budget = status.objective().allowedBadRatio().doubleValue();
    status
        .readings()
        .forEach((window, reading) ->
            errorRatio(status, reading)
                .ifPresent(ratio -> {
                  var text = rolling(window).text();
                  out.gauge(
                      PeerMetric.SLOTH_ERROR_RATIO.metricName().replace("<window>", text),
                      PeerMetric.SLOTH_ERROR_RATIO,
                      labels,
                      LabelText.of("sloth_window", text),
                      ratio);
                }));
    out.gauge(PeerMetric.SLOTH_OBJECTIVE, labels, target);
    out.gauge(PeerMetric.SLOTH_BUDGET, labels, budget);
    out.gauge(PeerMetric.SLOTH_PERIOD, labels, slo.slo().window().nominal().toSeconds() / DAY);
    current(status)
        .flatMap(reading -> errorRatio(status, reading))
        .ifPresent(ratio -> out.gauge(PeerMetric.SLOTH_CURRENT_BURN, labels, ratio / budget));
    status
        .budget()
        .ifPresent(left -> {
          out.gauge(PeerMetric.SLOTH_PERIOD_BURN, labels, left.spentRatio());
          out.gauge(PeerMetric.SLOTH_REMAINING, labels, left.remainingRatio());
        });
    out.gauge(
        PeerMetric.SLOTH_INFO,
        labels,
        LabelText.of(
            "sloth_version", "nines",
            "sloth_mode", "nines",
            "sloth_spec", "openslo/v1",
            "sloth_objective", percent(target)),
        1);
  }

  private static void pyrra(Rendering out, SloStatus slo, ObjectiveStatus status, String name) {
    var labels = LabelText.of("slo", name, "service", slo.slo().service());
    out.gauge(PeerMetric.PYRRA_OBJECTIVE, labels, status.objective().target());
    out.gauge(PeerMetric.PYRRA_WINDOW, labels, (double) slo.slo().window().nominal().toSeconds());
    errorRatio(status, status.budgetWindow())
        .ifPresent(ratio -> out.gauge(PeerMetric.PYRRA_AVAILABILITY, labels, 1 - ratio));
    current(status)
        .ifPresent(reading -> {
          var seconds = Seconds.of(reading.history());
          out.gauge(PeerMetric.PYRRA_REQUESTS, labels, reading.counts().total() / seconds);
          out.gauge(PeerMetric.PYRRA_ERRORS, labels, reading.counts().bad() / seconds);
        });
  }

  private static Optional<Double> errorRatio(ObjectiveStatus status, WindowReading reading) {
    return reading.counts().total() == 0
        ? Optional.empty()
        : Optional.of(1 - new ErrorBudget(status.objective(), reading).sliRatio());
  }

  /** Alert windows scale with the budget's, so that there is not always one of five minutes. */
  private static Optional<WindowReading> current(ObjectiveStatus status) {
    return status.readings().values().stream()
        .filter(reading -> reading.window().compareTo(LONGEST_CURRENT) <= 0)
        .min(Comparator.comparing(reading -> reading.window().minus(CURRENT).abs()));
  }

  /** Neither has calendars. */
  private static BudgetWindow rolling(BudgetWindow window) {
    return new BudgetWindow.Rolling(window.nominal());
  }

  private static String percent(double target) {
    return BigDecimal.valueOf(target).movePointRight(2).stripTrailingZeros().toPlainString();
  }
}
