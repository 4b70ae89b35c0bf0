package dev.nines.engine.incidents;

import dev.nines.engine.database.Rows;
import dev.nines.incident.opening.Admission;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * When was a probe watching, at each of its locations? From where it was declared there, but for
 * the gaps between stored runs, and until its runs stay away.
 */
final class KnownTimes {
  /** A batch waits half a second, and a busy machine longer, before it is stored. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private KnownTimes() {}

  /**
   * Reads them.
   *
   * @param probe the probe's name
   * @param from what was before is left out
   * @param now the present
   * @return the times by location; none of a location that never stored a run
   */
  static Map<String, Intervals> of(Handle handle, String probe, Instant from, Instant now) {
    var known = new HashMap<String, Intervals>();
    handle
        .createQuery(
            """
            select l.name, g.from_at, g.until_at, g.interval_millis, r.scheduled_at as last_run
            from probe p
              join probe_grid g on g.probe_id = p.id
              join location l on l.id = g.location_id
              cross join lateral (select scheduled_at from result r
                where r.probe_id = p.id and r.location_id = l.id
                order by scheduled_at desc limit 1) r
            where p.name = :probe and (g.until_at is null or g.until_at > :from)
            """)
        .bind("probe", probe)
        .bind("from", from)
        .map((rs, _) -> {
          var start = Rows.instant(rs, "from_at").orElseThrow();
          var watching =
              end(
                  Rows.instant(rs, "last_run").orElseThrow(),
                  Duration.ofMillis(rs.getLong("interval_millis")),
                  now);
          var until = Rows.instant(rs, "until_at").orElse(watching);
          known.merge(rs.getString("name"), span(start, until), Intervals::union);
          return start;
        })
        .forEach(_ -> {});
    handle
        .createQuery(
            """
            select l.name, g.from_at, g.until_at
            from run_gap g join probe p on p.id = g.probe_id join location l on l.id = g.location_id
            where p.name = :probe and g.until_at > :from
            """)
        .bind("probe", probe)
        .bind("from", from)
        .map((rs, _) -> {
          var gap =
              span(
                  Rows.instant(rs, "from_at").orElseThrow(),
                  Rows.instant(rs, "until_at").orElseThrow());
          return known.computeIfPresent(rs.getString("name"), (_, times) -> times.subtract(gap));
        })
        .forEach(_ -> {});
    return known;
  }

  /** As for the gaps: a run that is overdue by more than an interval is missing already. */
  private static Instant end(Instant lastRun, Duration every, Instant now) {
    var expected = lastRun.plus(every);
    return now.isAfter(expected.plus(every).plus(GRACE)) ? expected : Admission.OPEN_END;
  }

  private static Intervals span(Instant from, Instant to) {
    return from.isBefore(to) ? Intervals.of(new Interval(from, to)) : Intervals.NONE;
  }
}
