package dev.nines.engine.pages;

import dev.nines.engine.evaluation.ServiceState;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.InstantsInText;
import dev.nines.engine.pages.text.Moment;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentTimes;
import dev.nines.incident.Signal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An incident in a list.
 *
 * @param number the number people use
 * @param link where there is more about it
 * @param service its service's name for people
 * @param state open, acknowledged or resolved
 * @param severity how bad it is
 * @param what its first signal in words, and how many more there are
 * @param probes the probes that say so
 * @param since when the impact began
 * @param lasts for how long the impact lasted, or has been lasting
 * @param restored whether the impact is over
 * @param timeToDetect from the impact's beginning, which is known to lie between two runs
 * @param timeToRestore from the impact's beginning; empty while it lasts
 * @param resolved when the incident was closed; empty while it is open
 */
public record IncidentRow(
    String number,
    String link,
    String service,
    String state,
    String severity,
    String what,
    List<ProbeLink> probes,
    Moment since,
    String lasts,
    boolean restored,
    String timeToDetect,
    String timeToRestore,
    Optional<Moment> resolved) {
  /** What is active before what has ended, the worst first, what a probe saw before alerts. */
  private static final Comparator<Signal> TELLING =
      Comparator.comparing((Signal signal) -> !signal.active())
          .thenComparing(Signal::severity)
          .thenComparing(signal -> !(signal instanceof Signal.ProbeDown));

  /**
   * Makes a line.
   *
   * @param incident the incident
   * @param service its service's name for people
   * @param now the present, in the zone that times are shown in
   * @return the line
   */
  public static IncidentRow of(Incident incident, String service, ZonedDateTime now) {
    var times = incident.times();
    return new IncidentRow(
        "#" + incident.id(),
        "/incidents/" + incident.id(),
        service,
        incident.state().label(),
        incident.severity().label(),
        InstantsInText.written(what(incident), now),
        probes(incident),
        Moment.of(times.impactStart(), now),
        lasted(times, times.restored().orElse(now.toInstant())),
        times.restored().isPresent(),
        timeToDetect(times),
        times.restored().map(restored -> lasted(times, restored)).orElse(""),
        times.resolved().map(resolved -> Moment.of(resolved, now)));
  }

  /** The signal that says most of it goes first: an old warning must not stand for an outage. */
  private static String what(Incident incident) {
    var more = incident.signals().size() - 1;
    var first = Collections.min(incident.signals(), TELLING).text();
    return switch (more) {
      case 0 -> first;
      case 1 -> first + ", and 1 more signal";
      default -> first + ", and " + more + " more signals";
    };
  }

  private static List<ProbeLink> probes(Incident incident) {
    return incident.signals().stream()
        .filter(Signal.ProbeDown.class::isInstance)
        .map(Signal.ProbeDown.class::cast)
        .map(Signal.ProbeDown::probe)
        .distinct()
        .map(probe -> ProbeLink.of(probe, ServiceState.DOWN))
        .toList();
  }

  private static String timeToDetect(IncidentTimes times) {
    var least = DurationText.of(Duration.between(times.impactStart(), times.detected()));
    return times
        .lastGood()
        .map(lastGood ->
            least + " to " + DurationText.of(Duration.between(lastGood, times.detected())))
        .orElse("at least " + least);
  }

  /** The database's clock may be a little behind the prober's: never a negative length. */
  private static String lasted(IncidentTimes times, Instant end) {
    var length = Duration.between(times.impactStart(), end);
    return DurationText.of(length.isNegative() ? Duration.ZERO : length);
  }
}
