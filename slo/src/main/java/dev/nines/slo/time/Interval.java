package dev.nines.slo.time;

import java.time.Duration;
import java.time.Instant;

/**
 * A half-open span of time, {@code [from, to)}; empty where both are equal.
 *
 * @param from the first instant in it
 * @param to the first instant after it, not before {@code from}
 */
public record Interval(Instant from, Instant to) {
  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if {@code to} is before {@code from}
   */
  public Interval {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("end not at or after start: " + from + " to " + to);
    }
  }

  /** {@return its length, at least zero} */
  public Duration length() {
    return Duration.between(from, to);
  }

  /** {@return whether no instant lies in it} */
  public boolean isEmpty() {
    return from.equals(to);
  }

  /**
   * Asks for one instant.
   *
   * @param instant any instant
   * @return whether it lies in {@code [from, to)}
   */
  public boolean contains(Instant instant) {
    return !instant.isBefore(from) && instant.isBefore(to);
  }
}
