package dev.nines.slo.reliability;

import dev.nines.slo.Derivation;
import dev.nines.slo.time.Intervals;
import java.time.Duration;

/**
 * For which share of the time it was watched was a service up?
 *
 * <p>{@code 1 - |downtime ∩ K| / |K|}, where K is the known time: the reporting window clipped to
 * the service's existence, without unknown and excluded time. Downtime is the union of the outages,
 * so overlapping ones count once, and one that crosses the window's border counts with its part
 * inside.
 *
 * @param known length of K
 * @param down how much of it the service was down, at most {@code known}
 * @param unknown how long nobody was watching, in neither of the two
 */
public record Uptime(Duration known, Duration down, Duration unknown) {
  private static final String NOTHING_ASKED = "no time in which the service was to be watched";

  /** How edges are decided, for people. */
  public static final String RULE =
      "Downtime is the union of the outages, so overlapping ones count once; one that crosses the"
          + " window's border counts with its part inside, an open one up to now. Unknown time"
          + " (nobody was watching) and maintenance, also one that begins in mid-outage, are neither"
          + " up nor down. Several services add up their seconds.";

  /** Nothing was asked about. */
  public static final Uptime NONE = new Uptime(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /**
   * Measures the uptime.
   *
   * @param observed known and unknown time of the reporting window
   * @param outages outages of the service, which may overlap and reach out of the window; open ones
   *     up to the present
   * @return the uptime
   */
  public static Uptime of(ObservedTime observed, Intervals outages) {
    return new Uptime(
        observed.known().length(),
        outages.intersect(observed.known()).length(),
        observed.unknown().length());
  }

  /**
   * Adds up the time of two services: each counts by how long it was watched.
   *
   * @param other another service's
   * @return both together
   */
  public Uptime plus(Uptime other) {
    return new Uptime(known.plus(other.known), down.plus(other.down), unknown.plus(other.unknown));
  }

  /** {@return the uptime, a ratio of 0 to 1; not applicable where nothing is known} */
  public Figure<Double> ratio() {
    if (known.isZero()) {
      return new Figure.NotApplicable<>(unknown.isZero() ? NOTHING_ASKED : "nobody was watching");
    }
    var ratio = Durations.ratio(known.minus(down), known);
    return new Figure.Recorded<>(
        ratio,
        Derivation.of(
            "1 - downtime / known time",
            "1 - %s / %s".formatted(Durations.text(down), Durations.text(known)),
            ratio));
  }

  /** {@return {@code known / (known + unknown)}, a ratio of 0 to 1} */
  public Figure<Double> coverage() {
    var asked = known.plus(unknown);
    if (asked.isZero()) {
      return new Figure.NotApplicable<>(NOTHING_ASKED);
    }
    var ratio = Durations.ratio(known, asked);
    return new Figure.Recorded<>(
        ratio,
        Derivation.of(
            "known time / (known time + unknown time)",
            "%s / (%s + %s)"
                .formatted(Durations.text(known), Durations.text(known), Durations.text(unknown)),
            ratio));
  }
}
