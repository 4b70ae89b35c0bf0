package dev.nines.slo.reliability;

import java.time.Duration;
import java.util.List;

/**
 * Some times of one kind, and what they are like together.
 *
 * @param values in ascending order, at least one
 */
public record Times(List<Duration> values) {
  /** With fewer a mean says little: show the values themselves. */
  public static final int ENOUGH_FOR_A_MEAN = 5;

  /**
   * Sorts the values.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Times {
    values = values.stream().sorted().toList();
    if (values.isEmpty()) {
      throw new IllegalArgumentException("values not at least one");
    }
  }

  /** {@return how many there are} */
  public int n() {
    return values.size();
  }

  /** {@return their sum} */
  public Duration sum() {
    return values.stream().reduce(Duration.ZERO, Duration::plus);
  }

  /** {@return the sum divided by n, to the nanosecond} */
  public Duration mean() {
    return sum().dividedBy(n());
  }

  /** {@return the middle value, or the mean of the two middle ones} */
  public Duration median() {
    var upper = values.get(n() / 2);
    return n() % 2 == 1 ? upper : upper.plus(values.get(n() / 2 - 1)).dividedBy(2);
  }

  /** {@return the least value that at least nine tenths of the values do not exceed} */
  public Duration p90() {
    return values.get(Math.ceilDiv(9 * n(), 10) - 1);
  }
}
