package dev.nines.probe;

/**
 * When one phase of one hop began and ended, on the run's own monotonic clock.
 *
 * @param phase which phase
 * @param hop 0 for the first request, 1 for the first redirect, and so on
 * @param startNanos nanoseconds since the run began, at least 0
 * @param endNanos nanoseconds since the run began, at least {@code startNanos}
 */
public record PhaseSpan(Phase phase, int hop, long startNanos, long endNanos) {
  /**
   * Checks the order of the ends.
   *
   * @throws IllegalArgumentException if the hop or the start is negative or the end is before it
   */
  public PhaseSpan {
    if (hop < 0 || startNanos < 0 || endNanos < startNanos) {
      throw new IllegalArgumentException(
          "span not ordered: hop " + hop + ", " + startNanos + ".." + endNanos);
    }
  }

  /** {@return the time spent in it, in nanoseconds} */
  public long nanos() {
    return endNanos - startNanos;
  }
}
