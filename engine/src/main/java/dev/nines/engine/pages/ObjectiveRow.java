package dev.nines.engine.pages;

import dev.nines.engine.evaluation.SloStatus;
import dev.nines.engine.evaluation.SloStatus.ObjectiveStatus;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.RatioText;
import dev.nines.engine.pages.text.WindowText;
import dev.nines.incident.Severity;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.ErrorBudget;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Sli;
import dev.nines.slo.Sli.Question;
import dev.nines.slo.WindowReading;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
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
 * @param source where its numbers come from, where that is not Nines itself
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
    List<String> firing,
    Optional<SourceCell> source) {
  private static final Duration USUAL_BURN_WINDOW = Duration.ofHours(1);

  /**
   * Makes the lines of one SLO.
   *
   * @param status how it is
   * @param service its service's name for people
   * @param sources tells where an objective's numbers come from
   * @return a line for each objective
   */
  public static Stream<ObjectiveRow> of(
      SloStatus status, String service, Function<ObjectiveStatus, Optional<SourceCell>> sources) {
    return IntStream.range(0, status.objectives().size())
        .mapToObj(i ->
            of(
                "objective-" + status.slo().name() + "-" + i,
                status,
                service,
                i == 0 ? together(status) : "",
                status.objectives().get(i),
                sources.apply(status.objectives().get(i))));
  }

  private static ObjectiveRow of(
      String id,
      SloStatus status,
      String service,
      String together,
      ObjectiveStatus objective,
      Optional<SourceCell> source) {
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
        WindowText.of(slo.window(), objective.budgetWindow().span()),
        together,
        objective.budget().map(budget -> BudgetCell.of(budget, objective.sli())),
        burnWindows(objective).map(reading -> BurnCell.of(objective, reading)).toList(),
        usual(objective).map(reading -> BurnCell.of(objective, reading)),
        objective.firing().stream().sorted().map(Severity::label).toList(),
        source);
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

    static BudgetCell of(ErrorBudget budget, Sli sli) {
      var ratio = budget.remainingRatio();
      var time = DurationText.of(budget.remainingTime().abs());
      var reading = budget.reading();
      var soFar =
          reading.history().compareTo(reading.window()) < 0
              ? ", with data of %s of %s"
                  .formatted(DurationText.of(reading.history()), DurationText.of(reading.window()))
              : "";
      return new BudgetCell(
          ratio < 0 ? "overspent" : ratio < LOW ? "low" : "good",
          RatioText.availability(budget.sliRatio()),
          RatioText.share(ratio),
          Math.clamp(ratio, 0.0, 1.0),
          (ratio < 0 ? "overspent by " + time + " of outage" : time + " of outage left") + soFar,
          events(budget, sli),
          budget.derivation().formula(),
          budget.derivation().workings());
    }

    private static String events(ErrorBudget budget, Sli sli) {
      var counts = budget.reading().counts();
      return switch (budget.objective().method()) {
        case BudgetingMethod.Occurrences() -> events(counts, sli);
        case BudgetingMethod.Timeslices _ ->
            budget.reading().slices().map(s -> of("bad", s.bad(), s.known(), "slices")).orElse("");
        case BudgetingMethod.RatioTimeslices _ ->
            budget
                .reading()
                .slices()
                .map(s -> of("not wholly good", s.bad(), s.known(), "slices"))
                .orElse("");
      };
    }

    /** A ratio has no events: every minute of it weighs as much as any other. */
    private static String events(EventCounts counts, Sli sli) {
      return switch (sli) {
        case Sli.Runs _ -> of("bad", counts.bad(), counts.total(), "runs");
        case Sli.Metric(Question.Raw _) ->
            String.format(
                Locale.ENGLISH, "mean of %,d minutes", counts.total() / Question.Raw.WEIGHT);
        case Sli.Metric(Question.Threshold _) -> of("bad", counts.bad(), counts.total(), "minutes");
        case Sli.Metric(Question.Ratio _) -> of("bad", counts.bad(), counts.total(), "events");
      };
    }

    private static String of(String bad, long some, long all, String what) {
      return String.format(Locale.ENGLISH, "%,d %s of %,d %s", some, bad, all, what);
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
          reading.counts().total() == 0 ? none(objective.sli()) : RatioText.times(rate),
          rate > 1);
    }

    private static String none(Sli sli) {
      return switch (sli) {
        case Sli.Runs _ -> "no runs";
        case Sli.Metric _ -> "no data";
      };
    }
  }
}
