package dev.nines.slo;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/**
 * How much failure does an objective still allow in its window? Budgeting method {@code
 * Occurrences} of OpenSLO: every event weighs the same.
 *
 * <p>With {@code T} the target, {@code bad} of {@code total} events in the whole window {@code P},
 * the budget is the bad ratio allowed, {@code 1 - T}. Without events there is no budget to speak
 * of: see {@link #of}. Figures are computed in exact decimals and rounded once, at the end.
 *
 * @param objective the objective whose budget it is
 * @param reading the budget window, with at least one event
 * @see <a href="https://github.com/OpenSLO/OpenSLO#slo">OpenSLO, SLO: budgetingMethod</a>
 * @see <a href="https://sre.google/workbook/alerting-on-slos/">SRE Workbook, ch. 5</a>
 */
public record ErrorBudget(Objective objective, WindowReading reading) {
  /**
   * Checks that there is something to judge.
   *
   * @throws IllegalArgumentException if the window holds no event
   */
  public ErrorBudget {
    if (reading.counts().total() == 0) {
      throw new IllegalArgumentException("events not at least one in " + reading.window());
    }
  }

  /**
   * Makes the budget where there is one.
   *
   * @param objective the objective whose budget it is
   * @param reading the budget window
   * @return none where the window holds no event: neither untouched nor used up, but not known
   */
  public static Optional<ErrorBudget> of(Objective objective, WindowReading reading) {
    return reading.counts().total() == 0
        ? Optional.empty()
        : Optional.of(new ErrorBudget(objective, reading));
  }

  /**
   * {@return the share of good events, {@code good / total}, a ratio of 0 to 1}
   *
   * @see <a href="https://github.com/OpenSLO/OpenSLO#slo">OpenSLO: Occurrences</a>
   */
  public double sliRatio() {
    return (double) reading.counts().good() / reading.counts().total();
  }

  /**
   * {@return the spent share of the budget, {@code (bad / total) / (1 - T)}: 0 is untouched, 1 is
   * used up; may exceed 1}
   *
   * @see <a href="https://sre.google/workbook/alerting-on-slos/">SRE Workbook, ch. 5</a>
   */
  public double spentRatio() {
    return ratio(bad(), allowedEvents());
  }

  /**
   * {@return the share of the budget that is left, {@code 1 - (bad / total) / (1 - T)}: 1 is
   * untouched, 0 is used up; below 0 where overspent}
   *
   * @see <a href="https://sre.google/workbook/alerting-on-slos/">SRE Workbook, ch. 5</a>
   */
  public double remainingRatio() {
    return ratio(leftEvents(), allowedEvents());
  }

  /**
   * {@return how many more of the events seen could have been bad, {@code (1 - T) * total - bad};
   * below 0 where overspent, and seldom a whole number}
   */
  public double remainingEvents() {
    return leftEvents().doubleValue();
  }

  /**
   * {@return what is left as time of total outage at an even flow of events, {@code remaining * (1
   * - T) * P}: for 99.9 % of 30 days 43 min 12 s untouched; below zero where overspent}
   */
  public Duration remainingTime() {
    var nanos =
        leftEvents()
            .multiply(BigDecimal.valueOf(reading.window().toNanos()))
            .divide(total(), 0, RoundingMode.HALF_EVEN);
    return Duration.ofNanos(nanos.longValueExact());
  }

  /**
   * {@return how many times faster than allowed the budget was spent over its own window: {@link
   * WindowReading#burnRate} of it, so scaled by the share of the window that there is history for}
   */
  public double burnRate() {
    return reading.burnRate(objective);
  }

  /**
   * When will the budget be used up if it goes on like this? A steady burn rate {@code BR} uses a
   * full budget in {@code P / BR}, so what is left lasts {@code remaining * P / BR}.
   *
   * @param burnRate how many times faster than allowed the budget is being spent, finite
   * @return zero where it is used up already; none where nothing is being spent
   * @see <a href="https://sre.google/workbook/alerting-on-slos/">SRE Workbook, ch. 5, table 5-4</a>
   */
  public Optional<Duration> timeToExhaustion(double burnRate) {
    var remaining = remainingRatio();
    if (remaining <= 0) {
      return Optional.of(Duration.ZERO);
    }
    if (!(burnRate > 0)) { // also NaN
      return Optional.empty();
    }
    var millis = remaining * reading.window().toMillis() / burnRate;
    return Optional.of(Duration.ofMillis((long) millis)); // the cast stops at the largest long
  }

  /** {@return how {@link #remainingRatio} comes about} */
  public Derivation derivation() {
    return Derivation.of(
        "1 - (bad / total) / (1 - target)",
        "1 - (%d / %d) / (1 - %s)"
            .formatted(
                reading.counts().bad(),
                reading.counts().total(),
                BigDecimal.valueOf(objective.target()).toPlainString()),
        remainingRatio());
  }

  private BigDecimal total() {
    return BigDecimal.valueOf(reading.counts().total());
  }

  private BigDecimal bad() {
    return BigDecimal.valueOf(reading.counts().bad());
  }

  private BigDecimal allowedEvents() {
    return objective.allowedBadRatio().multiply(total());
  }

  private BigDecimal leftEvents() {
    return allowedEvents().subtract(bad());
  }

  private static double ratio(BigDecimal part, BigDecimal whole) {
    return part.divide(whole, MathContext.DECIMAL128).doubleValue();
  }
}
