package dev.nines.engine.api;

import dev.nines.engine.datasource.MetricStatus;
import dev.nines.engine.evaluation.SloStatus;
import dev.nines.engine.evaluation.SloStatus.FiringAlert;
import dev.nines.engine.evaluation.SloStatus.ObjectiveStatus;
import dev.nines.slo.BudgetState;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.CompositeBudget;
import dev.nines.slo.Derivation;
import dev.nines.slo.ErrorBudget;
import dev.nines.slo.ErrorBudgetPolicy;
import dev.nines.slo.Sli;
import dev.nines.slo.Sli.Question;
import dev.nines.slo.SliceCounts;
import dev.nines.slo.WindowReading;
import dev.nines.slo.time.Seconds;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * An SLO as the API shows it. Ratios are 0 to 1, durations seconds; where there is too little to
 * judge they are null.
 *
 * @param name its name
 * @param displayName its name for people
 * @param service the service it is promised of
 * @param window length of its budget window
 * @param objectives its objectives
 * @param composite of a composite, the budget that they spend together
 */
public record SloView(
    String name,
    String displayName,
    String service,
    String window,
    List<ObjectiveView> objectives,
    Optional<CompositeView> composite) {
  static SloView of(SloStatus status, Function<Question, Optional<MetricStatus>> readings) {
    return of(status, status.slo().window(), readings);
  }

  /** Judged by another window than its own. */
  static SloView of(
      SloStatus status, BudgetWindow window, Function<Question, Optional<MetricStatus>> readings) {
    return new SloView(
        status.slo().name(),
        status.slo().displayName(),
        status.slo().service(),
        window.text(),
        status.objectives().stream()
            .map(objective -> ObjectiveView.of(objective, status.policy(), readings))
            .toList(),
        status.composite().map(CompositeView::of));
  }

  /**
   * The budget of a composite, whose size is 1.
   *
   * @param sliRatio its SLI, where its method has one
   * @param budgetSpentRatio 0 is untouched, 1 is used up
   * @param budgetRemainingRatio 1 is untouched, below 0 is overspent
   * @param derivation how the spent budget comes about
   */
  public record CompositeView(
      Optional<Double> sliRatio,
      double budgetSpentRatio,
      double budgetRemainingRatio,
      Derivation derivation) {
    static CompositeView of(CompositeBudget budget) {
      return new CompositeView(
          budget.sliRatio(), budget.spentRatio(), budget.remainingRatio(), budget.derivation());
    }
  }

  /**
   * An objective.
   *
   * @param name its name, unique in its SLO
   * @param target target ratio of good events or slices
   * @param method the budgeting method
   * @param sli what is counted
   * @param state {@code no-data}, {@code low-traffic}, {@code good} or {@code overspent}
   * @param windowFrom where the budget window begins
   * @param windowTo where it ends
   * @param coverageRatio for how much of it there are counts, since the SLI or the period began
   * @param goodEvents good events in the budget window
   * @param totalEvents valid events in the budget window
   * @param slices how its slices are, where slices are counted
   * @param sliRatio share of good events or slices, or the mean of the slices' ratios
   * @param budgetSpentRatio 0 is untouched, 1 is used up
   * @param budgetRemainingRatio 1 is untouched, below 0 is overspent
   * @param budgetRemainingEvents how many more events or slices could have been bad
   * @param budgetRemainingSeconds what is left as time of total outage; of events, in the time that
   *     there are counts for
   * @param budgetSeconds the whole budget as time of total outage
   * @param exhaustedInSeconds when nothing is left if it goes on like in the shortest window over
   *     an hour; null where nothing burns
   * @param derivation how the remaining budget comes about
   * @param policyStep what is to be done at what is spent, by the declared policy
   * @param firing severities of the burn-rate alerts that are firing
   * @param alerts these alerts, worst first
   * @param burnRates burn rate by window, shortest first
   */
  public record ObjectiveView(
      String name,
      double target,
      String method,
      SliView sli,
      String state,
      Instant windowFrom,
      Instant windowTo,
      double coverageRatio,
      long goodEvents,
      long totalEvents,
      Optional<SlicesView> slices,
      Optional<Double> sliRatio,
      Optional<Double> budgetSpentRatio,
      Optional<Double> budgetRemainingRatio,
      Optional<Double> budgetRemainingEvents,
      Optional<Double> budgetRemainingSeconds,
      Optional<Double> budgetSeconds,
      Optional<Double> exhaustedInSeconds,
      Optional<Derivation> derivation,
      Optional<PolicyStepView> policyStep,
      List<String> firing,
      List<AlertView> alerts,
      List<BurnRateView> burnRates) {
    static ObjectiveView of(
        ObjectiveStatus status,
        Optional<ErrorBudgetPolicy> policy,
        Function<Question, Optional<MetricStatus>> readings) {
      var objective = status.objective();
      var reading = status.budgetWindow();
      var budget = status.budget();
      return new ObjectiveView(
          objective.name(),
          objective.target(),
          method(objective.method()),
          SliView.of(status.sli(), readings),
          state(status.state()),
          reading.span().from(),
          reading.span().to(),
          reading.coverageRatio(),
          reading.counts().good(),
          reading.counts().total(),
          reading.slices().map(SlicesView::of),
          budget.map(ErrorBudget::sliRatio),
          budget.map(ErrorBudget::spentRatio),
          budget.map(ErrorBudget::remainingRatio),
          budget.map(ErrorBudget::remainingEvents),
          budget.map(ErrorBudget::remainingTime).map(Seconds::of),
          budget.map(ErrorBudget::wholeTime).map(Seconds::of),
          status.exhaustedIn().map(Seconds::of),
          budget.map(ErrorBudget::derivation),
          policy.flatMap(p ->
              budget.flatMap(b -> p.step(b.spentRatio())).map(step -> PolicyStepView.of(p, step))),
          status.firing().stream().sorted().map(severity -> severity.label()).toList(),
          status.alerts().stream()
              .sorted(Comparator.comparing(FiringAlert::severity).thenComparing(FiringAlert::since))
              .map(AlertView::of)
              .toList(),
          status.readings().entrySet().stream()
              .map(entry -> BurnRateView.of(status, entry.getKey(), entry.getValue()))
              .toList());
    }

    static String state(BudgetState state) {
      return switch (state) {
        case BudgetState.NoData() -> "no-data";
        case BudgetState.LowTraffic(_, _) -> "low-traffic";
        case BudgetState.Known(var budget) -> budget.remainingRatio() < 0 ? "overspent" : "good";
      };
    }

    private static String method(BudgetingMethod method) {
      return switch (method) {
        case BudgetingMethod.Occurrences() -> "Occurrences";
        case BudgetingMethod.Timeslices(_, _) -> "Timeslices";
        case BudgetingMethod.RatioTimeslices(_) -> "RatioTimeslices";
      };
    }
  }

  /**
   * A burn-rate alert that is firing.
   *
   * @param severity {@code critical} where it pages, {@code warning} where it is a ticket
   * @param rule what held when it fired
   * @param policy the AlertPolicy that declares it; null for the default rules
   * @param since when it fired
   */
  public record AlertView(String severity, String rule, Optional<String> policy, Instant since) {
    static AlertView of(FiringAlert alert) {
      return new AlertView(alert.severity().label(), alert.rule(), alert.policy(), alert.since());
    }
  }

  /**
   * What is counted: runs of probes, or what a Prometheus holds.
   *
   * @param probes the probes whose runs are the events
   * @param good when a run is good
   * @param locations how the locations are taken together
   * @param queries the PromQL that is asked
   * @param reading how far their answers are read
   */
  public record SliView(
      List<String> probes,
      Optional<String> good,
      Optional<String> locations,
      List<String> queries,
      Optional<ReadingView> reading) {
    static SliView of(Sli sli, Function<Question, Optional<MetricStatus>> readings) {
      return switch (sli) {
        case Sli.Runs(var probes, var good, var locations) ->
            new SliView(
                probes,
                Optional.of(good.text()),
                Optional.of(locations.name().toLowerCase(Locale.ROOT)),
                List.of(),
                Optional.empty());
        case Sli.Metric(var question) ->
            new SliView(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                question.queries().stream().map(Sli.Query::promql).toList(),
                readings.apply(question).map(status -> ReadingView.of(question, status)));
      };
    }
  }

  /**
   * How far the answers of data sources are read. Minutes that could not be read hold no data; they
   * are read as soon as they can be.
   *
   * @param dataSources who is asked
   * @param from from when on minutes are read; null before the first answer
   * @param upTo until when they are
   * @param lastRead when this instance was last answered
   * @param error why the newest reading came to nothing, where it did
   */
  public record ReadingView(
      List<String> dataSources,
      Optional<Instant> from,
      Optional<Instant> upTo,
      Optional<Instant> lastRead,
      Optional<String> error) {
    static ReadingView of(Question question, MetricStatus status) {
      return new ReadingView(
          question.queries().stream().map(Sli.Query::dataSource).distinct().toList(),
          status.readFrom(),
          status.readUpTo(),
          status.lastRead(),
          status.error());
    }
  }

  /**
   * How the slices of the budget window are.
   *
   * @param seconds length of a slice
   * @param good number of good slices
   * @param bad number of the others that hold events
   */
  public record SlicesView(double seconds, long good, long bad) {
    static SlicesView of(SliceCounts counts) {
      return new SlicesView(Seconds.of(counts.slice()), counts.good(), counts.bad());
    }
  }

  /**
   * The step of an error budget policy that has been reached.
   *
   * @param policy the policy's name
   * @param consumedRatio from which share of the budget on it holds; 1 is all of it
   * @param action what is to be done
   */
  public record PolicyStepView(String policy, double consumedRatio, String action) {
    static PolicyStepView of(ErrorBudgetPolicy policy, ErrorBudgetPolicy.Step step) {
      return new PolicyStepView(policy.name(), step.consumed().doubleValue(), step.action());
    }
  }

  /**
   * A window's burn rate.
   *
   * @param window its length
   * @param burnRate how many times faster than allowed the budget is spent; of the budget's own
   *     window as much as is spent
   * @param badEvents bad events in it
   * @param totalEvents valid events in it
   * @param derivation how the burn rate comes about; null without events, and of the budget's own
   *     window, whose derivation is that of the budget
   */
  public record BurnRateView(
      String window,
      double burnRate,
      long badEvents,
      long totalEvents,
      Optional<Derivation> derivation) {
    static BurnRateView of(ObjectiveStatus status, BudgetWindow window, WindowReading reading) {
      var counts = reading.counts();
      return new BurnRateView(
          window.text(),
          status.burnRate(reading),
          counts.bad(),
          counts.total(),
          counts.total() == 0 || reading.equals(status.budgetWindow())
              ? Optional.empty()
              : Optional.of(reading.burnDerivation(status.objective())));
    }
  }
}
