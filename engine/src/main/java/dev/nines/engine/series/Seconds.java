package dev.nines.engine.series;

import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.time.Instant;

/** Times in the base unit of metrics and of the API. */
public final class Seconds {
  private Seconds() {}

  /**
   * A length of time.
   *
   * @param duration at most 292 years
   * @return the same in seconds
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
    return Unit.nanosToSeconds(nanos);
  }

  /**
   * A point in time, to the millisecond.
   *
   * @param instant when
   * @return seconds since 1970
   */
  public static double unixtime(Instant instant) {
    return Unit.millisToSeconds(instant.toEpochMilli());
  }
}
