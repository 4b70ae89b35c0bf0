package dev.nines.engine.deployments;

import dev.nines.engine.database.Rows;
import dev.nines.engine.deployments.DeploymentReport.Change;
import dev.nines.engine.deployments.DeploymentReport.Course;
import dev.nines.engine.deployments.DeploymentReport.Identity;
import dev.nines.slo.reliability.Deployment.Result;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The rows of deployments. None is ever deleted. */
public final class DeploymentTable {
  private DeploymentTable() {}

  /**
   * Which deployments are asked for; what is empty narrows nothing.
   *
   * @param service of this service
   * @param environment to this environment, in whatever letters
   * @param from over at or after this instant
   * @param to over before this instant
   * @param before that come after the deployment of this number, in the order of the list
   */
  public record Filter(
      Optional<String> service,
      Optional<String> environment,
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<Long> before) {}

  /**
   * Lists deployments.
   *
   * @param handle the database
   * @param filter which ones
   * @param limit how many at most
   * @return the latest first
   */
  public static List<StoredDeployment> list(Handle handle, Filter filter, int limit) {
    return handle
        .createQuery(
            """
            select * from deployment
            where (:service::text is null or service = :service)
              and (:environment::text is null or lower(environment) = lower(:environment))
              and (:from::timestamptz is null or finished_at >= :from)
              and (:to::timestamptz is null or finished_at < :to)
              and (:before::bigint is null or (finished_at, id)
                < (select finished_at, id from deployment where id = :before))
            order by finished_at desc, id desc limit :limit
            """)
        .bind("service", filter.service())
        .bind("environment", filter.environment())
        .bind("from", filter.from().map(DeploymentTable::at))
        .bind("to", filter.to().map(DeploymentTable::at))
        .bind("before", filter.before())
        .bind("limit", limit)
        .map((rows, _) -> stored(rows))
        .list();
  }

  /**
   * Finds one.
   *
   * @param handle the database
   * @param id its number
   * @return the deployment, where there is one
   */
  public static Optional<StoredDeployment> find(Handle handle, long id) {
    return handle
        .createQuery("select * from deployment where id = :id")
        .bind("id", id)
        .map((rows, _) -> stored(rows))
        .findOne();
  }

  /** Finds one, and keeps everybody else from changing it until the end of the transaction. */
  static Optional<StoredDeployment> lock(Handle handle, Identity identity) {
    return handle
        .createQuery(
            "select * from deployment where source = :source and external_id = :id for update")
        .bind("source", identity.source())
        .bind("id", identity.id())
        .map((rows, _) -> stored(rows))
        .findOne();
  }

  /** {@return as it is kept; empty where one of this key is there} */
  static Optional<StoredDeployment> insert(Handle handle, DeploymentReport report) {
    var insert =
        handle.createQuery(
            """
            insert into deployment (source, external_id, service, environment, result, started_at,
              finished_at, committed_at, version, revision, artifact, rework, rollback, url, actor)
            values (:source, :externalId, :service, :environment, :result, :startedAt,
              coalesce(:finishedAt::timestamptz,
                greatest(clock_timestamp(), :startedAt::timestamptz)),
              :committedAt::text[]::timestamptz[], :version, :revision, :artifact, :rework, :rollback, :url, :actor)
            on conflict (source, external_id) do nothing
            returning *
            """);
    return bind(insert, report)
        .bind("source", report.identity().source())
        .bind("externalId", report.identity().id())
        .bind("service", report.service())
        .bind("environment", report.environment())
        .map((rows, _) -> stored(rows))
        .findOne();
  }

  static void update(Handle handle, long id, DeploymentReport report) {
    var update =
        handle.createUpdate(
            """
            update deployment set result = :result, started_at = :startedAt,
              finished_at = :finishedAt, committed_at = :committedAt::text[]::timestamptz[], version = :version,
              revision = :revision, artifact = :artifact, rework = :rework, rollback = :rollback,
              url = :url, actor = :actor
            where id = :id
            """);
    bind(update, report).bind("id", id).execute();
  }

  /** Keeps when one began that is not there yet; the earliest time that is told counts. */
  static void putStart(Handle handle, Identity identity, Instant at) {
    handle
        .createUpdate(
            """
            insert into deployment_start as s (source, external_id, started_at)
            values (:source, :id, :at)
            on conflict (source, external_id)
              do update set started_at = least(s.started_at, excluded.started_at)
            """)
        .bind("source", identity.source())
        .bind("id", identity.id())
        .bind("at", at(at))
        .execute();
  }

  /** {@return when one began, where that was kept; it is kept no longer} */
  static Optional<Instant> takeStart(Handle handle, Identity identity) {
    return handle
        .createQuery(
            """
            with taken as (
              delete from deployment_start where source = :source and external_id = :id
              returning started_at)
            select started_at from taken
            """)
        .bind("source", identity.source())
        .bind("id", identity.id())
        .map((rows, _) -> Rows.instant(rows, "started_at").orElseThrow())
        .findOne();
  }

  /** {@return what users had before an instant, the latest first: no rollbacks, nothing failed} */
  static List<StoredDeployment> before(Handle handle, String service, Instant at, int limit) {
    return handle
        .createQuery(
            """
            select * from deployment
            where service = :service and finished_at < :at and result = 'succeeded'
              and not rollback
            order by finished_at desc, id desc limit :limit
            """)
        .bind("service", service)
        .bind("at", at(at))
        .bind("limit", limit)
        .map((rows, _) -> stored(rows))
        .list();
  }

  /** {@return those that brought an artifact by an instant, the latest first} */
  static List<StoredDeployment> ofArtifact(Handle handle, String artifact, Instant at, int limit) {
    return handle
        .createQuery(
            """
            select * from deployment
            where artifact = :artifact and coalesce(started_at, finished_at) <= :at
            order by finished_at desc, id desc limit :limit
            """)
        .bind("artifact", artifact)
        .bind("at", at(at))
        .bind("limit", limit)
        .map((rows, _) -> stored(rows))
        .list();
  }

  private static <T extends SqlStatement<T>> T bind(T statement, DeploymentReport report) {
    var course = report.course();
    var change = report.change();
    return statement
        .bind("result", label(course.result()))
        .bind("startedAt", course.startedAt().map(DeploymentTable::at))
        .bind("finishedAt", course.finishedAt().map(DeploymentTable::at))
        .bindArray(
            "committedAt",
            String.class,
            change.committedAt().stream().map(Instant::toString).toArray())
        .bind("version", change.version())
        .bind("revision", change.revision())
        .bind("artifact", change.artifact())
        .bind("rework", change.rework())
        .bind("rollback", change.rollback())
        .bind("url", report.url())
        .bind("actor", report.actor());
  }

  /**
   * Names a result.
   *
   * @param result the result
   * @return its name in the store and the API, in lower case
   */
  public static String label(Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static StoredDeployment stored(ResultSet rows) throws SQLException {
    return new StoredDeployment(
        rows.getLong("id"),
        new DeploymentReport(
            new Identity(rows.getString("source"), rows.getString("external_id")),
            rows.getString("service"),
            rows.getString("environment"),
            new Course(
                Result.valueOf(rows.getString("result").toUpperCase(Locale.ROOT)),
                Rows.instant(rows, "started_at"),
                Rows.instant(rows, "finished_at")),
            new Change(
                instants(rows, "committed_at"),
                text(rows, "version"),
                text(rows, "revision"),
                text(rows, "artifact"),
                Optional.ofNullable(rows.getObject("rework", Boolean.class)),
                rows.getBoolean("rollback")),
            text(rows, "url"),
            text(rows, "actor")),
        Rows.instant(rows, "received_at").orElseThrow());
  }

  private static Optional<String> text(ResultSet rows, String column) throws SQLException {
    return Optional.ofNullable(rows.getString(column));
  }

  private static List<Instant> instants(ResultSet rows, String column) throws SQLException {
    return Arrays.stream((Timestamp[]) rows.getArray(column).getArray())
        .map(Timestamp::toInstant)
        .toList();
  }
}
