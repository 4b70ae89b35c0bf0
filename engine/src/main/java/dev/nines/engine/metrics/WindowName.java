package dev.nines.engine.metrics;

import java.time.Duration;

/** Window lengths as Prometheus writes them: {@code 5m}, {@code 6h}, {@code 30d}. */
public final class WindowName {
  private WindowName() {}

  /**
   * Names a window.
   *
   * @param window whole minutes
   * @return its name in the largest unit that divides it
   */
  public static String of(Duration window) {
    var minutes = window.toMinutes();
    if (minutes % 1_440 == 0) {
      return minutes / 1_440 + "d";
    }
    return minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
  }
}
