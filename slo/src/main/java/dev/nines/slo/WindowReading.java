package dev.nines.slo;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/**
 * What one rolling window of an SLI holds at one instant.
 *
 * @param window the window's declared length
 * @param counts the events in it
 * @param badMinutes in how many distinct minutes of it there was a bad event
 * @param history how much of the window the SLI has existed for, above zero and at most {@code
 *     window}
 */
public record WindowReading(
    Duration window, EventCounts counts, long badMinutes, Duration history) {
  /**
   * Checks the history.
   *
   * @throws IllegalArgumentException if {@code history} is not in (0, window]
   */
  public WindowReading {
    if (!history.isPositive() || history.compareTo(window) > 0) {
      throw new IllegalArgumentException("history not in (0, " + window + "]: " + history);
    }
  }

  /**
   * How many times faster than allowed the error budget is being spent: {@code (bad / total) / (1 -
   * target)}, where 1 spends exactly the budget by the end of the window. A history h shorter than
   * the window w counts scaled by h/w, so that a total outage is seen within minutes on day one and
   * a blip is not. Computed in exact decimals and rounded once, so that a rate that equals its
   * threshold is seen to.
   *
   * @param objective the objective whose budget is meant
   * @return a ratio of at least 0; 0 where there were no events
   * @see <a href="https://sre.google/workbook/alerting-on-slos/">SRE Workbook, ch. 5</a>
   */
  public double burnRate(Objective objective) {
    if (counts.total() == 0) {
      return 0;
    }
    var spent = BigDecimal.valueOf(counts.bad()).multiply(BigDecimal.valueOf(history.toNanos()));
    var allowed =
        BigDecimal.valueOf(counts.total())
            .multiply(objective.allowedBadRatio())
            .multiply(BigDecimal.valueOf(window.toNanos()));
    return spent.divide(allowed, MathContext.DECIMAL128).doubleValue();
  }
}
