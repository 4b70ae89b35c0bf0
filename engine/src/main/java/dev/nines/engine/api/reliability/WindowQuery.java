package dev.nines.engine.api.reliability;

import dev.nines.engine.api.QueryFaults;
import dev.nines.slo.reliability.ReportingWindow;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Of which time a report is asked for. */
public final class WindowQuery {
  private static final Duration USUAL = Duration.ofDays(30);
  private static final Duration LONGEST = Duration.ofDays(400);
  private static final Pattern QUARTER = Pattern.compile("(\\d{4})-[qQ]([1-4])");
  private static final Pattern YEAR = Pattern.compile("\\d{4}");

  @QueryParam("from")
  private @Nullable String from;

  @QueryParam("to")
  private @Nullable String to;

  @QueryParam("month")
  private @Nullable String month;

  @QueryParam("quarter")
  private @Nullable String quarter;

  @QueryParam("year")
  private @Nullable String year;

  @QueryParam("zone")
  private @Nullable String zone;

  /** A query whose parameters are filled in by Jersey. */
  public WindowQuery() {}

  /**
   * Reads the query.
   *
   * @param faults takes what is wrong with it
   * @param now the present
   * @param standard the zone where none is asked for
   * @return the window; any where there is a fault
   */
  public ReportingWindow read(QueryFaults faults, Instant now, ZoneId standard) {
    var where = zone(faults, standard);
    var calendar = Stream.of(month, quarter, year).filter(Objects::nonNull).count();
    if (calendar > 1 || (calendar == 1 && (from != null || to != null))) {
      faults.fault("month", "give one of month, quarter, year, or from and to");
    }
    var asked =
        calendar(faults, where)
            .orElseGet(() -> {
              var span = faults.span(from, to, now, USUAL, LONGEST);
              return ReportingWindow.of(span.from(), span.to(), where);
            });
    if (asked.span().from().isAfter(now)) {
      faults.fault(
          month != null ? "month" : quarter != null ? "quarter" : "year",
          "has not begun: " + asked.name());
    }
    return asked;
  }

  private Optional<ReportingWindow> calendar(QueryFaults faults, ZoneId where) {
    if (month != null) {
      var read = month(month, faults);
      if (read.isPresent()) {
        return Optional.of(ReportingWindow.of(read.get(), where));
      }
    }
    if (quarter != null) {
      var matcher = QUARTER.matcher(quarter);
      if (matcher.matches() && Integer.parseInt(matcher.group(1)) >= 1970) {
        return Optional.of(
            ReportingWindow.of(
                Year.parse(matcher.group(1)), Integer.parseInt(matcher.group(2)), where));
      }
      faults.fault("quarter", "not a quarter from 1970 on such as 2026-Q4: " + quarter);
    }
    if (year != null) {
      if (YEAR.matcher(year).matches() && Integer.parseInt(year) >= 1970) {
        return Optional.of(ReportingWindow.of(Year.parse(year), where));
      }
      faults.fault("year", "not a year from 1970 on such as 2026: " + year);
    }
    return Optional.empty();
  }

  /**
   * Reads a month.
   *
   * @param text what is given
   * @param faults takes what is wrong with it
   * @return the month; empty where it is none
   */
  public static Optional<YearMonth> month(String text, QueryFaults faults) {
    try {
      return Optional.of(fromEpoch(YearMonth.parse(text)));
    } catch (DateTimeException e) {
      faults.fault("month", "not a month from 1970 on such as 2026-11: " + text);
      return Optional.empty();
    }
  }

  private static YearMonth fromEpoch(YearMonth asked) {
    if (asked.getYear() < 1970) {
      throw new DateTimeException("before 1970");
    }
    return asked;
  }

  private ZoneId zone(QueryFaults faults, ZoneId standard) {
    if (zone == null) {
      return standard;
    }
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      faults.fault("zone", "not a time zone such as Europe/Berlin: " + zone);
      return standard;
    }
  }
}
