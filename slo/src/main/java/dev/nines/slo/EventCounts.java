package dev.nines.slo;

/**
 * How many events were seen and how many of them were good.
 *
 * @param good number of good events, 0 to {@code total}
 * @param total number of valid events, at least 0
 */
public record EventCounts(long good, long total) {
  /** Nothing observed. */
  public static final EventCounts NONE = new EventCounts(0, 0);

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if {@code good} is negative or above {@code total}
   */
  public EventCounts {
    if (good < 0 || good > total) {
      throw new IllegalArgumentException("good not in [0, total]: " + good + " of " + total);
    }
  }

  /** {@return number of bad events} */
  public long bad() {
    return total - good;
  }

  /**
   * Adds.
   *
   * @param other further events
   * @return the sum
   */
  public EventCounts plus(EventCounts other) {
    return new EventCounts(good + other.good, total + other.total);
  }
}
