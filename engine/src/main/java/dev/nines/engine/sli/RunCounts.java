package dev.nines.engine.sli;

import dev.nines.slo.Criterion;
import dev.nines.slo.EventCounts;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * How many runs of some probes were stored in a time, and how many of them were good? Whole hours
 * are read as sums, the others by the minute. Minutes that are not wholly in the time are left out,
 * and so are hours of which only a part is and whose minutes are no longer kept.
 */
public final class RunCounts {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private RunCounts() {}

  /**
   * Counts.
   *
   * @param handle the database
   * @param probes names of the probes
   * @param times when the runs were due
   * @return the runs at all locations
   */
  public static EventCounts read(Handle handle, Collection<String> probes, Intervals times) {
    if (times.isEmpty() || probes.isEmpty()) {
      return EventCounts.NONE;
    }
    var whole = new ArrayList<Interval>();
    var parts = new TreeSet<Instant>();
    for (var span : times.spans()) {
      var first = ceil(span.from());
      var last = span.to().truncatedTo(ChronoUnit.HOURS);
      if (first.isBefore(last)) {
        whole.add(new Interval(first, last));
      }
      if (!first.equals(span.from())) {
        parts.add(first.minus(HOUR));
      }
      if (!last.equals(span.to())) {
        parts.add(last);
      }
    }
    return sums(handle, probes, whole).plus(minutes(handle, probes, parts, times));
  }

  private static Instant ceil(Instant instant) {
    var hour = instant.truncatedTo(ChronoUnit.HOURS);
    return hour.equals(instant) ? hour : hour.plus(HOUR);
  }

  private static EventCounts sums(Handle handle, Collection<String> probes, List<Interval> whole) {
    var counts = EventCounts.NONE;
    for (var span : whole) {
      counts =
          counts.plus(
              handle
                  .createQuery(
                      """
                      select coalesce(sum(h.good_sum), 0)::bigint,
                        coalesce(sum(h.total_sum), 0)::bigint
                      from sli_hour h join probe p on p.id = h.probe_id
                        join criterion c on c.id = h.criterion_id
                      where p.name = any(:probes) and c.text = :criterion
                        and h.hour >= :from and h.hour < :to
                      """)
                  .bindArray("probes", String.class, probes.toArray())
                  .bind("criterion", Criterion.SUCCESS.text())
                  .bind("from", span.from())
                  .bind("to", span.to())
                  .map((rs, _) -> new EventCounts(rs.getLong(1), rs.getLong(2)))
                  .one());
    }
    return counts;
  }

  private static EventCounts minutes(
      Handle handle, Collection<String> probes, Collection<Instant> hours, Intervals times) {
    var counts = EventCounts.NONE;
    for (var hour : hours) {
      var asked = new boolean[60];
      for (var i = 0; i < asked.length; i++) {
        var begin = hour.plus(MINUTE.multipliedBy(i));
        asked[i] = times.clip(new Interval(begin, begin.plus(MINUTE))).length().equals(MINUTE);
      }
      counts =
          handle
              .createQuery(
                  """
                  select h.good, h.total from sli_hour h join probe p on p.id = h.probe_id
                    join criterion c on c.id = h.criterion_id
                  where p.name = any(:probes) and c.text = :criterion and h.hour = :hour
                    and h.good is not null
                  """)
              .bindArray("probes", String.class, probes.toArray())
              .bind("criterion", Criterion.SUCCESS.text())
              .bind("hour", hour)
              .map((rs, _) ->
                  counted(
                      (Short[]) rs.getArray(1).getArray(),
                      (Short[]) rs.getArray(2).getArray(),
                      asked))
              .stream()
              .reduce(counts, EventCounts::plus);
    }
    return counts;
  }

  private static EventCounts counted(Short[] good, Short[] total, boolean[] asked) {
    var counts = EventCounts.NONE;
    for (var i = 0; i < asked.length; i++) {
      if (asked[i]) {
        counts = counts.plus(new EventCounts(good[i], total[i]));
      }
    }
    return counts;
  }
}
