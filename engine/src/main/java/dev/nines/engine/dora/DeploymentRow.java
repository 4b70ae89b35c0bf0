package dev.nines.engine.dora;

import dev.nines.engine.database.Rows;
import dev.nines.slo.reliability.Deployment;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A deployment as it is stored, with what people want to know of it.
 *
 * @param deployment what the figures ask of it
 * @param startedAt when it began, where that was told
 * @param revision the commit, where that was told
 * @param artifact the package URL, where that was told
 * @param url where to read more, where that was told
 * @param actor who deployed, where that was told
 */
public record DeploymentRow(
    Deployment deployment,
    Optional<Instant> startedAt,
    Optional<String> revision,
    Optional<String> artifact,
    Optional<String> url,
    Optional<String> actor) {
  private static final int SHORT_HASH = 12;
  private static final String COLUMNS =
      """
      id, service, environment, result, started_at, finished_at, committed_at, version, revision,
      artifact, rework, rollback, url, actor
      """;

  /**
   * Reads what figures of services need, with one query: all of it from some time on.
   *
   * @param handle the database
   * @param services their names
   * @param from deployments that finished at this instant or later
   * @return in any order, to whichever environment
   */
  static List<Deployment> since(Handle handle, List<String> services, Instant from) {
    return handle
        .createQuery(
            """
            select id, service, environment, result, finished_at, committed_at, version, revision,
              rework, rollback
            from deployment where service = any(:services) and finished_at >= :from
            """)
        .bindArray("services", String.class, services.toArray())
        .bind("from", from)
        .setFetchSize(10_000)
        .map((rs, _) -> deployment(rs))
        .list();
  }

  /**
   * Reads the deployments of a service that were under way or over in a span.
   *
   * @param handle the database
   * @param service its name
   * @param from those that finished after this instant
   * @param to and began before this one; of those that do not say when, the finish counts
   * @return newest first, to whichever environment
   */
  public static List<DeploymentRow> within(
      Handle handle, String service, Instant from, Instant to) {
    return handle
        .createQuery(
            "select "
                + COLUMNS
                + """
                from deployment
                where service = :service and finished_at > :from
                  and least(started_at, finished_at) <= :to
                order by finished_at desc, id desc
                """)
        .bind("service", service)
        .bind("from", from)
        .bind("to", to)
        .map((rs, _) -> row(rs))
        .list();
  }

  /**
   * Finds one.
   *
   * @param handle the database
   * @param id its number
   * @return the deployment, where there is one
   */
  static Optional<DeploymentRow> find(Handle handle, long id) {
    return handle
        .createQuery("select " + COLUMNS + " from deployment where id = :id")
        .bind("id", id)
        .map((rs, _) -> row(rs))
        .findOne();
  }

  /** {@return its number} */
  public long id() {
    return deployment.id();
  }

  private static DeploymentRow row(ResultSet rs) throws SQLException {
    return new DeploymentRow(
        deployment(rs),
        Rows.instant(rs, "started_at"),
        Optional.ofNullable(rs.getString("revision")),
        Optional.ofNullable(rs.getString("artifact")),
        Optional.ofNullable(rs.getString("url")),
        Optional.ofNullable(rs.getString("actor")));
  }

  private static Deployment deployment(ResultSet rs) throws SQLException {
    var id = rs.getLong("id");
    var rework = rs.getBoolean("rework");
    return new Deployment(
        id,
        rs.getString("service"),
        version(id, rs),
        rs.getString("environment"),
        Rows.instant(rs, "finished_at").orElseThrow(),
        Deployment.Result.valueOf(rs.getString("result").toUpperCase(Locale.ROOT)),
        instants(rs.getArray("committed_at")),
        rs.getObject("rework") == null ? Optional.empty() : Optional.of(rework),
        rs.getBoolean("rollback"));
  }

  private static String version(long id, ResultSet rs) throws SQLException {
    var version = rs.getString("version");
    var revision = rs.getString("revision");
    if (version != null) {
      return version;
    }
    return revision == null
        ? "deployment " + id
        : revision.substring(0, Math.min(SHORT_HASH, revision.length()));
  }

  private static List<Instant> instants(Array array) throws SQLException {
    return Arrays.stream((Timestamp[]) array.getArray()).map(Timestamp::toInstant).toList();
  }
}
