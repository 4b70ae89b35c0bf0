package dev.nines.incident;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One change of one incident, to be committed as a whole: compare and set from {@code before}'s
 * (id, version), or an insert where there is no {@code before}, with its steps and whatever is told
 * of them.
 *
 * @param before the incident as it was; empty for a new one
 * @param after the incident as it is then
 * @param steps the new lines of its timeline in order, at least one
 */
public record Transition(Optional<Incident> before, Incident after, List<Step> steps) {
  /** Copies the steps. */
  public Transition {
    steps = List.copyOf(steps);
  }

  /**
   * A line of an incident's timeline.
   *
   * @param kind what was done
   * @param at when it was done; the times of the harm itself are in {@code text} and {@link
   *     IncidentTimes}
   * @param actor who did it: {@link IncidentLifecycle#NINES} or a person
   * @param text why, one sentence for people
   */
  public record Step(Kind kind, Instant at, String actor, String text) {}

  /** What a step does. */
  public enum Kind {
    /** The service has a new incident. */
    OPENED,
    /** A relapse within the flap window opened it again. */
    REOPENED,
    /** A signal joined. */
    SIGNAL_ADDED,
    /** A signal ended. */
    SIGNAL_CLEARED,
    /** The worst active signal is another. */
    SEVERITY_CHANGED,
    /** A person took it on. */
    ACKNOWLEDGED,
    /** What was restored is broken again. */
    RELAPSED,
    /** The harm has ended. */
    RESTORED,
    /** Every signal has been clear for the hold time, or a person says that it is over. */
    RESOLVED,
    /** Nobody has acknowledged it: others are told, too. */
    ESCALATED,
    /** A person has something to say. */
    NOTE_ADDED,
    /** A person looks after it, by that person's word or another's. */
    OWNER_CHANGED,
    /** A person knows better when the impact began. */
    IMPACT_EDITED,
    /** A person or a program says which deployment caused it. */
    CAUSE_NAMED;

    /** {@return the name in the store, API and pages, in lower case} */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
