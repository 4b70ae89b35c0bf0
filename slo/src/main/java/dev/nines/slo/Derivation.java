package dev.nines.slo;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How was a number computed? For people who check: the API and the pages show it beside the number.
 *
 * @param formula in words, such as {@code 1 - (bad / total) / (1 - target)}
 * @param workings the formula with its numbers and the result, such as {@code 1 - (3 / 2000) / (1 -
 *     0.999) = -0.5}
 */
public record Derivation(String formula, String workings) {
  private static final int DECIMALS = 9;

  /**
   * Puts the result behind the filled-in formula: after {@code =} where it is exact, after {@code
   * ≈} where it is rounded to nine decimals.
   *
   * @param formula in words
   * @param filledIn the formula with its numbers
   * @param result a finite number
   * @return the derivation
   */
  public static Derivation of(String formula, String filledIn, double result) {
    var exact = BigDecimal.valueOf(result);
    var shown = exact.setScale(DECIMALS, RoundingMode.HALF_EVEN);
    var sign = shown.compareTo(exact) == 0 ? " = " : " ≈ ";
    return new Derivation(formula, filledIn + sign + shown.stripTrailingZeros().toPlainString());
  }
}
