package dev.nines.engine.results;

import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Phase;
import dev.nines.slo.Measure;
import dev.nines.slo.Sample;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Reads stored results back. */
public final class ResultReader {
  /** Later than every run. */
  public static final Instant EVER = Instant.parse("9999-12-31T00:00:00Z");

  private static final String SELECT =
      """
      select p.name as probe, l.name as location, r.*
      from result r join probe p on p.id = r.probe_id join location l on l.id = r.location_id
      """;

  private ResultReader() {}

  /**
   * The last results of a probe at all locations.
   *
   * @param handle the database
   * @param probe the probe's name
   * @param before only those scheduled before this instant
   * @param limit how many at most
   * @return newest first
   */
  public static List<ProbeResult> latest(Handle handle, String probe, Instant before, int limit) {
    return handle
        .createQuery(
            SELECT
                + """
                where r.probe_id = (select id from probe where name = :probe)
                  and r.scheduled_at < :before
                order by r.scheduled_at desc, l.name limit :limit
                """)
        .bind("probe", probe)
        .bind("before", before)
        .bind("limit", limit)
        .map((rs, _) -> result(rs))
        .list();
  }

  /**
   * The last results of a probe, a few of each location.
   *
   * @param handle the database
   * @param probe the probe's name
   * @param each how many of each location at most
   * @return newest first
   */
  public static List<ProbeResult> latestAtEach(Handle handle, String probe, int each) {
    return handle
        .createQuery(
            """
            select p.name as probe, l.name as location, r.*
            from probe p
              cross join location l
              cross join lateral (select * from result r
                where r.probe_id = p.id and r.location_id = l.id
                order by r.scheduled_at desc limit :each) r
            where p.name = :probe
            order by r.scheduled_at desc, l.name
            """)
        .bind("probe", probe)
        .bind("each", each)
        .map((rs, _) -> result(rs))
        .list();
  }

  /**
   * The last results of every probe at one location, a few of each.
   *
   * @param handle the database
   * @param location the location's name
   * @param each how many of each probe at most
   * @param reader is told of each result, by probe, newest first
   */
  public static void latestOfEach(
      Handle handle, String location, int each, Consumer<ProbeResult> reader) {
    handle
        .createQuery(
            """
            select p.name as probe, l.name as location, r.*
            from probe p
              join location l on l.name = :location
              cross join lateral (select * from result r
                where r.probe_id = p.id and r.location_id = l.id
                order by r.scheduled_at desc limit :each) r
            order by p.id, r.scheduled_at desc
            """)
        .bind("location", location)
        .bind("each", each)
        .setFetchSize(1_000)
        .map((rs, _) -> result(rs))
        .forEach(reader);
  }

  /**
   * The last result of every probe at one location.
   *
   * @param handle the database
   * @param location the location's name
   * @return one of each probe that has any
   */
  public static List<ProbeResult> newestOfEach(Handle handle, String location) {
    var newest = new ArrayList<ProbeResult>();
    latestOfEach(handle, location, 1, newest::add);
    return newest;
  }

  /**
   * All stored results of a probe.
   *
   * @param handle the database, in a transaction, so that rows come a few at a time
   * @param probe the probe's name
   * @param reader is told of each result, oldest first
   */
  public static void all(Handle handle, String probe, Consumer<ProbeResult> reader) {
    handle
        .createQuery(
            SELECT
                + """
                where r.probe_id = (select id from probe where name = :probe)
                order by r.scheduled_at
                """)
        .bind("probe", probe)
        .setFetchSize(1_000)
        .map((rs, _) -> result(rs))
        .forEach(reader);
  }

  /**
   * Reads a result.
   *
   * @param rs stands on a row with all columns of {@code result}, and the names as {@code probe}
   *     and {@code location}
   * @return the result, without evidence
   * @throws SQLException when a column is missing
   */
  public static ProbeResult result(ResultSet rs) throws SQLException {
    var nanos = new EnumMap<Measure, Long>(Measure.class);
    for (var measure : Measure.values()) {
      var micros = rs.getLong(measure.label() + "_us");
      if (!rs.wasNull()) {
        nanos.put(measure, micros * 1_000);
      }
    }
    var status = rs.getInt("status");
    return new ProbeResult(
        new RunKey(
            rs.getString("probe"),
            rs.getString("location"),
            rs.getObject("scheduled_at", OffsetDateTime.class).toInstant()),
        Duration.ofNanos(rs.getLong("lateness_us") * 1_000),
        new Sample(rs.getBoolean("success"), nanos),
        status == 0 ? Optional.empty() : Optional.of(status),
        finding(rs),
        Optional.ofNullable(rs.getString("trace_id")));
  }

  private static Optional<Failure> finding(ResultSet rs) throws SQLException {
    var phase = rs.getString("failure_phase");
    return phase == null
        ? Optional.empty()
        : Optional.of(
            new Failure(
                Phase.valueOf(phase.toUpperCase(Locale.ROOT)),
                FailureReason.valueOf(rs.getString("failure_reason").toUpperCase(Locale.ROOT)),
                rs.getString("failure_detail")));
  }
}
