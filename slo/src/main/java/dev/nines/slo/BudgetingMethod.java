package dev.nines.slo;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * What counts against an error budget: bad events, or the time in which they happened?
 *
 * @see <a href="https://github.com/OpenSLO/OpenSLO#slo">OpenSLO, SLO: budgetingMethod</a>
 */
public sealed interface BudgetingMethod {
  /** {@return the length of its slices; a minute, the unit of all counting, where it has none} */
  default Duration slice() {
    return Duration.ofMinutes(1);
  }

  /** Every event weighs the same. */
  record Occurrences() implements BudgetingMethod {}

  /**
   * Every slice of time weighs the same, and is either good or bad.
   *
   * @param slice length of a slice, whole minutes
   * @param target share of good events from which a slice is good, in (0, 1], at most 9 decimals
   */
  record Timeslices(Duration slice, BigDecimal target) implements BudgetingMethod {
    /**
     * Checks the slice and its target.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Timeslices {
      wholeMinutes(slice);
      target = target.stripTrailingZeros();
      if (target.signum() <= 0 || target.compareTo(BigDecimal.ONE) > 0 || target.scale() > 9) {
        throw new IllegalArgumentException("slice target not in (0, 1]: " + target);
      }
    }
  }

  /**
   * Every slice of time weighs the same, and is as good as its share of good events.
   *
   * @param slice length of a slice, whole minutes
   */
  record RatioTimeslices(Duration slice) implements BudgetingMethod {
    /**
     * Checks the slice.
     *
     * @throws IllegalArgumentException if it is not of whole minutes
     */
    public RatioTimeslices {
      wholeMinutes(slice);
    }
  }

  private static void wholeMinutes(Duration slice) {
    if (!slice.isPositive() || !slice.equals(Duration.ofMinutes(slice.toMinutes()))) {
      throw new IllegalArgumentException("slice not of whole minutes: " + slice);
    }
  }
}
