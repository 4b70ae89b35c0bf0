package dev.nines.engine.dora;

import dev.nines.engine.database.Rows;
import dev.nines.slo.reliability.dora.DeclaredCause;
import dev.nines.slo.reliability.dora.DeclaredCause.Evidence;
import dev.nines.slo.reliability.dora.ServiceIncident;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Incidents with what has been said of their causes; of each the latest word counts. */
public final class IncidentCauses {
  private IncidentCauses() {}

  /**
   * What was said of an incident's cause, and by whom.
   *
   * @param cause what was said
   * @param actor who said so
   * @param reason why
   * @param at when
   */
  public record Word(DeclaredCause cause, String actor, String reason, Instant at) {}

  /**
   * An incident, and whose deployment is said to have caused it.
   *
   * @param incident the incident
   * @param blamed the service of that deployment; empty where none is named
   */
  record Caused(ServiceIncident incident, Optional<String> blamed) {}

  /**
   * Reads what figures of services need, with one query.
   *
   * @param handle the database
   * @param services their names
   * @param from their own incidents whose impact began at this instant or later, and any that are
   *     said to be the doing of a deployment of theirs that finished then or later
   * @return in any order
   */
  static List<Caused> since(Handle handle, List<String> services, Instant from) {
    return handle
        .createQuery(
            """
            with latest as (
              select distinct on (incident_id) incident_id, deployment_id, evidence
              from incident_cause order by incident_id, id desc)
            select i.id, i.service, i.impact_start,
              (i.body #>> '{times,restored}')::timestamptz as restored,
              l.deployment_id, l.evidence, d.service as blamed
            from incident i
              left join latest l on l.incident_id = i.id
              left join deployment d on d.id = l.deployment_id
            where (i.service = any(:services) and i.impact_start >= :from)
              or (d.service = any(:services) and d.finished_at >= :from)
            """)
        .bindArray("services", String.class, services.toArray())
        .bind("from", from)
        .map((rs, _) ->
            new Caused(
                new ServiceIncident(
                    rs.getLong("id"),
                    rs.getString("service"),
                    Rows.instant(rs, "impact_start").orElseThrow(),
                    Rows.instant(rs, "restored"),
                    cause(rs)),
                Optional.ofNullable(rs.getString("blamed"))))
        .list();
  }

  /**
   * Reads the latest word on an incident's cause.
   *
   * @param handle the database
   * @param incident its number
   * @return the word; empty where nobody has said anything
   */
  public static Optional<Word> latest(Handle handle, long incident) {
    return handle
        .createQuery(
            """
            select deployment_id, evidence, actor, reason, at from incident_cause
            where incident_id = :incident order by id desc limit 1
            """)
        .bind("incident", incident)
        .map((rs, _) ->
            new Word(
                cause(rs),
                rs.getString("actor"),
                rs.getString("reason"),
                Rows.instant(rs, "at").orElseThrow()))
        .findOne();
  }

  /**
   * Reads the artifact that is declared to have caused an incident.
   *
   * @param handle the database
   * @param incident its number
   * @return its package URL; empty where no deployment is declared, or it has none
   */
  public static Optional<String> artifact(Handle handle, long incident) {
    return handle
        .createQuery(
            """
            select d.artifact from deployment d where d.artifact is not null and d.id = (
              select deployment_id from incident_cause
              where incident_id = :incident order by id desc limit 1)
            """)
        .bind("incident", incident)
        .mapTo(String.class)
        .findOne();
  }

  private static DeclaredCause cause(ResultSet rs) throws SQLException {
    var written = rs.getString("evidence");
    if (written == null) {
      return new DeclaredCause.Untold();
    }
    var evidence = Evidence.valueOf(written.toUpperCase(Locale.ROOT));
    var deployment = rs.getLong("deployment_id");
    return rs.wasNull()
        ? new DeclaredCause.NoDeployment(evidence)
        : new DeclaredCause.OfDeployment(deployment, evidence);
  }
}
