package dev.nines.engine.results;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Since when each probe is declared, and how often it was meant to run. What was meant to run and
 * is not stored is unknown, also when no Nines was there to run it.
 */
public final class ProbeGrids {
  /** A probe that was gone for less is the same probe: a slip must not wipe out its budget. */
  private static final Duration BREAK = Duration.ofDays(1);

  private final Jdbi jdbi;
  private final NameIds ids;

  /**
   * Reads from and writes to a database.
   *
   * @param jdbi the database
   * @param ids the names' numbers in it
   */
  public ProbeGrids(Jdbi jdbi, NameIds ids) {
    this.jdbi = jdbi;
    this.ids = ids;
  }

  /**
   * How a probe was meant to run up to now.
   *
   * @param since when it was first declared without a long break; in a short one it is unknown
   * @param interval how often it is meant to run now
   * @param longestInterval the longest interval it has had since
   */
  public record Declared(Instant since, Duration interval, Duration longestInterval) {
    private Declared with(Declared other) {
      return new Declared(
          since.isBefore(other.since) ? since : other.since,
          interval,
          longestInterval.compareTo(other.longestInterval) > 0
              ? longestInterval
              : other.longestInterval);
    }
  }

  /**
   * Records what is declared from now on at a location; a probe that is no longer declared ends,
   * one whose interval is another begins a new grid.
   *
   * @param location this instance's location
   * @param intervals the declared probes and their intervals
   * @param now the present
   * @return since when each of them is declared, at any location
   */
  public Map<String, Declared> declare(
      String location, Map<String, Duration> intervals, Instant now) {
    var at = ids.location(location);
    intervals.keySet().forEach(ids::probe);
    return jdbi.inTransaction(handle -> {
      var open = open(handle, at);
      for (var entry : open.entrySet()) {
        var interval = intervals.get(entry.getKey());
        if (interval == null || interval.toMillis() != entry.getValue()) {
          end(handle, ids.probe(entry.getKey()), at, now);
        }
      }
      for (var entry : intervals.entrySet()) {
        var millis = entry.getValue().toMillis();
        if (!Long.valueOf(millis).equals(open.get(entry.getKey()))) {
          begin(handle, ids.probe(entry.getKey()), at, now, millis);
        }
      }
      var declared = declared(handle);
      declared.keySet().retainAll(intervals.keySet());
      return declared;
    });
  }

  private static Map<String, Long> open(Handle handle, int location) {
    var open = new HashMap<String, Long>();
    handle
        .createQuery(
            """
            select p.name, g.interval_millis from probe_grid g join probe p on p.id = g.probe_id
            where g.location_id = :location and g.until_at is null
            """)
        .bind("location", location)
        .map((rs, _) -> open.put(rs.getString(1), rs.getLong(2)))
        .forEach(_ -> {});
    return open;
  }

  private static void end(Handle handle, int probe, int location, Instant now) {
    handle
        .createUpdate(
            """
            update probe_grid set until_at = :now
            where probe_id = :probe and location_id = :location and until_at is null
            """)
        .bind("probe", probe)
        .bind("location", location)
        .bind("now", now)
        .execute();
  }

  private static void begin(Handle handle, int probe, int location, Instant now, long millis) {
    handle
        .createUpdate(
            """
            insert into probe_grid (probe_id, location_id, from_at, interval_millis)
            values (:probe, :location, :now, :millis)
            on conflict (probe_id, location_id, from_at)
              do update set until_at = null, interval_millis = excluded.interval_millis
            """)
        .bind("probe", probe)
        .bind("location", location)
        .bind("now", now)
        .bind("millis", millis)
        .execute();
  }

  /** Walks the grids back from each open one as long as one begins soon after the other. */
  private static Map<String, Declared> declared(Handle handle) {
    var unbroken = new HashMap<ProbeAt, Declared>();
    handle
        .createQuery(
            """
            select p.name, g.location_id, g.from_at, g.until_at, g.interval_millis
            from probe_grid g join probe p on p.id = g.probe_id
            order by g.probe_id, g.location_id, g.from_at desc
            """)
        .map((rs, _) ->
            new Grid(
                new ProbeAt(rs.getString(1), rs.getInt(2)),
                rs.getObject(3, OffsetDateTime.class).toInstant(),
                Optional.ofNullable(rs.getObject(4, OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant),
                Duration.ofMillis(rs.getLong(5))))
        .forEach(grid -> {
          var later = unbroken.get(grid.probe());
          if (grid.until().isEmpty()) {
            unbroken.put(grid.probe(), new Declared(grid.from(), grid.interval(), grid.interval()));
          } else if (later != null && !later.since().isAfter(grid.until().get().plus(BREAK))) {
            unbroken.put(
                grid.probe(),
                later.with(new Declared(grid.from(), grid.interval(), grid.interval())));
          }
        });
    var declared = new HashMap<String, Declared>();
    unbroken.forEach((at, one) -> declared.merge(at.probe(), one, Declared::with));
    return declared;
  }

  private record ProbeAt(String probe, int location) {}

  private record Grid(ProbeAt probe, Instant from, Optional<Instant> until, Duration interval) {}
}
