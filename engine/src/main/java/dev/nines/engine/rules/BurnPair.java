package dev.nines.engine.rules;

import dev.nines.alerting.Urgency;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which burn rate is told, and over which two windows is it looked for?
 *
 * <p>The windows are Sloth's, whatever the period, since dashboards know their series by name; so
 * the factor follows from the share of the budget that may be spent in the long one: {@code factor
 * = share * period / long window}. For 30 and for 28 days that is Sloth's own table; Sloth refuses
 * any other period. Below 28 days no factor is less than 1, which would tell of a budget that is
 * spent as planned; the shares are larger there.
 *
 * @param urgency how soon somebody must look
 * @param factor how many times as fast as planned the budget is spent
 * @param shortWindow in which it still is
 * @param longWindow in which it was
 * @see <a href="https://sre.google/workbook/alerting-on-slos/">SRE Workbook, ch. 5, table 5-8</a>
 */
record BurnPair(Urgency urgency, BigDecimal factor, Duration shortWindow, Duration longWindow) {
  /** The long windows must be well within the period. */
  static final Duration SHORTEST_PERIOD = Duration.ofDays(7);

  private static final Duration SHORTEST_OF_SLOTHS = Duration.ofDays(28);

  private static final List<Row> TABLE =
      List.of(
          new Row(Urgency.PAGE, "0.02", Duration.ofMinutes(5), Duration.ofHours(1)),
          new Row(Urgency.PAGE, "0.05", Duration.ofMinutes(30), Duration.ofHours(6)),
          new Row(Urgency.TICKET, "0.1", Duration.ofHours(2), Duration.ofDays(1)),
          new Row(Urgency.TICKET, "0.1", Duration.ofHours(6), Duration.ofDays(3)));

  private record Row(
      Urgency urgency, String budgetShare, Duration shortWindow, Duration longWindow) {
    BurnPair forPeriod(Duration period) {
      var factor =
          new BigDecimal(budgetShare)
              .multiply(BigDecimal.valueOf(period.toMinutes()))
              .divide(BigDecimal.valueOf(longWindow.toMinutes()), MathContext.DECIMAL64);
      return new BurnPair(
          urgency,
          period.compareTo(SHORTEST_OF_SLOTHS) < 0 ? factor.max(BigDecimal.ONE) : factor,
          shortWindow,
          longWindow);
    }
  }

  /**
   * The pairs of a period.
   *
   * @param period of the budget, at least 7 days
   * @return fastest burn first
   */
  static List<BurnPair> forPeriod(Duration period) {
    return TABLE.stream().map(row -> row.forPeriod(period)).toList();
  }

  /** {@return every window that is looked at, shortest first} */
  static SortedSet<Duration> windows() {
    return new TreeSet<>(
        TABLE.stream().flatMap(row -> Stream.of(row.shortWindow, row.longWindow)).toList());
  }
}
