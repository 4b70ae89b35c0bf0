package dev.nines.incident;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong with a service, since when, and does it still last?
 *
 * @param id the number people use; {@link #UNSAVED} until the store has given one
 * @param version goes up by one with each {@link Transition}; the store compares and sets it
 * @param service the service; it has at most one incident that is not resolved
 * @param state where it stands
 * @param severity the worst active signal's; what it last was while none is active
 * @param times its times
 * @param signals what it is about, earliest impact first; never empty
 * @param reopened how many times a relapse has reopened it
 * @param updatedAt when its newest step was taken
 */
public record Incident(
    long id,
    int version,
    String service,
    State state,
    Severity severity,
    IncidentTimes times,
    List<Signal> signals,
    int reopened,
    Instant updatedAt) {
  /** The id of an incident that is not stored yet. */
  public static final long UNSAVED = 0;

  /**
   * Copies the signals.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Incident {
    signals = List.copyOf(signals);
    if (signals.isEmpty()) {
      throw new IllegalArgumentException("signals not at least one: " + service);
    }
  }

  /** {@return whether it is not resolved} */
  public boolean open() {
    return state != State.RESOLVED;
  }

  /**
   * {@return when the last signal cleared, from where the hold time runs; empty while one is
   * active}
   */
  public Optional<Instant> quietSince() {
    return quietSince(signals);
  }

  static Optional<Instant> quietSince(List<Signal> signals) {
    if (signals.stream().anyMatch(Signal::active)) {
      return Optional.empty();
    }
    return signals.stream()
        .flatMap(signal -> signal.cleared().stream())
        .map(Signal.Cleared::at)
        .max(Instant::compareTo);
  }

  /**
   * Gives an unsaved incident its number.
   *
   * @param newId the number, from the store
   * @return the same incident with it
   */
  public Incident withId(long newId) {
    return new Incident(
        newId, version, service, state, severity, times, signals, reopened, updatedAt);
  }

  /** Where an incident stands. */
  public enum State {
    /** Nobody has taken it on. */
    OPEN,
    /** A person has. */
    ACKNOWLEDGED,
    /** It is over. */
    RESOLVED
  }
}
