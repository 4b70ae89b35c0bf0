package dev.nines.slo.reliability;

import dev.nines.slo.Derivation;
import java.time.Duration;

/**
 * How long does the service run between failures? MTBF of a repairable item: {@code (observed known
 * time - downtime) / n}, so that availability = MTBF / (MTBF + mean downtime).
 *
 * @param known observed known time
 * @param down downtime in it
 * @param failures n: the incidents that count, open ones too, at least 0
 */
public record TimeBetweenFailures(Duration known, Duration down, int failures) {
  /** How edges are decided, for people. */
  public static final String RULE =
      "From the end of one failure to the start of the next, so that availability ="
          + " MTBF / (MTBF + mean downtime). A failure is an incident whose impact began in the"
          + " window, open ones too; incidents within maintenance are none. Without failures there"
          + " is no number.";

  /** {@return the mean; not applicable without failures: neither zero nor for ever} */
  public Figure<Duration> mean() {
    if (failures == 0) {
      return new Figure.NotApplicable<>("no failures");
    }
    if (known.isZero()) {
      return new Figure.NotApplicable<>("nothing is known of the time between them");
    }
    var up = known.minus(down);
    return new Figure.Recorded<>(
        up.dividedBy(failures),
        Derivation.of(
            "(known time - downtime) / failures",
            "(%s - %s) / %d".formatted(Durations.text(known), Durations.text(down), failures),
            Durations.meanSeconds(up, failures)));
  }
}
