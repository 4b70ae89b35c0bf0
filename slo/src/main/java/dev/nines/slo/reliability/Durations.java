package dev.nines.slo.reliability;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/** Exact arithmetic on durations, and how they stand in a derivation: as decimal seconds. */
public final class Durations {
  private Durations() {}

  /** Rounded once; {@code whole} is above zero. */
  static double ratio(Duration part, Duration whole) {
    return seconds(part).divide(seconds(whole), MathContext.DECIMAL128).doubleValue();
  }

  /**
   * The mean of some durations, rounded once.
   *
   * @param sum their sum
   * @param n how many they are, at least 1
   * @return the mean in seconds
   */
  public static double meanSeconds(Duration sum, int n) {
    return seconds(sum).divide(BigDecimal.valueOf(n), MathContext.DECIMAL128).doubleValue();
  }

  /**
   * Writes a duration.
   *
   * @param duration any
   * @return such as {@code 90.5 s}
   */
  public static String text(Duration duration) {
    return seconds(duration).stripTrailingZeros().toPlainString() + " s";
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toSeconds())
        .add(BigDecimal.valueOf(duration.toNanosPart(), 9));
  }
}
