package dev.nines.engine.pages.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Ratios for people. What people are promised is never rounded up: 0.999995 is not 100 %. */
public final class RatioText {
  private static final String MINUS = "\u2212";
  private static final int SIGNIFICANT_OF_SHORTFALL = 2;
  private static final int LEAST_DECIMALS = 2;

  private RatioText() {}

  /**
   * Writes an availability with enough digits to tell how far it is from 100 %, rounded down.
   *
   * @param ratio 0 to 1
   * @return percent, such as {@code 99.95 %}, {@code 99.9995 %} and {@code 100 %}
   */
  public static String availability(double ratio) {
    var percent = percent(ratio);
    var shortfall = BigDecimal.valueOf(100).subtract(percent);
    if (shortfall.signum() <= 0) {
      return "100 %";
    }
    var firstDigit = shortfall.scale() - shortfall.precision() + 1;
    var decimals = Math.max(LEAST_DECIMALS, firstDigit + SIGNIFICANT_OF_SHORTFALL - 1);
    var shown = percent.setScale(decimals, RoundingMode.FLOOR).stripTrailingZeros();
    return plain(shown.setScale(Math.max(LEAST_DECIMALS, shown.scale()), RoundingMode.UNNECESSARY));
  }

  /**
   * Writes a share of something, rounded down to a tenth of a percent.
   *
   * @param ratio any; below 0 is overspent
   * @return percent, such as {@code 62.5 %}
   */
  public static String share(double ratio) {
    return plain(shorn(percent(ratio).setScale(1, RoundingMode.FLOOR)));
  }

  /**
   * Writes a rate of what nobody was promised, rounded to a tenth of a percent: down would flatter
   * a rate of failures. What has happened is never {@code 0 %}.
   *
   * @param ratio 0 to 1
   * @return percent, such as {@code 66.7 %} and {@code under 0.1 %}
   */
  public static String rate(double ratio) {
    var rounded = percent(ratio).setScale(1, RoundingMode.HALF_UP);
    return rounded.signum() == 0 && ratio > 0 ? "under 0.1 %" : plain(shorn(rounded));
  }

  /**
   * Writes a declared ratio as it was declared.
   *
   * @param ratio 0 to 1
   * @return percent, such as {@code 99.9 %}
   */
  public static String exactly(double ratio) {
    return plain(shorn(percent(ratio)));
  }

  /**
   * Writes how many times faster than allowed a budget is spent.
   *
   * @param rate a burn rate of at least 0
   * @return three significant digits, at most two decimals, such as {@code 14.4×}
   */
  public static String times(double rate) {
    var rounded =
        BigDecimal.valueOf(rate)
            .round(new MathContext(3, RoundingMode.HALF_EVEN))
            .setScale(2, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 && rate > 0 ? "under 0.01×" : shorn(rounded).toPlainString() + "×";
  }

  private static BigDecimal percent(double ratio) {
    return BigDecimal.valueOf(ratio).movePointRight(2);
  }

  private static BigDecimal shorn(BigDecimal number) {
    var shorn = number.stripTrailingZeros();
    return shorn.scale() < 0 ? shorn.setScale(0, RoundingMode.UNNECESSARY) : shorn;
  }

  private static String plain(BigDecimal percent) {
    var sign = percent.signum() < 0 ? MINUS : "";
    return sign + percent.abs().toPlainString() + " %";
  }
}
