package dev.nines.slo.reliability;

import dev.nines.slo.Derivation;
import java.time.Duration;
import java.util.Optional;

/**
 * How long does the service run between failures? MTBF of a repairable item: {@code (observed known
 * time - downtime) / n}, so that availability = MTBF / (MTBF + mean downtime).
 *
 * @param known observed known time
 * @param down downtime in it
 * @param failures n, at least 0
 */
public record TimeBetweenFailures(Duration known, Duration down, int failures) {
  /** {@return the mean; none without failures: neither zero nor for ever} */
  public Optional<Duration> mean() {
    return failures == 0 ? Optional.empty() : Optional.of(known.minus(down).dividedBy(failures));
  }

  /** {@return how {@link #mean} comes about, in seconds} */
  public Optional<Derivation> derivation() {
    return failures == 0
        ? Optional.empty()
        : Optional.of(
            Derivation.of(
                "(known time - downtime) / failures",
                "(%s - %s) / %d".formatted(Durations.text(known), Durations.text(down), failures),
                Durations.meanSeconds(known.minus(down), failures)));
  }
}
