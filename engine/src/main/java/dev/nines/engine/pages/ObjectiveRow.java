package dev.nines.engine.pages;

import dev.nines.engine.evaluation.SloStatus;
import dev.nines.engine.evaluation.SloStatus.ObjectiveStatus;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.RatioText;
import dev.nines.incident.Severity;
import dev.nines.slo.ErrorBudget;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Sli;
import dev.nines.slo.WindowReading;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A line of the SLOs table.
 *
 * @param id unique on the page and the same at every tick
 * @param slo the SLO's name for people
 * @param link to its page
 * @param service the service it is promised of
 * @param good when a run is good
 * @param objective the objective's name, where it is more than its target
 * @param target the promised share of good events
 * @param window length of the budget window
 * @param together in the first line of a composite: how much of the budget is left that its
 *     objectives spend together; empty elsewhere
 * @param budget how much of it is left; empty before there are events
 * @param burnRates burn rates, shortest window first, without the budget window's
 * @param burn the burn rate of an hour, or of the shortest window where there is none
 * @param firing severities of the alerts that are firing, worst first
 */
public record ObjectiveRow(
    String id,
    String slo,
    String link,
    String service,
    String good,
    String objective,
    String target,
    String window,
    String together,
    Optional<BudgetCell> budget,
    List<BurnCell> burnRates,
    Optional<BurnCell> burn,
    List<String> firing) {
  private static final Duration USUAL_BURN_WINDOW = Duration.ofHours(1);

  /**
   * Makes the lines of one SLO.
   *
   * @param status how it is
   * @param service its service's name for people
   * @return a line for each objective
   */
  public static Stream<ObjectiveRow> of(SloStatus status, String service) {
    return IntStream.range(0, status.objectives().size())
        .mapToObj(i ->
            of(
                "objective-" + status.slo().name() + "-" + i,
                status,
                service,
                i == 0 ? together(status) : "",
                status.objectives().get(i)));
  }

  private static ObjectiveRow of(
      String id, SloStatus status, String service, String together, ObjectiveStatus objective) {
    var slo = status.slo();
    var target = RatioText.exactly(objective.objective().target());
    return new ObjectiveRow(
        id,
        slo.displayName(),
        "/slos/" + slo.name(),
        service,
        good(objective.sli()),
        target.equals(objective.objective().name() + " %") ? "" : objective.objective().name(),
        target,
        DurationText.of(objective.budgetWindow().window()),
        together,
        objective.budget().map(budget -> BudgetCell.of(budget, events(objective.sli()))),
        burnWindows(objective).map(reading -> BurnCell.of(objective, reading)).toList(),
        usual(objective).map(reading -> BurnCell.of(objective, reading)),
        objective.firing().stream().sorted().map(Severity::label).toList());
  }

  private static String together(SloStatus status) {
    if (!status.slo().composite()) {
      return "";
    }
    return status
        .composite()
        .map(budget -> RatioText.share(budget.remainingRatio()) + " of the budget left")
        .orElse("budget not known");
  }

  private static String good(Sli sli) {
    return switch (sli) {
      case Sli.Runs runs -> runs.good().text();
      case Sli.Metric _ -> "by Prometheus";
    };
  }

  private static String events(Sli sli) {
    return switch (sli) {
      case Sli.Runs _ -> "runs";
      case Sli.Metric _ -> "events";
    };
  }

  private static Stream<WindowReading> burnWindows(ObjectiveStatus status) {
    Predicate<WindowReading> budget = reading -> reading.equals(status.budgetWindow());
    return status.readings().values().stream().filter(budget.negate());
  }

  private static Optional<WindowReading> usual(ObjectiveStatus status) {
    return burnWindows(status)
        .filter(reading -> reading.window().equals(USUAL_BURN_WINDOW))
        .findFirst()
        .or(() -> burnWindows(status).findFirst());
  }

  /**
   * How much of an error budget is left.
   *
   * @param state {@code good}, {@code low} or {@code overspent}
   * @param sli the share of good events
   * @param left percent of the budget; below zero where overspent
   * @param leftRatio the same for a bar, 0 to 1
   * @param time the same as time of total outage
   * @param events the events it is computed from
   * @param formula how it is computed
   * @param workings the same with its numbers
   */
  public record BudgetCell(
      String state,
      String sli,
      String left,
      double leftRatio,
      String time,
      String events,
      String formula,
      String workings) {
    private static final double LOW = 0.25;

    static BudgetCell of(ErrorBudget budget, String what) {
      var ratio = budget.remainingRatio();
      var time = DurationText.of(budget.remainingTime().abs());
      return new BudgetCell(
          ratio < 0 ? "overspent" : ratio < LOW ? "low" : "good",
          RatioText.availability(budget.sliRatio()),
          RatioText.share(ratio),
          Math.clamp(ratio, 0.0, 1.0),
          ratio < 0 ? "overspent by " + time + " of outage" : time + " of outage left",
          events(budget.reading().counts(), what),
          budget.derivation().formula(),
          budget.derivation().workings());
    }

    private static String events(EventCounts counts, String what) {
      return String.format(Locale.ENGLISH, "%,d bad of %,d %s", counts.bad(), counts.total(), what);
    }
  }

  /**
   * How fast an error budget is being spent.
   *
   * @param window over which length of time
   * @param rate how many times faster than allowed
   * @param fast whether it is faster than allowed
   */
  public record BurnCell(String window, String rate, boolean fast) {
    static BurnCell of(ObjectiveStatus objective, WindowReading reading) {
      var rate = reading.burnRate(objective.objective());
      return new BurnCell(
          DurationText.of(reading.window()),
          reading.counts().total() == 0 ? "no " + events(objective.sli()) : RatioText.times(rate),
          rate > 1);
    }
  }
}
