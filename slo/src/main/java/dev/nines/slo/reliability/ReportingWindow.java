package dev.nines.slo.reliability;

import dev.nines.slo.time.Interval;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * Of which time does a report tell? Months, quarters and years are those of a place: where clocks
 * change, a day has 23 or 25 hours and a month is not n times 24.
 *
 * @param name {@code 2026-11}, {@code 2026-Q4}, {@code 2026}; of another span its two instants
 * @param zone the place
 * @param span from its first instant to the first after it
 */
public record ReportingWindow(String name, ZoneId zone, Interval span) {
  /**
   * A calendar month.
   *
   * @param month the month
   * @param zone where
   * @return the window
   */
  public static ReportingWindow of(YearMonth month, ZoneId zone) {
    return days(month.toString(), zone, month.atDay(1), month.plusMonths(1).atDay(1));
  }

  /**
   * A calendar quarter.
   *
   * @param year the year
   * @param quarter 1 to 4
   * @param zone where
   * @return the window
   * @throws IllegalArgumentException if there is no such quarter
   */
  public static ReportingWindow of(Year year, int quarter, ZoneId zone) {
    if (quarter < 1 || quarter > 4) {
      throw new IllegalArgumentException("quarter not in [1, 4]: " + quarter);
    }
    var first = year.atMonth(3 * quarter - 2);
    return days(year + "-Q" + quarter, zone, first.atDay(1), first.plusMonths(3).atDay(1));
  }

  /**
   * A calendar year.
   *
   * @param year the year
   * @param zone where
   * @return the window
   */
  public static ReportingWindow of(Year year, ZoneId zone) {
    return days(year.toString(), zone, year.atDay(1), year.plusYears(1).atDay(1));
  }

  /**
   * Any span.
   *
   * @param from its first instant
   * @param to the first instant after it, not before {@code from}
   * @param zone whose clock shows its instants
   * @return the window
   */
  public static ReportingWindow of(Instant from, Instant to, ZoneId zone) {
    return new ReportingWindow(from + "/" + to, zone, new Interval(from, to));
  }

  private static ReportingWindow days(String name, ZoneId zone, LocalDate first, LocalDate after) {
    return new ReportingWindow(
        name,
        zone,
        new Interval(first.atStartOfDay(zone).toInstant(), after.atStartOfDay(zone).toInstant()));
  }
}
