package dev.nines.engine.schedule;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * When a probe is meant to run: at {@code k x interval + offset} since the Unix epoch. It depends
 * on the probe's name and interval alone, so that a restart or another instance runs it at the same
 * times, and the offsets spread the probes evenly over the interval.
 *
 * @param intervalMillis time between two runs in milliseconds, above zero
 * @param offsetMillis of the first run after the epoch, in [0, interval)
 */
public record RunGrid(long intervalMillis, long offsetMillis) {
  /**
   * Checks the grid.
   *
   * @throws IllegalArgumentException if the interval is not above zero or the offset not in it
   */
  public RunGrid {
    if (intervalMillis <= 0 || offsetMillis < 0 || offsetMillis >= intervalMillis) {
      throw new IllegalArgumentException(
          "offset not in [0, interval): " + offsetMillis + " of " + intervalMillis);
    }
  }

  /**
   * The grid of a probe; the offset is FarmHash's 64-bit fingerprint of the name modulo the
   * interval.
   *
   * @param probe the probe's name
   * @param interval time between two runs, whole milliseconds
   * @return its grid
   */
  public static RunGrid of(String probe, Duration interval) {
    var hash = Hashing.farmHashFingerprint64().hashString(probe, StandardCharsets.UTF_8).asLong();
    return new RunGrid(interval.toMillis(), Long.remainderUnsigned(hash, interval.toMillis()));
  }

  /**
   * Finds the next run.
   *
   * @param instant any instant
   * @return the first run at or after it
   */
  public Instant atOrAfter(Instant instant) {
    var millis = instant.toEpochMilli();
    if (Instant.ofEpochMilli(millis).isBefore(instant)) {
      millis++;
    }
    return Instant.ofEpochMilli(millis + Math.floorMod(offsetMillis - millis, intervalMillis));
  }

  /**
   * Counts the runs that are meant to be made.
   *
   * @param from the first instant
   * @param to the end, excluded
   * @return how many grid points lie in [from, to)
   */
  public long count(Instant from, Instant to) {
    var first = atOrAfter(from).toEpochMilli();
    var end = atOrAfter(to).toEpochMilli();
    return Math.max(0, (end - first) / intervalMillis);
  }
}
