package dev.nines.engine.review;

import dev.nines.incident.Incident;
import dev.nines.incident.IncidentTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How long did something take in an incident, between which two of its times?
 *
 * @param name what took so long, such as {@code time to restore}
 * @param formula the difference in words, such as {@code restored - impact start}
 * @param from the earlier time; empty where it is not known
 * @param to the later time; empty where it has not come yet
 * @param missing why there is no length, where there is none
 */
public record TimeBetween(
    String name, String formula, Optional<Instant> from, Optional<Instant> to, String missing) {
  /** {@return the length; empty where a time is missing, or they are in the wrong order} */
  public Optional<Duration> length() {
    return from.flatMap(
        begin -> to.filter(end -> !end.isBefore(begin)).map(end -> Duration.between(begin, end)));
  }

  /**
   * The lengths of an incident.
   *
   * @param incident the incident
   * @return in the order in which they end
   */
  public static List<TimeBetween> of(Incident incident) {
    var times = incident.times();
    return List.of(
        new TimeBetween(
            "time to detect, at least",
            "detected - impact start",
            Optional.of(times.impactStart()),
            Optional.of(times.detected()),
            ""),
        new TimeBetween(
            "time to detect, at most",
            "detected - last good run",
            times.lastGood(),
            Optional.of(times.detected()),
            "no last good run is known"),
        new TimeBetween(
            "time to acknowledge",
            "acknowledged - opened",
            Optional.of(times.opened()),
            times.acknowledged(),
            incident.open() ? "not yet" : "nobody did"),
        new TimeBetween(
            "time to restore",
            "restored - impact start",
            Optional.of(times.impactStart()),
            times.restored(),
            restored(incident, times)),
        new TimeBetween(
            "time to resolve",
            "resolved - impact start",
            Optional.of(times.impactStart()),
            times.resolved(),
            "not yet"));
  }

  private static String restored(Incident incident, IncidentTimes times) {
    return times.restored().isEmpty() && !incident.open()
        ? "resolved by hand while it still lasted"
        : "not yet";
  }
}
