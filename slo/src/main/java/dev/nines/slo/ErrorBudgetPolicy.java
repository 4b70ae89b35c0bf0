package dev.nines.slo;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a team has agreed to do as an error budget is spent.
 *
 * @param name unique among policies
 * @param displayName for people
 * @param steps at least one, by what is consumed, ascending
 * @see <a href="https://sre.google/workbook/error-budget-policy/">SRE Workbook, appendix B</a>
 */
public record ErrorBudgetPolicy(String name, String displayName, List<Step> steps) {
  /**
   * Checks the steps and copies them.
   *
   * @throws IllegalArgumentException if there are none or they do not ascend
   */
  public ErrorBudgetPolicy {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("steps not at least one: " + name);
    }
    for (var i = 1; i < steps.size(); i++) {
      if (steps.get(i).consumed().compareTo(steps.get(i - 1).consumed()) <= 0) {
        throw new IllegalArgumentException("steps not ascending: " + steps);
      }
    }
  }

  /**
   * From when on something is to be done.
   *
   * @param consumed the share of the budget that is spent, a ratio of at least 0; 1 is all of it
   * @param action what is to be done, for people
   * @param freeze whether nothing is to be deployed from here on
   */
  public record Step(BigDecimal consumed, String action, boolean freeze) {
    /**
     * Checks the share.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Step {
      if (consumed.signum() < 0) {
        throw new IllegalArgumentException("consumed not at least 0: " + consumed);
      }
    }

    /**
     * A step that lets people deploy.
     *
     * @param consumed the share of the budget that is spent
     * @param action what is to be done, for people
     */
    public Step(BigDecimal consumed, String action) {
      this(consumed, action, false);
    }
  }

  /**
   * Which step has been reached?
   *
   * @param spentRatio the share of the budget that is spent; 0 is untouched, 1 is used up
   * @return the last step whose share is spent; empty where that of the first is not
   */
  public Optional<Step> step(double spentRatio) {
    return reached(spentRatio).findFirst();
  }

  /**
   * Which step freezes deployments?
   *
   * @param spentRatio the share of the budget that is spent
   * @return the last such step that is reached, also where a later one has nothing to say of it
   */
  public Optional<Step> freezing(double spentRatio) {
    return reached(spentRatio).filter(Step::freeze).findFirst();
  }

  /** {@return whether deployments are frozen once enough is spent} */
  public boolean freezes() {
    return steps.stream().anyMatch(Step::freeze);
  }

  private Stream<Step> reached(double spentRatio) {
    return steps.reversed().stream().filter(step -> spentRatio >= step.consumed().doubleValue());
  }
}
