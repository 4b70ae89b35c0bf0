package dev.nines.engine.pages.text;

import java.time.Duration;
import java.util.Locale;

/** Lengths of time for people: {@code 12 s}, {@code 43 min 12 s}, {@code 1 h 3 min}. */
public final class DurationText {
  private static final String MINUS = "\u2212";

  private DurationText() {}

  /**
   * Writes a length of time in its two largest units; what is smaller is cut off.
   *
   * @param duration any; below zero gets a minus sign
   * @return the text; below a second in milliseconds
   */
  public static String of(Duration duration) {
    if (duration.isNegative()) {
      return MINUS + of(duration.negated());
    }
    if (duration.toDays() > 0) {
      return units(duration.toDays(), "d", duration.toHoursPart(), "h");
    }
    if (duration.toHours() > 0) {
      return units(duration.toHours(), "h", duration.toMinutesPart(), "min");
    }
    if (duration.toMinutes() > 0) {
      return units(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
    }
    if (duration.toMillis() == 0 || duration.toSeconds() > 0) {
      return duration.toSeconds() + " s";
    }
    return duration.toMillis() + " ms";
  }

  /**
   * Writes a measured length of time to three digits.
   *
   * @param duration at least zero
   * @return such as {@code 0.4 ms}, {@code 12.3 ms}, {@code 123 ms}, {@code 1.23 s}; from a minute
   *     on as {@link #of}
   */
  public static String measured(Duration duration) {
    if (duration.toMinutes() > 0) {
      return of(duration);
    }
    var millis = duration.toNanos() / 1e6;
    if (millis >= 999.5) {
      return String.format(Locale.ENGLISH, "%.2f s", millis / 1e3);
    }
    return String.format(Locale.ENGLISH, millis < 99.95 ? "%.1f ms" : "%.0f ms", millis);
  }

  private static String units(long large, String largeUnit, int small, String smallUnit) {
    var text = large + " " + largeUnit;
    return small == 0 ? text : text + " " + small + " " + smallUnit;
  }
}
