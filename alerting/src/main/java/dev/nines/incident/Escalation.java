package dev.nines.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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

  /**
   * Who is told next.
   *
   * @param at when, unless somebody acknowledges before
   * @param targets names of channels
   */
  public record Next(Instant at, List<String> targets) {
    /** Copies the names. */
    public Next {
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

  /**
   * Tells who is next to be told of an incident that nobody has acknowledged.
   *
   * @param told when it was told of
   * @param taken how many steps have been taken since
   * @param quietUntil before when no step is taken, such as the end of a silence: those that are
   *     due by then are taken together
   * @return the next, with all that are due at the same time; empty where no step is left
   */
  public Optional<Next> next(Instant told, int taken, Instant quietUntil) {
    return steps.stream()
        .skip(taken)
        .findFirst()
        .map(step -> {
          var due = told.plus(step.after());
          var at = due.isBefore(quietUntil) ? quietUntil : due;
          return new Next(
              at,
              due(told, taken, at).stream().flatMap(s -> s.targets().stream()).distinct().toList());
        });
  }
}
