package dev.nines.slo.reliability;

import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;

/**
 * For which part of a window can anything be said of a service? Unknown time (the prober was down)
 * is neither up nor down; excluded time (maintenance) is not asked about at all.
 *
 * @param known when the service was watched
 * @param unknown when it should have been and was not
 */
public record ObservedTime(Intervals known, Intervals unknown) {
  /**
   * Divides a window.
   *
   * @param window the reporting window
   * @param existence from the service's beginning to the present; the rest of the window is not
   *     asked about
   * @param unknown when no probe of the service was watching; see {@link Coverage}
   * @param excluded maintenance; wins over unknown
   * @return the window's known and unknown parts
   */
  public static ObservedTime of(
      Interval window, Interval existence, Intervals unknown, Intervals excluded) {
    var asked = Intervals.of(window).clip(existence).subtract(excluded);
    return new ObservedTime(asked.subtract(unknown), asked.intersect(unknown));
  }
}
