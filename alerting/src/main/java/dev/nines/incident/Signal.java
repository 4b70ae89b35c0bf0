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

  /** {@return whether its harm counts as downtime of the service} */
  boolean downtime();

  /**
   * {@return whether it was over already when it was first heard of: it counts as any other, but
   * there is nothing left to wake anybody for}
   */
  default boolean overWhenHeard() {
    return false;
  }

  /**
   * The same signal as it has become.
   *
   * @param now how bad it is now
   * @param ended how it ended; empty while it is active. Harm that ended before it counts, in
   *     maintenance, ends where it begins to.
   * @return the signal, with the same key
   */
  Signal as(Severity now, Optional<Cleared> ended);

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

    private Cleared notBefore(Instant start) {
      return restoredAt.isBefore(start)
          ? new Cleared(start, at.isBefore(start) ? start : at, why)
          : this;
    }
  }

  /**
   * A probe is down at a location by the outage rule.
   *
   * @param probe the probe
   * @param location the place it was seen from
   * @param lastGood when the last good run before it was due, where one is known
   * @param impactStart when the first bad run was due, or maintenance before it ended
   * @param detectedAt when the open rule was satisfied: the streak, and the quorum of locations
   * @param severity the probe's declared severity
   * @param cause why the first bad run failed
   * @param cleared how it ended; its {@code restoredAt} is the first good run of the closing streak
   * @param firstBad when the first bad run was due, where that is not {@code impactStart}
   */
  record ProbeDown(
      String probe,
      String location,
      Optional<Instant> lastGood,
      Instant impactStart,
      Instant detectedAt,
      Severity severity,
      Run.Failure cause,
      Optional<Cleared> cleared,
      Optional<Instant> firstBad)
      implements Signal {
    /**
     * Checks the order of times.
     *
     * @throws IllegalArgumentException if it was detected or restored before it began
     */
    public ProbeDown {
      checkOrder(impactStart, detectedAt, cleared);
    }

    /**
     * A probe whose first bad run began the impact.
     *
     * @param probe the probe
     * @param location the place it was seen from
     * @param lastGood when the last good run before it was due, where one is known
     * @param impactStart when the first bad run was due
     * @param detectedAt when the open rule was satisfied
     * @param severity the probe's declared severity
     * @param cause why the first bad run failed
     * @param cleared how it ended
     */
    public ProbeDown(
        String probe,
        String location,
        Optional<Instant> lastGood,
        Instant impactStart,
        Instant detectedAt,
        Severity severity,
        Run.Failure cause,
        Optional<Cleared> cleared) {
      this(
          probe,
          location,
          lastGood,
          impactStart,
          detectedAt,
          severity,
          cause,
          cleared,
          Optional.empty());
    }

    @Override
    public String key() {
      return key(probe, location, firstBad.orElse(impactStart));
    }

    /**
     * The key of an outage.
     *
     * @param probe the probe
     * @param location the place it was seen from
     * @param firstBad when its first bad run was due
     * @return its signal's key
     */
    public static String key(String probe, String location, Instant firstBad) {
      return "probe:" + probe + "@" + location + "#" + firstBad;
    }

    @Override
    public boolean downtime() {
      return true;
    }

    @Override
    public ProbeDown as(Severity now, Optional<Cleared> ended) {
      return new ProbeDown(
          probe,
          location,
          lastGood,
          impactStart,
          detectedAt,
          now,
          cause,
          ended.map(end -> end.notBefore(impactStart)),
          firstBad);
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
    public boolean downtime() {
      return false; // design rule 8
    }

    @Override
    public BurnAlert as(Severity now, Optional<Cleared> ended) {
      return new BurnAlert(
          slo,
          objective,
          rule,
          now,
          impactStart,
          detectedAt,
          ended.map(end -> end.notBefore(impactStart)));
    }

    @Override
    public String text() {
      return "error budget of %s (%s) burns %s".formatted(slo, objective, rule);
    }
  }

  /**
   * Somebody else's monitoring says that the service is not well.
   *
   * @param source who says so, such as {@code alertmanager}
   * @param fingerprint names the alert at its source
   * @param name what it is called there
   * @param summary one sentence for people; may be empty
   * @param link where to read more there
   * @param severity how bad it is said to be
   * @param downtime whether its harm is declared to count as downtime
   * @param startsAt since when it fires, by its source
   * @param impactStart the same, or when maintenance before it ended
   * @param detectedAt when it was told
   * @param cleared how it ended
   */
  record External(
      String source,
      String fingerprint,
      String name,
      String summary,
      Optional<String> link,
      Severity severity,
      boolean downtime,
      Instant startsAt,
      Instant impactStart,
      Instant detectedAt,
      Optional<Cleared> cleared)
      implements Signal {
    /**
     * Checks the order of times.
     *
     * @throws IllegalArgumentException if it was detected or restored before it began
     */
    public External {
      checkOrder(impactStart, detectedAt, cleared);
    }

    @Override
    public String key() {
      return key(source, fingerprint, startsAt);
    }

    /**
     * The key of an alert.
     *
     * @param source who says so
     * @param fingerprint names the alert at its source
     * @param startsAt since when it fires
     * @return its signal's key
     */
    public static String key(String source, String fingerprint, Instant startsAt) {
      return "external:" + source + "/" + fingerprint + "#" + startsAt;
    }

    @Override
    public boolean overWhenHeard() {
      return cleared.filter(ended -> !ended.at().isAfter(detectedAt)).isPresent();
    }

    @Override
    public External as(Severity now, Optional<Cleared> ended) {
      return new External(
          source,
          fingerprint,
          name,
          summary,
          link,
          now,
          downtime,
          startsAt,
          impactStart,
          detectedAt,
          ended.map(end -> end.notBefore(impactStart)));
    }

    @Override
    public String text() {
      return "%s says %s%s".formatted(source, name, summary.isEmpty() ? "" : ": " + summary);
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
