package dev.nines.engine.dora;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Deployments, incidents and causes as they are stored, made up for tests. */
public record Delivered(Jdbi jdbi) {
  /** A deployment to production that succeeded; its version is {@code v} and its number. */
  public long deployment(String service, Instant finished) {
    return deployment(service, "production", "succeeded", finished, false);
  }

  public long rollback(String service, Instant finished) {
    return deployment(service, "production", "succeeded", finished, true);
  }

  public long deployment(
      String service, String environment, String result, Instant finished, boolean rollback) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                insert into deployment (source, external_id, service, environment, result,
                  finished_at, committed_at, version, artifact, rollback, rework, url, actor)
                select 'api', n::text, :service, :environment, :result, :finished,
                  array[:finished - interval '2 hours', :finished - interval '30 minutes'],
                  'v' || n, 'pkg:oci/' || :service || '@' || n, :rollback, false,
                  'https://ci.test/' || n, 'kim'
                from (select coalesce(max(id), 0) + 1 as n from deployment) next
                returning id
                """)
            .bind("service", service)
            .bind("environment", environment)
            .bind("result", result)
            .bind("finished", finished)
            .bind("rollback", rollback)
            .mapTo(Long.class)
            .one());
  }

  /** With no more of a body than the figures read. */
  public long incident(String service, Instant impactStart, Optional<Instant> restored) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                insert into incident
                  (service, state, severity, version, impact_start, opened_at, resolved_at, body)
                values (:service, :state, 'critical', 1, :impact, :impact, :restored,
                  jsonb_build_object('times', jsonb_build_object('restored', :told::text)))
                returning id
                """)
            .bind("service", service)
            .bind("state", restored.isPresent() ? "resolved" : "open")
            .bind("impact", impactStart)
            .bind("restored", restored)
            .bind("told", restored.map(Instant::toString))
            .mapTo(Long.class)
            .one());
  }

  /** Says which deployment it was, or that none was. */
  public void cause(long incident, Optional<Long> deployment, String evidence) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into incident_cause (incident_id, deployment_id, evidence, actor, reason, at)
                values (:incident, :deployment, :evidence, 'alex', 'the <b>trace</b> says so',
                  '2026-11-24T12:30:00Z')
                """)
            .bind("incident", incident)
            .bind("deployment", deployment)
            .bind("evidence", evidence)
            .execute());
  }
}
