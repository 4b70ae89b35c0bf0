package dev.nines.slo;

import dev.nines.slo.time.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Optional;

/**
 * What one window of an SLI holds at one instant.
 *
 * @param span the whole window; of a calendar window the part after the present is yet to come
 * @param counts the events in it
 * @param slices how its slices are; empty where events are counted alone
 * @param badMinutes in how many distinct minutes of it there was a bad event
 * @param history how much of the window there are counts for: since the SLI began, or the period,
 *     above zero and at most the window
 */
public record WindowReading(
    Interval span,
    EventCounts counts,
    Optional<SliceCounts> slices,
    long badMinutes,
    Duration history) {
  /**
   * Checks the history.
   *
   * @throws IllegalArgumentException if {@code history} is not in (0, window]
   */
  public WindowReading {
    if (!history.isPositive() || history.compareTo(span.length()) > 0) {
      throw new IllegalArgumentException("history not in (0, " + span.length() + "]: " + history);
    }
  }

  /** {@return the length of the whole window} */
  public Duration window() {
    return span.length();
  }

  /** {@return for how much of the window there are counts, a ratio in (0, 1]} */
  public double coverageRatio() {
    return (double) history.toSeconds() / window().toSeconds();
  }

  /**
   * How many times faster than allowed the error budget is being spent, where 1 spends exactly the
   * budget by the end of the window. Computed in exact decimals and rounded once, so that a rate
   * that equals its threshold is seen to.
   *
   * <ul>
   *   <li>Occurrences: {@code (bad / total) / (1 - target)}. A history h shorter than the window w
   *       counts scaled by h/w, so that a total outage is seen within minutes on day one and a blip
   *       is not.
   *   <li>Timeslices: {@code (bad slices / slices) / (1 - target)}, with all slices of the window,
   *       so that it needs no scaling. It holds whole ones: {@code w / slice}, rounded up.
   *   <li>RatioTimeslices: {@code (mean bad ratio of the slices) / (1 - target)}, scaled by h/w.
   * </ul>
   *
   * @param objective the objective whose budget is meant
   * @return a ratio of at least 0; 0 where there were no events
   * @see <a href="https://sre.google/workbook/alerting-on-slos/">SRE Workbook, ch. 5</a>
   */
  public double burnRate(Objective objective) {
    if (counts.total() == 0) {
      return 0;
    }
    var window = BigDecimal.valueOf(window().toSeconds());
    var seen = BigDecimal.valueOf(history.toSeconds());
    var allowedRatio = objective.allowedBadRatio();
    return switch (objective.method()) {
      case BudgetingMethod.Occurrences() ->
          ratio(
              BigDecimal.valueOf(counts.bad()).multiply(seen),
              BigDecimal.valueOf(counts.total()).multiply(allowedRatio).multiply(window));
      case BudgetingMethod.Timeslices(var slice, _) ->
          ratio(
              BigDecimal.valueOf(sliceCounts().bad()),
              allowedRatio.multiply(
                  BigDecimal.valueOf(Math.ceilDiv(window().toSeconds(), slice.toSeconds()))));
      case BudgetingMethod.RatioTimeslices(_) ->
          ratio(
              sliceCounts().sumOfBadRatios().multiply(seen),
              BigDecimal.valueOf(sliceCounts().known()).multiply(allowedRatio).multiply(window));
    };
  }

  /**
   * How does {@link #burnRate} come about?
   *
   * @param objective the objective whose budget is meant
   * @return the formula and its numbers; of no events, where there are none
   */
  public Derivation burnDerivation(Objective objective) {
    var target = BigDecimal.valueOf(objective.target()).toPlainString();
    var share = "%s min / %s min".formatted(history.toMinutes(), window().toMinutes());
    return switch (objective.method()) {
      case BudgetingMethod.Occurrences() ->
          Derivation.of(
              "(bad / total) / (1 - target) * history / window",
              "(%d / %d) / (1 - %s) * %s".formatted(counts.bad(), counts.total(), target, share),
              burnRate(objective));
      case BudgetingMethod.Timeslices(var slice, _) ->
          Derivation.of(
              "bad slices / ((1 - target) * slices of the window)",
              "%d / ((1 - %s) * %s min / %d min)"
                  .formatted(sliceCounts().bad(), target, window().toMinutes(), slice.toMinutes()),
              burnRate(objective));
      case BudgetingMethod.RatioTimeslices(_) ->
          Derivation.of(
              "(sum of the slices' bad ratios / slices with events) / (1 - target) * history /"
                  + " window",
              "(%s / %d) / (1 - %s) * %s"
                  .formatted(
                      sliceCounts().sumOfBadRatios().stripTrailingZeros().toPlainString(),
                      sliceCounts().known(),
                      target,
                      share),
              burnRate(objective));
    };
  }

  /**
   * {@return how its slices are}
   *
   * @throws IllegalStateException if the window was not counted in slices
   */
  SliceCounts sliceCounts() {
    return slices.orElseThrow(() -> new IllegalStateException("not counted in slices: " + this));
  }

  private static double ratio(BigDecimal part, BigDecimal whole) {
    return part.divide(whole, MathContext.DECIMAL128).doubleValue();
  }
}
