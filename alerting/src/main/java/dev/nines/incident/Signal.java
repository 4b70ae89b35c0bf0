package dev.nines.incident;

import java.time.Instant;
import java.util.Optional;

/** Why should a service have an incident? Signals attach to its one open incident. */
public sealed interface Signal {
  /** {@return a text that names this signal for ever, unique in its service} */
  String key();

  /** {@return when the harm it tells of began} */
  Instant impactStart();

  /** {@return when it was noticed, not before {@link #impactStart()}} */
  Instant detectedAt();

  /** {@return how bad it is} */
  Severity severity();

  /** {@return how it ended; empty while it is active} */
  Optional<Cleared> cleared();

  /** {@return one clause for people, such as {@code checkout-http is down at local}} */
  String text();

  /** {@return whether it has not ended} */
  default boolean active() {
    return cleared().isEmpty();
  }

  /**
   * How a signal ended.
   *
   * @param restoredAt when the harm ended
   * @param at when that was certain: from here the hold time runs
   * @param why one clause for people, such as {@code recovered} or {@code removed by declaration}
   */
  record Cleared(Instant restoredAt, Instant at, String why) {
    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if it was certain before it happened
     */
    public Cleared {
      if (at.isBefore(restoredAt)) {
        throw new IllegalArgumentException(
            "cleared not at or after restored " + restoredAt + ": " + at);
      }
    }
  }

  /**
   * A probe is down at a location by the outage rule.
   *
   * @param probe the probe
   * @param location the place it was seen from
   * @param lastGood when the last good run before it was due, where one is known
   * @param impactStart when the first bad run was due
   * @param detectedAt when the run that completed the streak was finished
   * @param severity the probe's declared severity
   * @param cause why the first bad run failed
   * @param cleared how it ended; its {@code restoredAt} is the first good run of the closing streak
   */
  record ProbeDown(
      String probe,
      String location,
      Optional<Instant> lastGood,
      Instant impactStart,
      Instant detectedAt,
      Severity severity,
      Run.Failure cause,
      Optional<Cleared> cleared)
      implements Signal {
    /**
     * Checks the order of times.
     *
     * @throws IllegalArgumentException if it was detected or restored before it began
     */
    public ProbeDown {
      checkOrder(impactStart, detectedAt, cleared);
    }

    @Override
    public String key() {
      return "probe:" + probe + "@" + location + "#" + impactStart;
    }

    @Override
    public String text() {
      return "probe %s is down at %s: %s".formatted(probe, location, cause.detail());
    }
  }

  /**
   * An objective's error budget burns fast enough to wake somebody.
   *
   * @param slo the SLO
   * @param objective the objective's name
   * @param rule the burn-rate rule that fired, such as {@code 14.4x over 1h and 5m}
   * @param severity how bad the alert is declared to be
   * @param impactStart when the run of bad minutes began
   * @param detectedAt when the alert fired
   * @param cleared how it ended
   */
  record BurnAlert(
      String slo,
      String objective,
      String rule,
      Severity severity,
      Instant impactStart,
      Instant detectedAt,
      Optional<Cleared> cleared)
      implements Signal {
    /**
     * Checks the order of times.
     *
     * @throws IllegalArgumentException if it was detected or restored before it began
     */
    public BurnAlert {
      checkOrder(impactStart, detectedAt, cleared);
    }

    @Override
    public String key() {
      return "burn:" + slo + "/" + objective + "/" + rule + "#" + detectedAt;
    }

    @Override
    public String text() {
      return "error budget of %s (%s) burns %s".formatted(slo, objective, rule);
    }
  }

  private static void checkOrder(
      Instant impactStart, Instant detectedAt, Optional<Cleared> cleared) {
    if (detectedAt.isBefore(impactStart)) {
      throw new IllegalArgumentException(
          "detected not at or after impact start " + impactStart + ": " + detectedAt);
    }
    if (cleared.isPresent() && cleared.get().restoredAt().isBefore(impactStart)) {
      throw new IllegalArgumentException(
          "restored not at or after impact start "
              + impactStart
              + ": "
              + cleared.get().restoredAt());
    }
  }
}
