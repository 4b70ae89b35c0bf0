package dev.nines.engine.sli;

import dev.nines.engine.results.BatchParticipant;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeResult;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * When was a probe not watching? A gap lies between two stored runs that do not follow each other
 * on the grid: it is seen when the later one is stored, and kept with it. To the run, where minutes
 * of counts would hide a gap of a minute or two. Thread-safe.
 */
public final class GapLog implements BatchParticipant {
  /** A batch waits half a second, and a busy machine longer, before it is stored. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final NameIds ids;
  private final Function<String, Optional<Duration>> intervals;
  private final Map<String, Map<String, Instant>> last = new ConcurrentHashMap<>();
  private final Map<ProbeAt, Intervals> gaps = new ConcurrentHashMap<>();

  private record ProbeAt(String probe, String location) {}

  /**
   * Keeps gaps.
   *
   * @param ids the names' numbers
   * @param intervals how often each declared probe runs, by its name
   */
  public GapLog(NameIds ids, Function<String, Optional<Duration>> intervals) {
    this.ids = ids;
    this.intervals = intervals;
  }

  /**
   * Stands up again from what is stored. The caller sees to it that no batch is stored meanwhile.
   *
   * @param handle the database
   * @param newest the last stored result of each probe at this instance's location
   * @param since gaps that ended before are left out
   */
  public void resume(Handle handle, List<ProbeResult> newest, Instant since) {
    last.clear();
    gaps.clear();
    newest.forEach(result ->
        remember(
            new ProbeAt(result.key().probe(), result.key().location()),
            result.key().scheduledAt()));
    handle
        .createQuery(
            """
            select p.name, l.name, g.from_at, g.until_at
            from run_gap g join probe p on p.id = g.probe_id join location l on l.id = g.location_id
            where g.until_at >= :since
            """)
        .bind("since", since)
        .map((rs, _) -> {
          var at = new ProbeAt(rs.getString(1), rs.getString(2));
          add(
              at,
              new Interval(
                  rs.getObject(3, OffsetDateTime.class).toInstant(),
                  rs.getObject(4, OffsetDateTime.class).toInstant()));
          return at;
        })
        .forEach(_ -> {});
  }

  @Override
  public Runnable store(Handle handle, List<ProbeResult> inserted) {
    var latest = new HashMap<ProbeAt, Instant>();
    var found = new HashMap<ProbeAt, Intervals>();
    for (var result : inserted) {
      var at = new ProbeAt(result.key().probe(), result.key().location());
      var interval = intervals.apply(at.probe());
      var before = latest.getOrDefault(at, lastOf(at.probe()).get(at.location()));
      var due = result.key().scheduledAt();
      if (before != null && interval.isPresent()) {
        var expected = before.plus(interval.get());
        if (due.isAfter(expected.plus(interval.get().dividedBy(2)))) {
          write(handle, at, expected, due);
          found.merge(at, Intervals.of(new Interval(expected, due)), Intervals::union);
        }
      }
      if (before == null || due.isAfter(before)) {
        latest.put(at, due);
      }
    }
    return () -> {
      latest.forEach(this::remember);
      found.forEach((at, gap) -> gaps.merge(at, gap, Intervals::union));
    };
  }

  private void write(Handle handle, ProbeAt at, Instant from, Instant until) {
    handle
        .createUpdate(
            """
            insert into run_gap (probe_id, location_id, from_at, until_at)
            values (:probe, :location, :from, :until) on conflict do nothing
            """)
        .bind("probe", ids.probe(at.probe()))
        .bind("location", ids.location(at.location()))
        .bind("from", from)
        .bind("until", until)
        .execute();
  }

  private Map<String, Instant> lastOf(String probe) {
    return last.getOrDefault(probe, Map.of());
  }

  private void remember(ProbeAt at, Instant due) {
    last.computeIfAbsent(at.probe(), _ -> new ConcurrentHashMap<>()).put(at.location(), due);
  }

  private void add(ProbeAt at, Interval gap) {
    gaps.merge(at, Intervals.of(gap), Intervals::union);
  }

  /**
   * When nobody was watching a probe: at none of the locations that have ever run it.
   *
   * @param probe the probe's name
   * @param now the present; a run that is overdue by more than an interval is missing already
   * @return the gaps; empty where no run is known
   */
  public Optional<Intervals> unknown(String probe, Instant now) {
    var interval = intervals.apply(probe);
    return interval.flatMap(every ->
        lastOf(probe).entrySet().stream()
            .map(entry ->
                gaps.getOrDefault(new ProbeAt(probe, entry.getKey()), Intervals.NONE)
                    .union(overdue(entry.getValue(), every, now)))
            .reduce(Intervals::intersect));
  }

  private static Intervals overdue(Instant lastRun, Duration every, Instant now) {
    var expected = lastRun.plus(every);
    return now.isAfter(expected.plus(every).plus(GRACE))
        ? Intervals.of(new Interval(expected, now))
        : Intervals.NONE;
  }
}
