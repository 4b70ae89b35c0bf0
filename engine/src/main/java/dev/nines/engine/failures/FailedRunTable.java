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

  /** The row of a probe and location is locked by its update: whoever comes next sees it. */
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
      insert into last_failed_runs as last (probe_id, location_id, scheduled_at)
      select probe_id, location_id, array_agg(scheduled_at order by scheduled_at desc) from run
      group by probe_id, location_id
      order by probe_id, location_id
      on conflict (probe_id, location_id) do update set scheduled_at = array(
        select distinct at from unnest(last.scheduled_at || excluded.scheduled_at) as at
        order by at desc limit ?)
      """;

  private static final String PRUNE =
      """
      delete from failed_run_evidence e
      using (select distinct * from unnest(?::integer[], ?::smallint[])
          as p(probe_id, location_id)) p
        join last_failed_runs last using (probe_id, location_id)
      where e.probe_id = p.probe_id and e.location_id = p.location_id
        and e.scheduled_at < last.scheduled_at[?]
      """;

  private static final String SELECT =
      """
      select p.name as probe, l.name as location, e.evidence, r.*
      from last_failed_runs last
        cross join unnest(last.scheduled_at) as f(at)
        join result r on r.probe_id = last.probe_id and r.location_id = last.location_id
          and r.scheduled_at = f.at
        left join failed_run_evidence e on e.probe_id = last.probe_id
          and e.location_id = last.location_id and e.scheduled_at = f.at
        join probe p on p.id = last.probe_id
        join location l on l.id = last.location_id
      """;

  private FailedRunTable() {}

  /**
   * Adds runs and drops those that they push out, in two statements for any number of runs.
   *
   * @param handle the transaction that stores their results
   * @param ids the names' numbers
   * @param runs failed runs that were never added
   */
  static void add(Handle handle, NameIds ids, List<ProbeResult> runs) {
    var probes = runs.stream().map(run -> ids.probe(run.key().probe())).toArray();
    var locations = runs.stream().map(run -> ids.location(run.key().location())).toArray();
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
        .bind(4, MOST)
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
                where last.probe_id = (select id from probe where name = :probe)
                  and f.at < :before
                order by f.at desc, l.name limit :limit
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
            from last_failed_runs last
              join probe p on p.id = last.probe_id
              join location l on l.id = last.location_id
              join result r on r.probe_id = last.probe_id and r.location_id = last.location_id
                and r.scheduled_at = last.scheduled_at[1]
            where l.name = :location
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
    for (var statement :
        List.of(
            "delete from failed_run_evidence where scheduled_at < :day",
            "delete from last_failed_runs where scheduled_at[1] < :day",
            """
            update last_failed_runs set scheduled_at =
              array(select at from unnest(scheduled_at) as at where at >= :day order by at desc)
            where scheduled_at[cardinality(scheduled_at)] < :day
            """)) {
      handle.createUpdate(statement).bind("day", instant.truncatedTo(ChronoUnit.DAYS)).execute();
    }
  }

  private static ProbeResult result(ResultSet rs) throws SQLException {
    return ResultReader.result(rs)
        .with(Optional.ofNullable(rs.getString("evidence")).flatMap(EvidenceJson::evidence));
  }
}
