package dev.nines.engine.datasource;

import dev.nines.engine.sli.SliBook;
import dev.nines.slo.EventCounts;
import dev.nines.slo.metric.MinuteCount.Carry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code metric} and {@code metric_hour}. A minute is put in the place of what was
 * stored of it, so that several instances may read the same source.
 */
public final class MetricTable {
  private static final int MINUTES = 60;
  private static final int KEPT = -1;

  private MetricTable() {}

  /**
   * What is stored of a question.
   *
   * @param id its number
   * @param progress how far it is read; empty before the first answer
   * @param firstMinute the oldest minute with events
   * @param all every event that was ever counted
   */
  record Stored(int id, Optional<Progress> progress, OptionalLong firstMinute, EventCounts all) {
    /** Since when there are events. */
    Instant since(Instant otherwise) {
      return firstMinute.isPresent()
          ? Instant.ofEpochSecond(firstMinute.getAsLong() * MINUTES)
          : otherwise;
    }
  }

  /** Gives the question a number where it had none. */
  static Stored find(Handle handle, String question) {
    return select(handle, question)
        .orElseGet(() -> {
          handle
              .createUpdate(
                  "insert into metric (question) values (:question) on conflict do nothing")
              .bind("question", question)
              .execute();
          return select(handle, question).orElseThrow();
        });
  }

  private static Optional<Stored> select(Handle handle, String question) {
    return handle
        .createQuery("select * from metric where question = :question")
        .bind("question", question)
        .map((rs, _) -> stored(rs))
        .findOne();
  }

  private static Stored stored(ResultSet rs) throws SQLException {
    var from = rs.getObject("from_minute", Long.class);
    var first = rs.getObject("first_minute", Long.class);
    return new Stored(
        rs.getInt("id"),
        from == null
            ? Optional.empty()
            : Optional.of(
                new Progress(
                    from,
                    rs.getLong("settled_minute"),
                    rs.getLong("to_minute"),
                    new Carry(rs.getDouble("carry_part"), rs.getDouble("carry_total")))),
        first == null ? OptionalLong.empty() : OptionalLong.of(first),
        new EventCounts(rs.getLong("good"), rs.getLong("total")));
  }

  /**
   * Reads the stored minutes of a question.
   *
   * @param handle the database
   * @param question its canonical text; nothing is stored of one that was never asked
   * @param from the first instant that is wanted, rounded down to its hour
   * @param minutes is told of every minute that has events
   */
  public static void read(
      Handle handle, String question, Instant from, SliBook.MinuteEvents minutes) {
    select(handle, question).ifPresent(stored -> read(handle, stored.id(), from, minutes));
  }

  static void read(Handle handle, int id, Instant from, SliBook.MinuteEvents minutes) {
    handle
        .createQuery(
            """
            select extract(epoch from hour)::bigint / 60 as minute, good, total from metric_hour
            where metric_id = :id and hour >= :from and good is not null order by hour
            """)
        .bind("id", id)
        .bind("from", OffsetDateTime.ofInstant(from, ZoneOffset.UTC).truncatedTo(ChronoUnit.HOURS))
        .setFetchSize(1_000)
        .map((rs, _) -> {
          var good = (Integer[]) rs.getArray("good").getArray();
          var total = (Integer[]) rs.getArray("total").getArray();
          var first = rs.getLong("minute");
          for (int i = 0; i < MINUTES; i++) {
            if (total[i] > 0) {
              minutes.minute(first + i, good[i], total[i]);
            }
          }
          return first;
        })
        .forEach(_ -> {});
  }

  /**
   * Puts minutes in the place of what was stored of them.
   *
   * @param counts of the minutes from {@code from} on
   * @param progress how far all is read with them
   * @return what is stored now
   */
  static Stored write(
      Handle handle, int id, long from, List<EventCounts> counts, Progress progress) {
    handle
        .createQuery("select id from metric where id = :id for update")
        .bind("id", id)
        .mapTo(Integer.class)
        .one();
    var hours = hours(from, counts);
    var before = sums(handle, id, hours);
    put(handle, id, hours);
    var after = sums(handle, id, hours);
    return handle
        .createQuery(
            """
            update metric set
              settled_minute = case when to_minute > :to then settled_minute else :settled end,
              carry_part = case when to_minute > :to then carry_part else :part end,
              carry_total = case when to_minute > :to then carry_total else :whole end,
              from_minute = least(from_minute, :from),
              to_minute = greatest(to_minute, :to),
              first_minute = least(first_minute, :first),
              good = good + :good,
              total = total + :total
            where id = :id returning *
            """)
        .bind("id", id)
        .bind("from", progress.from())
        .bind("settled", progress.settled())
        .bind("to", progress.to())
        .bind("part", progress.carry().part())
        .bind("whole", progress.carry().total())
        .bind("first", first(from, counts))
        .bind("good", after.good() - before.good())
        .bind("total", after.total() - before.total())
        .map((rs, _) -> stored(rs))
        .one();
  }

  private static @Nullable Long first(long from, List<EventCounts> counts) {
    for (var i = 0; i < counts.size(); i++) {
      if (counts.get(i).total() > 0) {
        return from + i;
      }
    }
    return null;
  }

  /** Minutes that are not written are kept as they are. */
  private static final class Hour {
    private final long number;
    private final int[] good = new int[MINUTES];
    private final int[] total = new int[MINUTES];

    Hour(long number) {
      this.number = number;
      Arrays.fill(good, KEPT);
      Arrays.fill(total, KEPT);
    }

    void set(int minute, EventCounts counts) {
      good[minute] = Math.toIntExact(counts.good());
      total[minute] = Math.toIntExact(counts.total());
    }
  }

  private static List<Hour> hours(long from, List<EventCounts> counts) {
    var hours = new ArrayList<Hour>();
    for (var i = 0; i < counts.size(); i++) {
      var minute = from + i;
      var number = Math.floorDiv(minute, MINUTES);
      if (hours.isEmpty() || hours.getLast().number != number) {
        hours.add(new Hour(number));
      }
      hours.getLast().set(Math.floorMod(minute, MINUTES), counts.get(i));
    }
    return hours;
  }

  private static void put(Handle handle, int id, List<Hour> hours) {
    handle
        .createUpdate(
            """
            insert into metric_hour as h (metric_id, hour, good, total)
            select ?, 'epoch'::timestamptz + hour * interval '1 hour',
              (select array_agg(greatest(a, 0) order by i)
                from unnest(good::integer[]) with ordinality as t(a, i)),
              (select array_agg(greatest(a, 0) order by i)
                from unnest(total::integer[]) with ordinality as t(a, i))
            from unnest(?::bigint[], ?::text[], ?::text[]) as d(hour, good, total)
            on conflict (metric_id, hour) do nothing
            """)
        .bind(0, id)
        .bindArray(1, Long.class, hours.stream().map(hour -> hour.number).toArray())
        .bindArray(2, String.class, hours.stream().map(hour -> text(hour.good)).toArray())
        .bindArray(3, String.class, hours.stream().map(hour -> text(hour.total)).toArray())
        .execute();
    handle
        .createUpdate(
            """
            update metric_hour h set
              good = m.good, total = m.total,
              good_sum = (select sum(a) from unnest(m.good) as t(a)),
              total_sum = (select sum(a) from unnest(m.total) as t(a))
            from (
              select h.hour,
                (select array_agg(case when b < 0 then a else b end order by i)
                  from unnest(h.good, d.good::integer[]) with ordinality as t(a, b, i)) as good,
                (select array_agg(case when b < 0 then a else b end order by i)
                  from unnest(h.total, d.total::integer[]) with ordinality as t(a, b, i)) as total
              from unnest(?::bigint[], ?::text[], ?::text[]) as d(hour, good, total)
                join metric_hour h on h.metric_id = ?
                  and h.hour = 'epoch'::timestamptz + d.hour * interval '1 hour'
              where h.good is not null) m
            where h.metric_id = ? and h.hour = m.hour
            """)
        .bindArray(0, Long.class, hours.stream().map(hour -> hour.number).toArray())
        .bindArray(1, String.class, hours.stream().map(hour -> text(hour.good)).toArray())
        .bindArray(2, String.class, hours.stream().map(hour -> text(hour.total)).toArray())
        .bind(3, id)
        .bind(4, id)
        .execute();
  }

  private static EventCounts sums(Handle handle, int id, List<Hour> hours) {
    return handle
        .createQuery(
            """
            select coalesce(sum(good_sum), 0)::bigint, coalesce(sum(total_sum), 0)::bigint
            from metric_hour where metric_id = :id
              and hour between 'epoch'::timestamptz + :first * interval '1 hour'
                and 'epoch'::timestamptz + :last * interval '1 hour'
            """)
        .bind("id", id)
        .bind("first", hours.getFirst().number)
        .bind("last", hours.getLast().number)
        .map((rs, _) -> new EventCounts(rs.getLong(1), rs.getLong(2)))
        .one();
  }

  /**
   * Lets go of minutes; the hours' sums stay for ever.
   *
   * @param handle the database
   * @param oldest whole hours before it lose their minutes
   */
  public static void dropMinutesBefore(Handle handle, Instant oldest) {
    handle
        .createUpdate(
            """
            update metric_hour set good = null, total = null
            where hour < date_trunc('hour', :oldest::timestamptz) and good is not null
            """)
        .bind("oldest", oldest)
        .execute();
  }

  private static String text(int[] minutes) {
    return Arrays.stream(minutes)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "{", "}"));
  }
}
