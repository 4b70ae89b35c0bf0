package dev.nines.engine.evaluation;

import dev.nines.alerting.Urgency;
import dev.nines.incident.Severity;
import dev.nines.slo.BudgetState;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.CompositeBudget;
import dev.nines.slo.ErrorBudget;
import dev.nines.slo.ErrorBudgetPolicy;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import dev.nines.slo.WindowReading;
import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How one SLO is.
 *
 * @param slo what is declared of it
 * @param objectives how each objective is
 * @param policy what is to be done as its budgets are spent, where that is declared
 * @param composite the budget that they spend together; empty where the SLO is no composite, or an
 *     objective has no budget to speak of
 */
public record SloStatus(
    Slo slo,
    List<ObjectiveStatus> objectives,
    Optional<ErrorBudgetPolicy> policy,
    Optional<CompositeBudget> composite) {
  /** Copies the objectives. */
  public SloStatus {
    objectives = List.copyOf(objectives);
  }

  /**
   * An SLO whose objectives are judged alone.
   *
   * @param slo what is declared of it
   * @param objectives how each objective is
   * @param policy what is to be done as its budgets are spent, where that is declared
   */
  public SloStatus(Slo slo, List<ObjectiveStatus> objectives, Optional<ErrorBudgetPolicy> policy) {
    this(slo, objectives, policy, Optional.empty());
  }

  /** {@return the window of its budget at the present; all its objectives have the same} */
  public Interval budgetSpan() {
    return objectives.getFirst().budgetWindow().span();
  }

  /**
   * A burn-rate alert that is firing.
   *
   * @param severity how bad that is
   * @param rule what held when it fired, for people, such as {@code 14.4x over 1h and 5m}
   * @param policy the AlertPolicy that declares it; empty for the default rules
   * @param since when it fired
   */
  public record FiringAlert(
      Severity severity, String rule, Optional<String> policy, Instant since) {
    /**
     * How bad an alert is.
     *
     * @param urgency what it asks of people
     * @return critical where it pages, warning where it is a ticket
     */
    public static Severity severityOf(Urgency urgency) {
      return switch (urgency) {
        case PAGE -> Severity.CRITICAL;
        case TICKET -> Severity.WARNING;
      };
    }
  }

  /**
   * How one objective is.
   *
   * @param objective what is declared of it
   * @param sli what is counted for it
   * @param all all events since its SLI began
   * @param readings what is in each of its windows, shortest first
   * @param budgetWindow what is in the window of its budget
   * @param state whether there is an error budget to speak of
   * @param alerts its burn-rate alerts that are firing
   */
  public record ObjectiveStatus(
      Objective objective,
      Sli sli,
      EventCounts all,
      SequencedMap<BudgetWindow, WindowReading> readings,
      WindowReading budgetWindow,
      BudgetState state,
      List<FiringAlert> alerts) {
    /** What burns over less than this tells little of the time to come. */
    private static final Duration STEADY = Duration.ofHours(1);

    /** Copies the alerts. */
    public ObjectiveStatus {
      alerts = List.copyOf(alerts);
    }

    /** {@return the severities of its alerts that are firing} */
    public Set<Severity> firing() {
      return alerts.stream().map(FiringAlert::severity).collect(Collectors.toSet());
    }

    /**
     * How it would be with another target; whether alerts would fire takes a backtest.
     *
     * @param target the target, in (0, 1)
     * @param window what is in the window of the budget to be judged
     * @param minimumEvents how many events are enough
     * @return the same readings, judged anew
     */
    public ObjectiveStatus withTarget(double target, WindowReading window, long minimumEvents) {
      var tried = new Objective(objective.name(), target, objective.method());
      return new ObjectiveStatus(
          tried,
          sli,
          all,
          readings,
          window,
          BudgetState.of(tried, window, minimumEvents),
          List.of());
    }

    /**
     * How many times faster than allowed its budget is spent.
     *
     * @param reading what is in one of its windows
     * @return the burn rate; of the budget's own window as much as is spent, which a burn rate that
     *     is scaled by a short history would contradict
     */
    public double burnRate(WindowReading reading) {
      return reading.equals(budgetWindow) && reading.counts().total() > 0
          ? new ErrorBudget(objective, reading).spentRatio()
          : reading.burnRate(objective);
    }

    /**
     * {@return when its error budget is used up if it burns on as in the shortest window of an hour
     * or more: zero where it is; empty where nothing burns, or there is no such window or budget}
     */
    public Optional<Duration> exhaustedIn() {
      return budget()
          .flatMap(budget ->
              readings.values().stream()
                  .filter(reading -> reading.window().compareTo(STEADY) >= 0)
                  .findFirst()
                  .flatMap(reading -> budget.timeToExhaustion(reading.burnRate(objective))));
    }

    /** {@return its error budget, where there is one to speak of} */
    public Optional<ErrorBudget> budget() {
      return state.known();
    }
  }
}
