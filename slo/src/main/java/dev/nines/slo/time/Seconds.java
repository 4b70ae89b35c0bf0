package dev.nines.slo.time;

import java.time.Duration;
import java.time.Instant;

/** Times in seconds, the base unit of metrics and of the API. */
public final class Seconds {
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  private Seconds() {}

  /**
   * A length of time.
   *
   * @param duration at most 292 years
   * @return the same in seconds
   * @throws ArithmeticException if it is longer
   */
  public static double of(Duration duration) {
    return ofNanos(duration.toNanos());
  }

  /**
   * A length of time.
   *
   * @param nanos in nanoseconds
   * @return the same in seconds
   */
  public static double ofNanos(long nanos) {
    return nanos / NANOS;
  }

  /**
   * A point in time, to the millisecond.
   *
   * @param instant when
   * @return seconds since 1970
   */
  public static double unixtime(Instant instant) {
    return instant.toEpochMilli() / MILLIS;
  }
}
