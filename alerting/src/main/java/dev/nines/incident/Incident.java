package dev.nines.incident;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
 * @param signals what it is about, earliest impact first; never empty. Of those that have cleared
 *     the oldest are forgotten once there are hundreds
 * @param reopened how many times a relapse has reopened it
 * @param updatedAt when its newest step was taken
 * @param owner who looks after it, where a person has said so
 * @param impactEdited whether a person has said when its impact began: signals move it no more
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
    Instant updatedAt,
    Optional<String> owner,
    boolean impactEdited) {
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

  /**
   * One of which no person has said anything.
   *
   * @param id its number
   * @param version goes up by one with each {@link Transition}
   * @param service the service
   * @param state where it stands
   * @param severity the worst active signal's
   * @param times its times
   * @param signals what it is about
   * @param reopened how many times a relapse has reopened it
   * @param updatedAt when its newest step was taken
   */
  public Incident(
      long id,
      int version,
      String service,
      State state,
      Severity severity,
      IncidentTimes times,
      List<Signal> signals,
      int reopened,
      Instant updatedAt) {
    this(
        id,
        version,
        service,
        state,
        severity,
        times,
        signals,
        reopened,
        updatedAt,
        Optional.empty(),
        false);
  }

  /** {@return whether it is not resolved} */
  public boolean open() {
    return state != State.RESOLVED;
  }

  /**
   * {@return whether a signal of it has not ended; also of a resolved one, where a person resolved
   * it}
   */
  public boolean unsettled() {
    return signals.stream().anyMatch(Signal::active);
  }

  /** {@return how late its impact can have begun: detected, or restored where that was earlier} */
  public Instant latestImpactStart() {
    return times.restored().filter(times.detected()::isAfter).orElse(times.detected());
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
   * Goes on to its next version, since others are told of it.
   *
   * @param at when
   * @return the same incident in its next version
   */
  public Incident escalated(Instant at) {
    return new Incident(
        id,
        version + 1,
        service,
        state,
        severity,
        times,
        signals,
        reopened,
        at,
        owner,
        impactEdited);
  }

  /**
   * Gives an unsaved incident its number.
   *
   * @param newId the number, from the store
   * @return the same incident with it
   */
  public Incident withId(long newId) {
    return new Incident(
        newId,
        version,
        service,
        state,
        severity,
        times,
        signals,
        reopened,
        updatedAt,
        owner,
        impactEdited);
  }

  /** Where an incident stands. */
  public enum State {
    /** Nobody has taken it on. */
    OPEN,
    /** A person has. */
    ACKNOWLEDGED,
    /** It is over. */
    RESOLVED;

    /** {@return the name in the store, API and notifications, in lower case} */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
