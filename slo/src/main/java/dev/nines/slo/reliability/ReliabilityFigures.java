package dev.nines.slo.reliability;

import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * How reliable was a service in one window, or several of them together?
 *
 * <p>An incident belongs to the one window that its impact began in, however long it lasts, and is
 * measured with what is known of it by now. One that is not restored yet has no time to restore: it
 * is listed apart, with the time it has been running, in every window that it reaches into.
 *
 * @param uptime how long it was up of the time it was watched
 * @param times every {@link TimeTo}, in its order
 * @param timeBetweenFailures MTBF
 * @param running for how long each incident that is not restored has been running, longest first
 * @param inMaintenance how many incidents of the window lie in maintenance and do not count
 * @param maintenance how long nothing was asked in it, since the services began
 */
public record ReliabilityFigures(
    Uptime uptime,
    List<MeanTime> times,
    TimeBetweenFailures timeBetweenFailures,
    List<Duration> running,
    int inMaintenance,
    Duration maintenance) {
  /** Copies the lists. */
  public ReliabilityFigures {
    times = List.copyOf(times);
    running = List.copyOf(running);
  }

  /**
   * Computes the figures.
   *
   * @param services a service, or several whose times are added up and whose incidents are put
   *     together
   * @param window the reporting window; clipped to the existence of each service
   * @return the figures
   */
  public static ReliabilityFigures of(Collection<ServiceHistory> services, Interval window) {
    var uptime =
        services.stream().map(service -> service.uptime(window)).reduce(Uptime.NONE, Uptime::plus);
    var own = new ArrayList<IncidentTimes>();
    var running = new ArrayList<Duration>();
    var inMaintenance = 0;
    for (var service : services) {
      var now = service.existence().to();
      for (var incident : service.incidents()) {
        var counted = incident.outside(service.maintenance(), now);
        if (counted.isEmpty()) {
          inMaintenance += window.contains(incident.impactStart()) ? 1 : 0;
          continue;
        }
        var start = counted.get().impactStart();
        if (start.isAfter(now)) { // clocks differ
          continue;
        }
        if (window.contains(start)) {
          own.add(counted.get());
        }
        if (counted.get().restored().isEmpty() && start.isBefore(window.to())) {
          running.add(Duration.between(start, now));
        }
      }
    }
    running.sort(Comparator.reverseOrder());
    return new ReliabilityFigures(
        uptime,
        Arrays.stream(TimeTo.values()).map(measured -> MeanTime.of(measured, own)).toList(),
        new TimeBetweenFailures(uptime.known(), uptime.down(), own.size()),
        running,
        inMaintenance,
        services.stream()
            .map(service -> service.maintenance(window))
            .reduce(Duration.ZERO, Duration::plus));
  }

  /**
   * One of the mean times.
   *
   * @param measured which
   * @return what it says
   * @throws java.util.NoSuchElementException if it is not among the {@link #times}
   */
  public MeanTime timeTo(TimeTo measured) {
    return times.stream().filter(time -> time.measured() == measured).findFirst().orElseThrow();
  }
}
