package dev.nines.slo;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/**
 * How much failure does an objective still allow in its window?
 *
 * <p>The budget is the bad share allowed, {@code 1 - T} with {@code T} the target; what counts
 * against it depends on the objective's {@link BudgetingMethod}:
 *
 * <ul>
 *   <li>Occurrences: {@code spent = (bad / total) / (1 - T)} of the events so far. In a calendar
 *       window too: how many more there will be is not known, and nothing is projected.
 *   <li>Timeslices: {@code spent = bad slices / ((1 - T) * S)}, with {@code S = P / slice} the
 *       slices of the whole window {@code P}, those to come included.
 *   <li>RatioTimeslices: {@code spent = (1 - mean) / (1 - T)}, with {@code mean} that of the ratios
 *       of good events of the slices that hold events.
 * </ul>
 *
 * <p>Without events there is no budget to speak of: see {@link BudgetState}. Figures are computed
 * in exact decimals and rounded once, at the end.
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

  /** {@return the share of good events, or of good slices, or the mean of the slices' ratios} */
  public double sliRatio() {
    return ratio(whole().subtract(spent()), whole());
  }

  /** {@return the spent share of the budget: 0 is untouched, 1 is used up; may exceed 1} */
  public double spentRatio() {
    return ratio(spent(), allowed());
  }

  /**
   * {@return the share of the budget that is left, {@code 1 - spent}: 1 is untouched, 0 is used up;
   * below 0 where overspent}
   */
  public double remainingRatio() {
    return ratio(left(), allowed());
  }

  /**
   * {@return how many more of the events so far could have been bad, {@code (1 - T) * total - bad};
   * below 0 where overspent, and seldom a whole number. Where slices are counted, of the slices}
   */
  public double remainingEvents() {
    return left().doubleValue();
  }

  /**
   * {@return what is left as time of total outage, {@code remaining * (1 - T) * P}: for 99.9 % of
   * 30 days 43 min 12 s untouched; below zero where overspent. Of events, if they flow evenly, and
   * {@code P} is the part of the window that there is history for: an outage as long would use up
   * the budget of the events so far. Of Timeslices {@code P} is the whole window}
   */
  public Duration remainingTime() {
    return share(left());
  }

  /** {@return the whole budget as time of total outage, {@code (1 - T) * P}} */
  public Duration wholeTime() {
    return share(allowed());
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
    return derivation("1 - ", remainingRatio());
  }

  /** {@return how {@link #spentRatio} comes about} */
  public Derivation spentDerivation() {
    return derivation("", spentRatio());
  }

  private Derivation derivation(String before, double result) {
    var target = BigDecimal.valueOf(objective.target()).toPlainString();
    var counts = reading.counts();
    return switch (objective.method()) {
      case BudgetingMethod.Occurrences() ->
          Derivation.of(
              before + "(bad / total) / (1 - target)",
              before + "(%d / %d) / (1 - %s)".formatted(counts.bad(), counts.total(), target),
              result);
      case BudgetingMethod.Timeslices(var slice, _) ->
          Derivation.of(
              before + "bad slices / ((1 - target) * slices of the window)",
              before
                  + "%d / ((1 - %s) * %s min / %d min)"
                      .formatted(
                          reading.sliceCounts().bad(),
                          target,
                          reading.window().toMinutes(),
                          slice.toMinutes()),
              result);
      case BudgetingMethod.RatioTimeslices(_) ->
          Derivation.of(
              before + "(sum of the slices' bad ratios / slices with events) / (1 - target)",
              before
                  + "(%s / %d) / (1 - %s)"
                      .formatted(
                          reading
                              .sliceCounts()
                              .sumOfBadRatios()
                              .stripTrailingZeros()
                              .toPlainString(),
                          reading.sliceCounts().known(),
                          target),
              result);
    };
  }

  /** All that there is to be good: events, slices of the window, slices that hold events. */
  private BigDecimal whole() {
    return switch (objective.method()) {
      case BudgetingMethod.Occurrences() -> BigDecimal.valueOf(reading.counts().total());
      case BudgetingMethod.Timeslices(_, _), BudgetingMethod.RatioTimeslices(_) ->
          BigDecimal.valueOf(reading.sliceCounts().known());
    };
  }

  /** What the budget is a share of: as the whole, but all slices of the window where they count. */
  private BigDecimal base() {
    return switch (objective.method()) {
      case BudgetingMethod.Timeslices(var slice, _) ->
          BigDecimal.valueOf(reading.window().toMinutes())
              .divide(BigDecimal.valueOf(slice.toMinutes()), MathContext.DECIMAL128);
      case BudgetingMethod.Occurrences(), BudgetingMethod.RatioTimeslices(_) -> whole();
    };
  }

  private BigDecimal spent() {
    return switch (objective.method()) {
      case BudgetingMethod.Occurrences() -> BigDecimal.valueOf(reading.counts().bad());
      case BudgetingMethod.Timeslices(_, _) -> BigDecimal.valueOf(reading.sliceCounts().bad());
      case BudgetingMethod.RatioTimeslices(_) -> reading.sliceCounts().sumOfBadRatios();
    };
  }

  private BigDecimal allowed() {
    return objective.allowedBadRatio().multiply(base());
  }

  private BigDecimal left() {
    return allowed().subtract(spent());
  }

  /** As much of the time as a part is of the base. */
  private Duration share(BigDecimal part) {
    var time =
        switch (objective.method()) {
          case BudgetingMethod.Timeslices(_, _) -> reading.window();
          case BudgetingMethod.Occurrences(), BudgetingMethod.RatioTimeslices(_) ->
              reading.history();
        };
    var nanos =
        part.multiply(BigDecimal.valueOf(time.toNanos())).divide(base(), 0, RoundingMode.HALF_EVEN);
    return Duration.ofNanos(nanos.longValueExact());
  }

  private static double ratio(BigDecimal part, BigDecimal whole) {
    return part.divide(whole, MathContext.DECIMAL128).doubleValue();
  }
}
