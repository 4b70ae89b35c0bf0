package dev.nines.engine.figures;

import dev.nines.engine.incidents.ExternalAlertTable.ExternalAlertRow;
import dev.nines.engine.incidents.OutageTable.OutageRow;
import dev.nines.incident.Incident;
import dev.nines.incident.Signal;
import dev.nines.slo.reliability.IncidentTimes;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What the figures ask of incidents and outages, taken from how they are stored. */
public final class IncidentFacts {
  private IncidentFacts() {}

  /**
   * The times of an incident, as they are known now.
   *
   * @param incident the incident
   * @param firstResolved when incidents that were reopened were resolved for the first time
   * @return its times
   */
  public static IncidentTimes times(Incident incident, Map<Long, Instant> firstResolved) {
    var times = incident.times();
    return new IncidentTimes(
        times.impactStart(),
        countsFromMaintenance(incident),
        times.lastGood(),
        times.detected(),
        times.opened(),
        times.acknowledged(),
        times.restored(),
        Optional.ofNullable(firstResolved.get(incident.id())).or(times::resolved),
        times.resolved());
  }

  /** Its harm had begun before its impact: so it is where maintenance let it count only later. */
  private static boolean countsFromMaintenance(Incident incident) {
    return !incident.impactEdited()
        && incident.signals().stream()
            .filter(signal -> signal.impactStart().equals(incident.times().impactStart()))
            .anyMatch(signal ->
                switch (signal) {
                  case Signal.ProbeDown down -> down.firstBad().isPresent();
                  case Signal.External alert -> alert.startsAt().isBefore(alert.impactStart());
                  case Signal.BurnAlert _ -> false; // its own start is not kept
                });
  }

  /**
   * Reads from the timelines what an incident itself forgets when it is reopened.
   *
   * @param handle the database
   * @param incidents those that may have been reopened
   * @return when each was resolved for the first time, by its number
   */
  public static Map<Long, Instant> firstResolved(Handle handle, Collection<Incident> incidents) {
    var first = new HashMap<Long, Instant>();
    if (!incidents.isEmpty()) {
      handle
          .createQuery(
              """
              select incident_id, min(at) from incident_step
              where kind = 'resolved' and incident_id = any(:incidents) group by 1
              """)
          .bindArray("incidents", Long.class, incidents.stream().map(Incident::id).toArray())
          .map((rs, _) ->
              first.put(rs.getLong(1), rs.getObject(2, OffsetDateTime.class).toInstant()))
          .forEach(_ -> {});
    }
    return first;
  }

  /**
   * When was a service down?
   *
   * @param outages its outages
   * @param now the present: open ones last until then
   * @return the union of the outages, without what a faster clock has seen of the future
   */
  public static Intervals downtime(Collection<OutageRow> outages, Instant now) {
    return new Intervals(
        outages.stream()
            .flatMap(outage -> until(outage.impactStart(), outage.restoredAt(), now))
            .toList());
  }

  /**
   * When was a service down by other people's alerts? Only where these are declared to count.
   *
   * @param alerts the alerts about it
   * @param now the present: those that fire last until then
   * @return the union of the alerts
   */
  public static Intervals alertedDowntime(Collection<ExternalAlertRow> alerts, Instant now) {
    return new Intervals(
        alerts.stream()
            .map(ExternalAlertRow::told)
            .flatMap(told -> until(told.startsAt(), told.endedAt(), now))
            .toList());
  }

  private static Stream<Interval> until(Instant from, Optional<Instant> to, Instant now) {
    return from.isBefore(now)
        ? Stream.of(new Interval(from, to.filter(at -> at.isBefore(now)).orElse(now)))
        : Stream.empty();
  }
}
