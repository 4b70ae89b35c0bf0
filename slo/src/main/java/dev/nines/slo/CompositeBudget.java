package dev.nines.slo;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;

/**
 * The budget that the objectives of a composite SLO spend together. Its size is 1, whatever their
 * targets are; each spends its own share of it:
 *
 * <p>{@code spent = sum(weight_i * spent_i)}, so with weights of 1 two half-spent budgets are one
 * spent composite. Of {@code RatioTimeslices} the composite has an SLI too, {@code 1 - sum(weight_i
 * * (1 - sli_i))}: 95 % and 95 % make 90 %.
 *
 * <p>Of {@code Timeslices}, a slice that is bad for any objective is bad for the composite, once
 * and whatever the weights: {@code spent = bad slices / ((1 - T) * S)} with T the highest target
 * there is, as OpenSLO names none.
 *
 * @param spentRatio the spent share of the budget, at least 0; may exceed 1
 * @param sliRatio the composite's SLI, where its method has one
 * @param derivation how the spent share comes about
 * @see <a href="https://github.com/OpenSLO/OpenSLO#slo">OpenSLO, SLO: composite</a>
 */
public record CompositeBudget(double spentRatio, Optional<Double> sliRatio, Derivation derivation) {
  /**
   * A part of the whole.
   *
   * @param weight how much it counts, above 0
   * @param budget its own budget
   */
  public record Part(BigDecimal weight, ErrorBudget budget) {}

  /**
   * Adds up weighted parts, of {@code Occurrences} or {@code RatioTimeslices}.
   *
   * @param parts at least one
   * @return the composite's budget
   */
  public static CompositeBudget weighted(List<Part> parts) {
    var spent = BigDecimal.ZERO;
    var missed = BigDecimal.ZERO;
    var ratios = true;
    var filledIn = new StringBuilder();
    for (var part : parts) {
      var one = BigDecimal.valueOf(part.budget().spentRatio());
      spent = spent.add(part.weight().multiply(one));
      missed =
          missed.add(
              part.weight()
                  .multiply(BigDecimal.ONE.subtract(BigDecimal.valueOf(part.budget().sliRatio()))));
      ratios &= part.budget().objective().method() instanceof BudgetingMethod.RatioTimeslices;
      filledIn
          .append(filledIn.isEmpty() ? "" : " + ")
          .append("%s * %s".formatted(part.weight().toPlainString(), rounded(one)));
    }
    return new CompositeBudget(
        spent.doubleValue(),
        ratios ? Optional.of(BigDecimal.ONE.subtract(missed).doubleValue()) : Optional.empty(),
        Derivation.of("sum(weight * spent)", filledIn.toString(), spent.doubleValue()));
  }

  /**
   * Counts the slices that are bad for any part, of {@code Timeslices}.
   *
   * @param badSlices how many are bad for any part
   * @param slices how many the window has, above 0
   * @param target the highest target of a part, in (0, 1)
   * @return the composite's budget
   */
  public static CompositeBudget ofSlices(long badSlices, BigDecimal slices, BigDecimal target) {
    var allowed = BigDecimal.ONE.subtract(target).multiply(slices);
    var spent = BigDecimal.valueOf(badSlices).divide(allowed, MathContext.DECIMAL128).doubleValue();
    return new CompositeBudget(
        spent,
        Optional.empty(),
        Derivation.of(
            "slices bad for any / ((1 - highest target) * slices of the window)",
            "%d / ((1 - %s) * %s)".formatted(badSlices, target.toPlainString(), rounded(slices)),
            spent));
  }

  /** {@return the share of the budget that is left; below 0 where overspent} */
  public double remainingRatio() {
    return 1 - spentRatio;
  }

  private static String rounded(BigDecimal number) {
    return number.round(new MathContext(9)).stripTrailingZeros().toPlainString();
  }
}
