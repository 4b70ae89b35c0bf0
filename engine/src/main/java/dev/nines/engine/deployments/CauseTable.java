package dev.nines.engine.deployments;

import dev.nines.engine.database.Rows;
import dev.nines.slo.reliability.dora.DeclaredCause.Evidence;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What is said of causes. Nothing is ever deleted: of each incident the latest counts. */
public final class CauseTable {
  private CauseTable() {}

  /**
   * Finds what counts.
   *
   * @param handle the database
   * @param incident the incident's number
   * @return what was said last; empty where nothing was
   */
  public static Optional<Cause> latest(Handle handle, long incident) {
    return handle
        .createQuery(
            "select * from incident_cause where incident_id = :incident order by id desc limit 1")
        .bind("incident", incident)
        .map((rows, _) ->
            new Cause(
                rows.getLong("incident_id"),
                Optional.ofNullable(rows.getObject("deployment_id", Long.class)),
                Evidence.valueOf(rows.getString("evidence").toUpperCase(Locale.ROOT)),
                rows.getString("actor"),
                rows.getString("reason"),
                Rows.instant(rows, "at").orElseThrow()))
        .findOne();
  }

  /**
   * Finds what deployments have caused.
   *
   * @param handle the database
   * @param deployments their numbers
   * @return the incidents' numbers by deployment, in order
   */
  public static Map<Long, List<Long>> incidents(Handle handle, Collection<Long> deployments) {
    return handle
        .createQuery(
            """
            select c.deployment_id, c.incident_id from incident_cause c
            where c.deployment_id = any(:deployments) and c.id =
              (select max(id) from incident_cause l where l.incident_id = c.incident_id)
            order by c.incident_id
            """)
        .bindArray("deployments", Long.class, deployments.toArray())
        .map((rows, _) -> Map.entry(rows.getLong("deployment_id"), rows.getLong("incident_id")))
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  static void add(
      Handle handle,
      long incident,
      Optional<Long> deployment,
      Evidence evidence,
      String actor,
      String reason) {
    handle
        .createUpdate(
            """
            insert into incident_cause (incident_id, deployment_id, evidence, actor, reason)
            values (:incident, :deployment, :evidence, :actor, :reason)
            """)
        .bind("incident", incident)
        .bind("deployment", deployment)
        .bind("evidence", evidence.label())
        .bind("actor", actor)
        .bind("reason", reason)
        .execute();
  }

  /** {@return the incident of a service that lasted at an instant, the latest impact first} */
  static Optional<Long> incidentAt(Handle handle, String service, Instant at) {
    return handle
        .createQuery(
            """
            select id from incident
            where service = :service and impact_start <= :at
              and (resolved_at is null or resolved_at >= :at)
            order by impact_start desc, id desc limit 1
            """)
        .bind("service", service)
        .bind("at", at.atOffset(ZoneOffset.UTC))
        .mapTo(Long.class)
        .findOne();
  }
}
