package dev.nines.engine.evaluation;

import dev.nines.incident.Severity;
import dev.nines.slo.ErrorBudget;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Objective;
import dev.nines.slo.Slo;
import dev.nines.slo.WindowReading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * How one SLO is.
 *
 * @param slo what is declared of it
 * @param all its events since its SLI began
 * @param readings what is in each of its windows, shortest first
 * @param objectives how each objective is
 */
public record SloStatus(
    Slo slo,
    EventCounts all,
    SequencedMap<Duration, WindowReading> readings,
    List<ObjectiveStatus> objectives) {
  /** Copies the objectives. */
  public SloStatus {
    objectives = List.copyOf(objectives);
  }

  /** {@return what is in its budget window} */
  public WindowReading budgetWindow() {
    var reading = readings.get(slo.window());
    if (reading == null) {
      throw new IllegalStateException("budget window not read: " + slo.name());
    }
    return reading;
  }

  /**
   * How one objective is.
   *
   * @param objective what is declared of it
   * @param budget its error budget; empty without events
   * @param firing severities of its burn-rate alerts that are firing
   */
  public record ObjectiveStatus(
      Objective objective, Optional<ErrorBudget> budget, Set<Severity> firing) {
    /** Copies the severities. */
    public ObjectiveStatus {
      firing = Set.copyOf(firing);
    }
  }
}
