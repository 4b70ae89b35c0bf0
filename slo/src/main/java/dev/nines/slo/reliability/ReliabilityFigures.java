package dev.nines.slo.reliability;

import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * How fast does a service fail, and how fast does it come back? The figures of one service in one
 * window.
 *
 * <p>An incident belongs to the one window that its impact began in, however long it lasts, and is
 * measured with what is known of it by now. One that is not restored yet has no time to restore: it
 * is counted apart, with the time it has been running.
 *
 * @param timeToDetectAtLeast lower bound of MTTD
 * @param timeToDetectAtMost upper bound of MTTD
 * @param timeToAcknowledge MTTA
 * @param timeToRestore MTTR
 * @param timeBetweenFailures MTBF
 * @param running for how long each incident that is not restored has been running, longest first
 */
public record ReliabilityFigures(
    Figure timeToDetectAtLeast,
    Figure timeToDetectAtMost,
    Figure timeToAcknowledge,
    Figure timeToRestore,
    TimeBetweenFailures timeBetweenFailures,
    List<Duration> running) {
  /** Copies the list. */
  public ReliabilityFigures {
    running = List.copyOf(running);
  }

  /**
   * Computes the figures.
   *
   * @param window the reporting window
   * @param now the present; incidents after it are not counted
   * @param incidents incidents of the service; those of other windows are passed over
   * @param uptime the service's uptime in the same window
   * @return the figures
   */
  public static ReliabilityFigures of(
      Interval window, Instant now, Collection<IncidentTimes> incidents, Uptime uptime) {
    var own =
        incidents.stream()
            .filter(incident -> window.contains(incident.impactStart()))
            .filter(incident -> !incident.impactStart().isAfter(now))
            .toList();
    var running =
        own.stream()
            .filter(incident -> incident.restored().isEmpty())
            .map(IncidentTimes::impactStart)
            .sorted()
            .map(start -> Duration.between(start, now))
            .toList();
    return new ReliabilityFigures(
        TimeTo.DETECT_AT_LEAST.over(own),
        TimeTo.DETECT_AT_MOST.over(own),
        TimeTo.ACKNOWLEDGE.over(own),
        TimeTo.RESTORE.over(own),
        new TimeBetweenFailures(uptime.known(), uptime.down(), own.size()),
        running);
  }
}
