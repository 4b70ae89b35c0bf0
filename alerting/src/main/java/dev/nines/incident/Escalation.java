package dev.nines.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Who is told next where nobody acknowledges?
 *
 * @param steps soonest first
 */
public record Escalation(List<Step> steps) {
  /** Nobody else. */
  public static final Escalation NONE = new Escalation(List.of());

  /**
   * One step.
   *
   * @param after how long after the incident was told of
   * @param targets names of channels
   */
  public record Step(Duration after, List<String> targets) {
    /** Copies the names. */
    public Step {
      targets = List.copyOf(targets);
    }
  }

  /** Sorts the steps. */
  public Escalation {
    steps = steps.stream().sorted(Comparator.comparing(Step::after)).toList();
  }

  /**
   * Decides what is due for an incident that nobody has acknowledged.
   *
   * @param told when it was told of: since when acknowledging can be expected
   * @param taken how many steps have been taken since
   * @param now the present
   * @return the steps that are due and not taken, soonest first
   */
  public List<Step> due(Instant told, int taken, Instant now) {
    return steps.stream()
        .skip(taken)
        .filter(step -> !told.plus(step.after()).isAfter(now))
        .toList();
  }
}
