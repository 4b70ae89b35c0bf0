package dev.nines.slo.reliability;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.OptionalDouble;

/** Exact arithmetic on durations, and how they stand in a derivation: as decimal seconds. */
final class Durations {
  private Durations() {}

  /** None where {@code whole} is nothing. Rounded once. */
  static OptionalDouble ratio(Duration part, Duration whole) {
    return whole.isZero()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            seconds(part).divide(seconds(whole), MathContext.DECIMAL128).doubleValue());
  }

  /** The mean in seconds, rounded once. */
  static double meanSeconds(Duration sum, int n) {
    return seconds(sum).divide(BigDecimal.valueOf(n), MathContext.DECIMAL128).doubleValue();
  }

  static String text(Duration duration) {
    return seconds(duration).stripTrailingZeros().toPlainString() + " s";
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toSeconds())
        .add(BigDecimal.valueOf(duration.toNanosPart(), 9));
  }
}
