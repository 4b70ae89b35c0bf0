package dev.nines.probe.net;

import java.time.Duration;
import java.util.List;

/** Durations as people write them. */
public final class Durations {
  private Durations() {}

  /**
   * Writes a duration in its largest whole units, such as {@code 5s}, {@code 1.5s} or {@code
   * 300ms}.
   *
   * @param duration at least zero
   * @return its text
   */
  public static String text(Duration duration) {
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return duration.toMillis() + "ms";
    }
    var millis = duration.toMillisPart();
    var fraction = millis == 0 ? "" : ("." + "%03d".formatted(millis)).replaceAll("0+$", "");
    return duration.toSeconds() + fraction + "s";
  }

  /**
   * Rounds a long time down to its largest unit.
   *
   * @param duration at least zero
   * @return such as {@code 3 days}, {@code 1 hour} or {@code 20 seconds}
   */
  public static String rough(Duration duration) {
    record Unit(String name, long seconds) {}
    for (var unit :
        List.of(new Unit("day", 86_400), new Unit("hour", 3_600), new Unit("minute", 60))) {
      var count = duration.toSeconds() / unit.seconds();
      if (count > 0) {
        return count + " " + unit.name() + (count == 1 ? "" : "s");
      }
    }
    return duration.toSeconds() + (duration.toSeconds() == 1 ? " second" : " seconds");
  }
}
