package dev.nines.slo;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * How good is good enough.
 *
 * @param name unique in its SLO: the declared display name, else the target in percent ({@code
 *     99.9})
 * @param target target ratio of good events or slices, in the open interval (0, 1), e.g. 0.999
 * @param method what counts against its budget
 */
public record Objective(String name, double target, BudgetingMethod method) {
  /**
   * An objective for which every event weighs the same.
   *
   * @param name unique in its SLO
   * @param target target ratio of good events, in (0, 1)
   */
  public Objective(String name, double target) {
    this(name, target, new BudgetingMethod.Occurrences());
  }

  /**
   * Checks the target.
   *
   * @throws IllegalArgumentException if {@code target} is not strictly between 0 and 1
   */
  public Objective {
    if (!(target > 0.0 && target < 1.0)) { // also rejects NaN
      throw new IllegalArgumentException("target not in (0, 1): " + target);
    }
  }

  /**
   * {@return the share of events that may be bad, {@code 1 - target}, as an exact decimal: in
   * binary {@code 1 - 0.999} is a little more than 0.001, and a burn rate of exactly 14.4 would
   * miss its threshold}
   */
  public BigDecimal allowedBadRatio() {
    return BigDecimal.ONE.subtract(BigDecimal.valueOf(target));
  }

  /**
   * {@return the burn rate of a total outage, {@code 1 / (1 - target)}: nothing burns faster.
   * Rounded as {@link WindowReading#burnRate} is, so that both can be compared}
   */
  public double totalOutageBurnRate() {
    return BigDecimal.ONE.divide(allowedBadRatio(), MathContext.DECIMAL128).doubleValue();
  }
}
