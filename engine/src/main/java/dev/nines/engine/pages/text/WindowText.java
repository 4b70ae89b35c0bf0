package dev.nines.engine.pages.text;

import dev.nines.slo.BudgetWindow;
import dev.nines.slo.time.Interval;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Budget windows for people: {@code 30 d}, {@code November 2026 (Europe/Berlin)}. */
public final class WindowText {
  private static final DateTimeFormatter MONTH = formatter("MMMM uuuu");
  private static final DateTimeFormatter DAY = formatter("d MMMM uuuu");
  private static final DateTimeFormatter MINUTE = formatter("d MMMM uuuu HH:mm");

  private WindowText() {}

  /**
   * Names a window.
   *
   * @param window the window
   * @param span what it covers now
   * @return its length, or which period of the calendar it is
   */
  public static String of(BudgetWindow window, Interval span) {
    return switch (window) {
      case BudgetWindow.Rolling _ -> DurationText.of(span.length());
      case BudgetWindow.Calendar calendar ->
          "%s (%s)"
              .formatted(
                  period(
                      calendar,
                      span.from().atZone(calendar.zone()),
                      span.to().atZone(calendar.zone())),
                  calendar.zone());
    };
  }

  private static String period(
      BudgetWindow.Calendar calendar, ZonedDateTime from, ZonedDateTime to) {
    var months = calendar.unit() == ChronoUnit.MONTHS || calendar.unit() == ChronoUnit.YEARS;
    if (!isMidnight(from) || !isMidnight(to)) {
      return MINUTE.format(from) + " to " + MINUTE.format(to);
    }
    if (!months || from.getDayOfMonth() != 1) {
      var last = to.minusDays(1);
      var first = DAY.format(from);
      return from.toLocalDate().equals(last.toLocalDate())
          ? first
          : first + " to " + DAY.format(last);
    }
    if (from.getMonthValue() == 1 && from.plusYears(1).equals(to)) {
      return Integer.toString(from.getYear());
    }
    var last = to.minusDays(1);
    return from.plusMonths(1).equals(to)
        ? MONTH.format(from)
        : MONTH.format(from) + " to " + MONTH.format(last);
  }

  private static boolean isMidnight(ZonedDateTime time) {
    return time.toLocalTime().toSecondOfDay() == 0;
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
