package dev.nines.engine.api;

import dev.nines.engine.evaluation.SloStatus;
import dev.nines.engine.evaluation.SloStatus.ObjectiveStatus;
import dev.nines.engine.metrics.WindowName;
import dev.nines.slo.Derivation;
import dev.nines.slo.ErrorBudget;
import dev.nines.slo.Objective;
import dev.nines.slo.WindowReading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An SLO as the API shows it. Ratios are 0 to 1, durations seconds; without events they are null.
 *
 * @param name its name
 * @param displayName its name for people
 * @param service the service it is promised of
 * @param probes the probes whose runs are its events
 * @param good when a run is good
 * @param window length of its budget window
 * @param goodEvents good events in the budget window
 * @param totalEvents valid events in the budget window
 * @param objectives its objectives
 */
public record SloView(
    String name,
    String displayName,
    String service,
    List<String> probes,
    String good,
    String window,
    long goodEvents,
    long totalEvents,
    List<ObjectiveView> objectives) {
  static SloView of(SloStatus status) {
    var counts = status.budgetWindow().counts();
    return new SloView(
        status.slo().name(),
        status.slo().displayName(),
        status.slo().service(),
        status.slo().sli().probes(),
        status.slo().sli().good().text(),
        WindowName.of(status.slo().window()),
        counts.good(),
        counts.total(),
        status.objectives().stream()
            .map(objective -> ObjectiveView.of(status, objective))
            .toList());
  }

  /**
   * An objective.
   *
   * @param name its name, unique in its SLO
   * @param target target ratio of good events
   * @param sliRatio good / total
   * @param budgetRemainingRatio 1 is untouched, below 0 is overspent
   * @param budgetRemainingEvents how many more events could have been bad
   * @param budgetRemainingSeconds what is left as time of total outage
   * @param derivation how the remaining budget comes about
   * @param firing severities of the burn-rate alerts that are firing
   * @param burnRates burn rate by window, shortest first
   */
  public record ObjectiveView(
      String name,
      double target,
      Optional<Double> sliRatio,
      Optional<Double> budgetRemainingRatio,
      Optional<Double> budgetRemainingEvents,
      Optional<Double> budgetRemainingSeconds,
      Optional<Derivation> derivation,
      List<String> firing,
      List<BurnRateView> burnRates) {
    static ObjectiveView of(SloStatus status, ObjectiveStatus objective) {
      var budget = objective.budget();
      return new ObjectiveView(
          objective.objective().name(),
          objective.objective().target(),
          budget.map(ErrorBudget::sliRatio),
          budget.map(ErrorBudget::remainingRatio),
          budget.map(ErrorBudget::remainingEvents),
          budget.map(ErrorBudget::remainingTime).map(ServiceView::seconds),
          budget.map(ErrorBudget::derivation),
          objective.firing().stream().sorted().map(severity -> severity.label()).toList(),
          status.readings().entrySet().stream()
              .map(
                  entry -> BurnRateView.of(objective.objective(), entry.getKey(), entry.getValue()))
              .toList());
    }
  }

  /**
   * A window's burn rate.
   *
   * @param window its length
   * @param burnRate how many times faster than allowed the budget is spent
   * @param badEvents bad events in it
   * @param totalEvents valid events in it
   */
  public record BurnRateView(String window, double burnRate, long badEvents, long totalEvents) {
    static BurnRateView of(Objective objective, Duration window, WindowReading reading) {
      return new BurnRateView(
          WindowName.of(window),
          reading.burnRate(objective),
          reading.counts().bad(),
          reading.counts().total());
    }
  }
}
