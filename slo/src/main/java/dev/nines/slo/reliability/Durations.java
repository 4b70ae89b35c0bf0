package dev.nines.slo.reliability;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/** Exact arithmetic on durations, and how they stand in a derivation: as decimal seconds. */
public final class Durations {
  private static final long NANOS_OF_A_SECOND = 1_000_000_000;

  /** 104 days: every whole number up to 2^53 is a double. */
  private static final Duration MOST_EXACT = Duration.ofNanos(1L << 53);

  private Durations() {}

  /** Rounded once; {@code whole} is above zero. */
  static double ratio(Duration part, Duration whole) {
    if (isExact(part) && isExact(whole)) {
      return (double) part.toNanos() / whole.toNanos();
    }
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
    if (isExact(sum) && n <= MOST_EXACT.toSeconds()) {
      return (double) sum.toNanos() / (n * NANOS_OF_A_SECOND);
    }
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

  /** Whether its nanoseconds are a double, so that a division of two such is rounded once. */
  private static boolean isExact(Duration duration) {
    return duration.abs().compareTo(MOST_EXACT) <= 0;
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toSeconds())
        .add(BigDecimal.valueOf(duration.toNanosPart(), 9));
  }
}
