package dev.nines.engine.rules;

import java.time.Duration;

/** Durations as Prometheus itself writes them, which Sloth's series are named by. */
final class PrometheusDuration {
  private static final long YEAR = 365 * 1_440L;
  private static final long WEEK = 7 * 1_440L;

  private PrometheusDuration() {}

  /**
   * Writes a duration.
   *
   * @param length whole minutes, above zero
   * @return such as {@code 30d}, {@code 4w} or {@code 1d12h}; years and weeks only where they are
   *     whole
   */
  static String of(Duration length) {
    var minutes = length.toMinutes();
    if (minutes % YEAR == 0) {
      return minutes / YEAR + "y";
    }
    return minutes % WEEK == 0
        ? minutes / WEEK + "w"
        : part(length.toDays(), "d")
            + part(length.toHoursPart(), "h")
            + part(length.toMinutesPart(), "m");
  }

  private static String part(long number, String unit) {
    return number == 0 ? "" : number + unit;
  }
}
