package dev.nines.slo.reliability;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/** Exact arithmetic on durations, and how they stand in a derivation: as decimal seconds. */
final class Durations {
  private Durations() {}

  /** Rounded once; {@code whole} is above zero. */
  static double ratio(Duration part, Duration whole) {
    return seconds(part).divide(seconds(whole), MathContext.DECIMAL128).doubleValue();
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
