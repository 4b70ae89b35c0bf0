package dev.nines.engine.sli;

import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * When was nobody watching a probe, further back than {@link GapLog} keeps in memory? Each location
 * counts from where the probe was declared there, but for the gaps between its stored runs.
 */
public final class StoredGaps {
  private StoredGaps() {}

  private record ProbeAt(String probe, int location) {}

  /**
   * Reads it.
   *
   * @param handle the database
   * @param probes names of the probes
   * @param span of which time; the last interval before the present is not known in it yet
   * @return by probe, when it was watched at no location; all of the span where it never was
   */
  public static Map<String, Intervals> unknown(
      Handle handle, Collection<String> probes, Interval span) {
    var declared = new HashMap<ProbeAt, Intervals>();
    handle
        .createQuery(
            """
            select p.name, g.location_id, g.from_at as from_at,
              coalesce(g.until_at, greatest(:to::timestamptz, g.from_at)) as until_at
            from probe_grid g join probe p on p.id = g.probe_id
            where p.name = any(:probes) and g.from_at < :to
              and (g.until_at is null or g.until_at > :from)
            """)
        .bind("from", span.from())
        .bind("to", span.to())
        .bindArray("probes", String.class, probes.toArray())
        .map((rs, _) -> merge(declared, rs))
        .forEach(_ -> {});
    var gaps = new HashMap<ProbeAt, Intervals>();
    handle
        .createQuery(
            """
            select p.name, g.location_id, g.from_at as from_at, g.until_at as until_at
            from run_gap g join probe p on p.id = g.probe_id
            where p.name = any(:probes) and g.until_at > :from and g.from_at < :to
            """)
        .bind("from", span.from())
        .bind("to", span.to())
        .bindArray("probes", String.class, probes.toArray())
        .map((rs, _) -> merge(gaps, rs))
        .forEach(_ -> {});
    var seen = new HashMap<String, Intervals>();
    declared.forEach((at, times) ->
        seen.merge(
            at.probe(), times.subtract(gaps.getOrDefault(at, Intervals.NONE)), Intervals::union));
    var unknown = new HashMap<String, Intervals>();
    probes.forEach(probe ->
        unknown.put(probe, Intervals.of(span).subtract(seen.getOrDefault(probe, Intervals.NONE))));
    return unknown;
  }

  private static Intervals merge(Map<ProbeAt, Intervals> times, ResultSet rs) throws SQLException {
    return times.merge(
        new ProbeAt(rs.getString(1), rs.getInt(2)),
        Intervals.of(
            new Interval(
                rs.getObject("from_at", OffsetDateTime.class).toInstant(),
                rs.getObject("until_at", OffsetDateTime.class).toInstant())),
        Intervals::union);
  }
}
