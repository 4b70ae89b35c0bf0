package dev.nines.slo.reliability;

import dev.nines.slo.Derivation;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

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

  /** {@return the uptime, a ratio of 0 to 1; none where nothing is known} */
  public OptionalDouble ratio() {
    return Durations.ratio(known.minus(down), known);
  }

  /** {@return {@code known / (known + unknown)}, a ratio of 0 to 1; none where both are nothing} */
  public OptionalDouble coverageRatio() {
    return Durations.ratio(known, known.plus(unknown));
  }

  /** {@return how {@link #ratio} comes about; none where nothing is known} */
  public Optional<Derivation> derivation() {
    var ratio = ratio();
    return ratio.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Derivation.of(
                "1 - downtime / known time",
                "1 - %s / %s".formatted(Durations.text(down), Durations.text(known)),
                ratio.getAsDouble()));
  }
}
