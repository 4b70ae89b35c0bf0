package dev.nines.engine.sli;

import dev.nines.slo.Criterion;
import dev.nines.slo.EventCounts;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * How many runs of some probes were stored in a time, and how many of them were good? Whole hours
 * are read as sums, the others by the minute. Minutes that are not wholly in the time are left out,
 * and so are hours of which only a part is and whose minutes are no longer kept. However many are
 * asked for, both are read by one statement each.
 */
public final class RunCounts {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<Asked> asked;
  private final EventCounts[] counts;
  private final List<Whole> whole = new ArrayList<>();
  private final Set<Part> parts = new LinkedHashSet<>();

  private RunCounts(List<Asked> asked) {
    this.asked = asked;
    counts = new EventCounts[asked.size()];
    Arrays.fill(counts, EventCounts.NONE);
    for (var number = 0; number < asked.size(); number++) {
      divide(number, asked.get(number));
    }
  }

  /**
   * What is counted.
   *
   * @param probes names of the probes
   * @param times when the runs were due
   */
  public record Asked(Collection<String> probes, Intervals times) {}

  /** Hours that lie wholly in the times of what is asked for, by its place. */
  private record Whole(int number, Interval hours) {}

  /** An hour of which only some minutes do. */
  private record Part(int number, Instant hour) {}

  /**
   * Counts.
   *
   * @param handle the database
   * @param asked what is counted
   * @return the runs at all locations, of each in the same order
   */
  public static List<EventCounts> read(Handle handle, List<Asked> asked) {
    var reading = new RunCounts(asked);
    reading.sums(handle);
    reading.minutes(handle);
    return List.of(reading.counts);
  }

  private void divide(int number, Asked one) {
    if (one.probes.isEmpty()) {
      return;
    }
    for (var span : one.times.spans()) {
      var first = ceil(span.from());
      var last = span.to().truncatedTo(ChronoUnit.HOURS);
      if (first.isBefore(last)) {
        whole.add(new Whole(number, new Interval(first, last)));
      }
      if (!first.equals(span.from())) {
        parts.add(new Part(number, first.minus(HOUR)));
      }
      if (!last.equals(span.to())) {
        parts.add(new Part(number, last));
      }
    }
  }

  private static Instant ceil(Instant instant) {
    var hour = instant.truncatedTo(ChronoUnit.HOURS);
    return hour.equals(instant) ? hour : hour.plus(HOUR);
  }

  private void sums(Handle handle) {
    if (whole.isEmpty()) {
      return;
    }
    query(
            handle,
            """
            select s.number, sum(h.good_sum)::bigint, sum(h.total_sum)::bigint
            from unnest(:number::bigint[], :from::bigint[], :to::bigint[])
                as s (number, from_second, to_second)
              join unnest(:owner::bigint[], :probe::text[]) as q (number, name)
                on q.number = s.number
              join probe p on p.name = q.name
              join sli_hour h on h.probe_id = p.id
                and h.criterion_id = (select id from criterion where text = :criterion)
                and h.hour >= to_timestamp(s.from_second) and h.hour < to_timestamp(s.to_second)
            group by s.number
            """)
        .bindArray("number", Long.class, longs(whole, Whole::number))
        .bindArray("from", Long.class, seconds(whole, hours -> hours.hours.from()))
        .bindArray("to", Long.class, seconds(whole, hours -> hours.hours.to()))
        .map((rs, _) -> add(rs.getInt(1), new EventCounts(rs.getLong(2), rs.getLong(3))))
        .forEach(_ -> {});
  }

  private void minutes(Handle handle) {
    if (parts.isEmpty()) {
      return;
    }
    var masks = new HashMap<Part, boolean[]>();
    query(
            handle,
            """
            select s.number, s.second, h.good, h.total
            from unnest(:number::bigint[], :hour::bigint[]) as s (number, second)
              join unnest(:owner::bigint[], :probe::text[]) as q (number, name)
                on q.number = s.number
              join probe p on p.name = q.name
              join sli_hour h on h.probe_id = p.id
                and h.criterion_id = (select id from criterion where text = :criterion)
                and h.hour = to_timestamp(s.second) and h.good is not null
            """)
        .bindArray("number", Long.class, longs(parts, Part::number))
        .bindArray("hour", Long.class, seconds(parts, Part::hour))
        .map((rs, _) -> addMinutes(rs, masks))
        .forEach(_ -> {});
  }

  private Query query(Handle handle, String sql) {
    var owners = new ArrayList<Long>();
    var probes = new ArrayList<String>();
    for (var number = 0; number < asked.size(); number++) {
      for (var probe : asked.get(number).probes) {
        owners.add((long) number);
        probes.add(probe);
      }
    }
    return handle
        .createQuery(sql)
        .bindArray("owner", Long.class, owners.toArray())
        .bindArray("probe", String.class, probes.toArray())
        .bind("criterion", Criterion.SUCCESS.text());
  }

  private static <T> Object[] longs(Collection<T> all, Function<T, Integer> number) {
    return all.stream().map(one -> number.apply(one).longValue()).toArray();
  }

  private static <T> Object[] seconds(Collection<T> all, Function<T, Instant> instant) {
    return all.stream().map(one -> instant.apply(one).getEpochSecond()).toArray();
  }

  private EventCounts add(int number, EventCounts more) {
    counts[number] = counts[number].plus(more);
    return counts[number];
  }

  private EventCounts addMinutes(ResultSet rs, Map<Part, boolean[]> masks) throws SQLException {
    var part = new Part(rs.getInt(1), Instant.ofEpochSecond(rs.getLong(2)));
    return add(
        part.number,
        counted(
            (Short[]) rs.getArray(3).getArray(),
            (Short[]) rs.getArray(4).getArray(),
            masks.computeIfAbsent(part, this::mask)));
  }

  /** Which minutes of the hour lie wholly in the times. */
  private boolean[] mask(Part part) {
    var mask = new boolean[60];
    for (var i = 0; i < mask.length; i++) {
      var begin = part.hour.plus(MINUTE.multipliedBy(i));
      mask[i] =
          asked
              .get(part.number)
              .times
              .clip(new Interval(begin, begin.plus(MINUTE)))
              .length()
              .equals(MINUTE);
    }
    return mask;
  }

  private static EventCounts counted(Short[] good, Short[] total, boolean[] mask) {
    var counts = EventCounts.NONE;
    for (var i = 0; i < mask.length; i++) {
      if (mask[i]) {
        counts = counts.plus(new EventCounts(good[i], total[i]));
      }
    }
    return counts;
  }
}
