package dev.nines.engine.failures;

import dev.nines.engine.evidence.EvidenceJson;
import dev.nines.engine.results.Micros;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** The tables of failed runs; what is kept of every run stands in the results. */
public final class FailedRunTable {
  /** Most runs that are kept of a probe at a location. */
  public static final int MOST = 20;

  /** Held while runs are added, so that two instances do not each leave what the other adds. */
  private static final int ADVISORY_LOCK = 0x4e6f6e65;

  private static final String INSERT =
      """
      with run as (
        select probe_id, location_id, evidence,
          'epoch'::timestamptz + at_us * interval '1 microsecond' as scheduled_at
        from unnest(?::integer[], ?::smallint[], ?::bigint[], ?::text[])
          as r(probe_id, location_id, at_us, evidence)),
      seen as (
        insert into failed_run_evidence (probe_id, location_id, scheduled_at, evidence)
        select probe_id, location_id, scheduled_at, evidence::jsonb from run
        where evidence is not null
        on conflict do nothing)
      insert into failed_run (probe_id, location_id, scheduled_at)
      select probe_id, location_id, scheduled_at from run
      on conflict do nothing
      """;

  private static final String PRUNE =
      """
      with pushed_out as (
        delete from failed_run f
        using (select distinct * from unnest(?::integer[], ?::smallint[])
            as p(probe_id, location_id)) p
          cross join lateral (
            select scheduled_at from failed_run o
            where o.probe_id = p.probe_id and o.location_id = p.location_id
            order by scheduled_at desc offset ?) o
        where f.probe_id = p.probe_id and f.location_id = p.location_id
          and f.scheduled_at = o.scheduled_at
        returning f.probe_id, f.location_id, f.scheduled_at)
      delete from failed_run_evidence e using pushed_out o
      where e.probe_id = o.probe_id and e.location_id = o.location_id
        and e.scheduled_at = o.scheduled_at
      """;

  private static final String SELECT =
      """
      select p.name as probe, l.name as location, e.evidence, r.*
      from failed_run f
        join result r using (probe_id, location_id, scheduled_at)
        left join failed_run_evidence e using (probe_id, location_id, scheduled_at)
        join probe p on p.id = f.probe_id
        join location l on l.id = f.location_id
      """;

  private FailedRunTable() {}

  /**
   * Adds runs and drops those that they push out, in as many statements for one as for thousands.
   *
   * @param handle the transaction that stores their results
   * @param ids the names' numbers
   * @param runs failed runs that were never added
   */
  static void add(Handle handle, NameIds ids, List<ProbeResult> runs) {
    var probes = runs.stream().map(run -> ids.probe(run.key().probe())).toArray();
    var locations = runs.stream().map(run -> ids.location(run.key().location())).toArray();
    handle.execute("select pg_advisory_xact_lock(?)", ADVISORY_LOCK);
    handle
        .createUpdate(INSERT)
        .bindArray(0, Integer.class, probes)
        .bindArray(1, Integer.class, locations)
        .bindArray(
            2, Long.class, runs.stream().map(run -> Micros.of(run.key().scheduledAt())).toArray())
        .bindArray(
            3,
            String.class,
            runs.stream().map(run -> run.evidence().map(EvidenceJson::text).orElse(null)).toArray())
        .execute();
    handle
        .createUpdate(PRUNE)
        .bindArray(0, Integer.class, probes)
        .bindArray(1, Integer.class, locations)
        .bind(2, MOST)
        .execute();
  }

  /**
   * The last failed runs of a probe at all locations.
   *
   * @param handle the database
   * @param probe the probe's name
   * @param before only those due before this instant
   * @param limit how many at most
   * @return newest first, with their evidence where it is kept
   */
  public static List<ProbeResult> latest(Handle handle, String probe, Instant before, int limit) {
    return handle
        .createQuery(
            SELECT
                + """
                where f.probe_id = (select id from probe where name = :probe)
                  and f.scheduled_at < :before
                order by f.scheduled_at desc, l.name limit :limit
                """)
        .bind("probe", probe)
        .bind("before", before)
        .bind("limit", limit)
        .map((rs, _) -> result(rs))
        .list();
  }

  /**
   * The last failed run of every probe at one location.
   *
   * @param handle the database
   * @param location the location's name
   * @param reader is told of each run, without its evidence
   */
  static void lastOfEach(Handle handle, String location, Consumer<ProbeResult> reader) {
    handle
        .createQuery(
            """
            select p.name as probe, l.name as location, r.*
            from probe p
              join location l on l.name = :location
              cross join lateral (select * from failed_run f
                where f.probe_id = p.id and f.location_id = l.id
                order by f.scheduled_at desc limit 1) f
              join result r on r.probe_id = f.probe_id and r.location_id = f.location_id
                and r.scheduled_at = f.scheduled_at
            """)
        .bind("location", location)
        .setFetchSize(1_000)
        .map((rs, _) -> ResultReader.result(rs))
        .forEach(reader);
  }

  /**
   * Drops the runs that lie before a day, as the results do.
   *
   * @param handle the database
   * @param instant the first moment of what is kept; the whole of its day (UTC) is
   */
  public static void dropBefore(Handle handle, Instant instant) {
    for (var table : List.of("failed_run", "failed_run_evidence")) {
      handle
          .createUpdate("delete from <table> where scheduled_at < :day")
          .define("table", table)
          .bind("day", instant.truncatedTo(ChronoUnit.DAYS))
          .execute();
    }
  }

  private static ProbeResult result(ResultSet rs) throws SQLException {
    return ResultReader.result(rs)
        .with(Optional.ofNullable(rs.getString("evidence")).flatMap(EvidenceJson::evidence));
  }
}
