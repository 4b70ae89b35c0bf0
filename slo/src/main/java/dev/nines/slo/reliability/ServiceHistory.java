package dev.nines.slo.reliability;

import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.util.List;

/**
 * All that is known of a service's past and bears on its figures.
 *
 * @param existence from its beginning to the present
 * @param unknown when no probe of it was watching; see {@link Coverage}
 * @param maintenance when nothing was asked of it; wins over unknown and down
 * @param downtime union of its outages; open ones up to the present
 * @param incidents its incidents, as they are known now
 */
public record ServiceHistory(
    Interval existence,
    Intervals unknown,
    Intervals maintenance,
    Intervals downtime,
    List<IncidentTimes> incidents) {
  /** Copies the list. */
  public ServiceHistory {
    incidents = List.copyOf(incidents);
  }

  /**
   * Measures the uptime.
   *
   * @param window the reporting window
   * @return the uptime in it
   */
  public Uptime uptime(Interval window) {
    return Uptime.of(ObservedTime.of(window, existence, unknown, maintenance), downtime);
  }

  /**
   * Measures the maintenance.
   *
   * @param window the reporting window
   * @return how much of it nothing was asked of the service, since it began
   */
  public Duration maintenance(Interval window) {
    return maintenance.intersect(Intervals.of(window).clip(existence)).length();
  }

  /**
   * Computes the figures of the service alone.
   *
   * @param window the reporting window
   * @return the figures
   */
  public ReliabilityFigures figures(Interval window) {
    return ReliabilityFigures.of(List.of(this), window);
  }
}
