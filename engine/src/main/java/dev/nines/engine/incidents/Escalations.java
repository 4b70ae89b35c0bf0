package dev.nines.engine.incidents;

import dev.nines.alerting.BurnRateRule;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Silence;
import dev.nines.engine.database.Rows;
import dev.nines.incident.Escalation;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.Transition;
import dev.nines.incident.Transition.Kind;
import dev.nines.incident.Transition.Step;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells the next ones where nobody acknowledges an incident. What is due follows from the timeline
 * and from when the incident was first told of, and each step is a transition of it: so it is taken
 * once, whatever restarts.
 */
public final class Escalations {
  private final Jdbi jdbi;
  private final URI externalUrl;

  /**
   * Works on a database.
   *
   * @param jdbi the database
   * @param externalUrl where people find this Nines
   */
  public Escalations(Jdbi jdbi, URI externalUrl) {
    this.jdbi = jdbi;
    this.externalUrl = externalUrl;
  }

  /**
   * An incident that nobody has acknowledged since it was last opened. While it is held back from
   * somebody its time does not run, also in the tick in which the silence has just ended.
   */
  private record Waiting(Incident incident, Instant told, int taken) {}

  /**
   * Takes the steps that are due.
   *
   * @param catalog what is declared
   * @param now the present, by the database's clock
   */
  public void take(Catalog catalog, Instant now) {
    if (catalog.telling().escalations().isEmpty()) {
      return;
    }
    for (var waiting :
        jdbi.withHandle(handle -> waiting(handle, catalog.telling().escalations().keySet()))) {
      var due =
          catalog
              .telling()
              .escalationOf(waiting.incident.service())
              .due(waiting.told, waiting.taken, now);
      if (!due.isEmpty()) {
        jdbi.useTransaction(handle -> escalate(handle, catalog, waiting.incident, due, now));
      }
    }
  }

  /**
   * Tells who is told next of an incident, and when, unless somebody acknowledges it before.
   *
   * @param handle the database
   * @param catalog what is declared
   * @param incident the incident
   * @param silence what keeps people from being told of it now; empty where nothing does
   * @return empty where nobody is, or where it is held back: then its time does not run yet
   */
  public static Optional<Escalation.Next> next(
      Handle handle, Catalog catalog, Incident incident, Optional<Silence> silence) {
    var escalation = catalog.telling().escalationOf(incident.service());
    if (incident.state() != Incident.State.OPEN || escalation.steps().isEmpty()) {
      return Optional.empty();
    }
    return waiting(handle, Set.of(incident.service())).stream()
        .filter(waiting -> waiting.incident.id() == incident.id())
        .findFirst()
        .flatMap(waiting ->
            escalation.next(
                waiting.told, waiting.taken, silence.map(s -> s.span().to()).orElse(waiting.told)));
  }

  private static List<Waiting> waiting(Handle handle, Set<String> services) {
    return handle
        .createQuery(
            """
            select i.id, i.body, e.taken, coalesce(
              (select min(n.queued_at) from notification n
                where n.incident_id = i.id and n.created_at >= o.at), o.at) as told
            from incident i
            cross join lateral (select s.position, s.at from incident_step s
              where s.incident_id = i.id and s.kind in ('opened', 'reopened')
              order by s.position desc limit 1) o
            cross join lateral (select count(*) as taken from incident_step s
              where s.incident_id = i.id and s.kind = 'escalated' and s.position > o.position) e
            where i.state = 'open' and i.service = any(:services)
              and not exists (select from held_notification h where h.incident_id = i.id)
            """)
        .bindArray("services", String.class, services.toArray())
        .map((rs, _) ->
            new Waiting(
                IncidentJson.incident(rs.getString("body")).withId(rs.getLong("id")),
                Rows.instant(rs, "told").orElseThrow(),
                rs.getInt("taken")))
        .list();
  }

  private void escalate(
      Handle handle, Catalog catalog, Incident incident, List<Escalation.Step> due, Instant now) {
    var telling = IncidentTelling.now(handle, catalog, externalUrl);
    if (telling.silence(incident.service(), incident.severity()).isPresent()) {
      return; // its time runs from when the silence is over and somebody is told
    }
    var at = now.isBefore(incident.updatedAt()) ? incident.updatedAt() : now;
    var steps =
        due.stream()
            .map(step -> new Step(Kind.ESCALATED, at, IncidentLifecycle.NINES, text(step)))
            .toList();
    IncidentTable.commit(
            handle, new Transition(Optional.of(incident), incident.escalated(at), steps))
        .ifPresent(committed ->
            due.stream()
                .flatMap(step -> step.targets().stream())
                .distinct()
                .forEach(
                    target -> telling.tellLate(handle, committed, target, text(due.getLast()))));
  }

  private static String text(Escalation.Step step) {
    return "not acknowledged within %s: escalated to %s"
        .formatted(BurnRateRule.text(step.after()), String.join(", ", step.targets()));
  }
}
