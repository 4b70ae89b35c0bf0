package dev.nines.engine.sli;

import dev.nines.engine.results.BatchParticipant;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultReader;
import dev.nines.slo.Criterion;
import dev.nines.slo.EventCounts;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * The hour rows: one per (probe, location, criterion, hour), with the good and all runs of each of
 * its sixty minutes. Results are counted in the transaction that stores them, hence exactly once.
 */
public final class SliHours implements BatchParticipant {
  private static final int MINUTES = 60;
  private static final int CHUNK = 5_000;
  private static final String ADD =
      """
      insert into sli_hour as h
        (probe_id, location_id, criterion_id, hour, good, total, good_sum, total_sum)
      select probe_id, location_id, criterion_id, 'epoch'::timestamptz + hour * interval '1 hour',
          good::smallint[], total::smallint[], good_sum, total_sum
      from unnest(?::integer[], ?::smallint[], ?::integer[], ?::bigint[], ?::text[], ?::text[],
          ?::bigint[], ?::bigint[])
        as d(probe_id, location_id, criterion_id, hour, good, total, good_sum, total_sum)
      on conflict (probe_id, location_id, criterion_id, hour) do update set
        good = (select array_agg((a + b)::smallint order by i)
          from unnest(h.good, excluded.good) with ordinality as t(a, b, i) where h.good is not null),
        total = (select array_agg((a + b)::smallint order by i)
          from unnest(h.total, excluded.total) with ordinality as t(a, b, i)
          where h.total is not null),
        good_sum = h.good_sum + excluded.good_sum,
        total_sum = h.total_sum + excluded.total_sum,
        version = nextval('sli_hour_version')
      """;
  private static final String ADD_TOTAL =
      """
      insert into sli_total as t (probe_id, location_id, criterion_id, first_hour, good, total)
      select probe_id, location_id, criterion_id,
          'epoch'::timestamptz + min(hour) * interval '1 hour', sum(good), sum(total)
      from unnest(?::integer[], ?::smallint[], ?::integer[], ?::bigint[], ?::bigint[], ?::bigint[])
        as d(probe_id, location_id, criterion_id, hour, good, total)
      group by 1, 2, 3 order by 1, 2, 3
      on conflict (probe_id, location_id, criterion_id) do update set
        first_hour = least(t.first_hour, excluded.first_hour),
        good = t.good + excluded.good,
        total = t.total + excluded.total
      """;

  private final NameIds ids;
  private final SliBook book;
  private final Function<String, Set<Criterion>> criteria;

  /**
   * Counts results.
   *
   * @param ids the names' numbers
   * @param book the windows in memory, told of what was committed
   * @param criteria the criteria that are counted for a probe, by its name
   */
  public SliHours(NameIds ids, SliBook book, Function<String, Set<Criterion>> criteria) {
    this.ids = ids;
    this.book = book;
    this.criteria = criteria;
  }

  @Override
  public Runnable store(Handle handle, List<ProbeResult> inserted) {
    count(handle, inserted, criteria);
    return () -> book.add(inserted);
  }

  /**
   * Counts the stored results of a probe by a criterion that is new to it, as far as they go back.
   * Does nothing where the criterion has been counted already.
   *
   * @param handle the database, in a transaction
   * @param probe the probe's name
   * @param criterion the criterion
   */
  public void backfill(Handle handle, String probe, Criterion criterion) {
    var known =
        handle
            .createQuery(
                "select exists (select from sli_total where probe_id = :probe"
                    + " and criterion_id = :criterion)")
            .bind("probe", ids.probe(probe))
            .bind("criterion", ids.criterion(criterion.text()))
            .mapTo(Boolean.class)
            .one();
    if (!known) {
      var chunk = new ArrayList<ProbeResult>();
      ResultReader.all(
          handle,
          probe,
          result -> {
            chunk.add(result);
            if (chunk.size() == CHUNK) {
              count(handle, chunk, _ -> Set.of(criterion));
              chunk.clear();
            }
          });
      count(handle, chunk, _ -> Set.of(criterion));
    }
  }

  private void count(
      Handle handle, List<ProbeResult> results, Function<String, Set<Criterion>> by) {
    var hours = new TreeMap<HourKey, HourDelta>(HourKey.ORDER);
    for (var result : results) {
      var probe = ids.probe(result.key().probe());
      var location = ids.location(result.key().location());
      var minute = result.key().scheduledAt().getEpochSecond() / MINUTES;
      for (var criterion : by.apply(result.key().probe())) {
        var key = new HourKey(probe, location, ids.criterion(criterion.text()), minute / MINUTES);
        hours
            .computeIfAbsent(key, _ -> new HourDelta())
            .add(Math.floorMod(minute, MINUTES), criterion.isGood(result.sample()));
      }
    }
    if (!hours.isEmpty()) {
      add(handle, hours);
    }
  }

  private static void add(Handle handle, Map<HourKey, HourDelta> hours) {
    var keys = hours.keySet();
    var deltas = hours.values();
    var goodSums = deltas.stream().map(d -> sum(d.good)).toArray();
    var totalSums = deltas.stream().map(d -> sum(d.total)).toArray();
    var update = handle.createUpdate(ADD);
    bindKeys(update, keys);
    update.bindArray(4, String.class, deltas.stream().map(d -> text(d.good)).toArray());
    update.bindArray(5, String.class, deltas.stream().map(d -> text(d.total)).toArray());
    update.bindArray(6, Long.class, goodSums);
    update.bindArray(7, Long.class, totalSums);
    update.execute();
    var sums = handle.createUpdate(ADD_TOTAL);
    bindKeys(sums, keys);
    sums.bindArray(4, Long.class, goodSums);
    sums.bindArray(5, Long.class, totalSums);
    sums.execute();
  }

  private static void bindKeys(Update update, Set<HourKey> keys) {
    update.bindArray(0, Integer.class, keys.stream().map(HourKey::probe).toArray());
    update.bindArray(1, Integer.class, keys.stream().map(HourKey::location).toArray());
    update.bindArray(2, Integer.class, keys.stream().map(HourKey::criterion).toArray());
    update.bindArray(3, Long.class, keys.stream().map(HourKey::hour).toArray());
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
            update sli_hour set good = null, total = null, version = nextval('sli_hour_version')
            where hour < date_trunc('hour', :oldest::timestamptz) and good is not null
            """)
        .bind("oldest", oldest)
        .execute();
  }

  /**
   * Reads what was ever counted.
   *
   * @param handle the database
   * @return each criterion's events of each probe, at all locations
   */
  public static Map<Counted, Total> totals(Handle handle) {
    var totals = new HashMap<Counted, Total>();
    handle
        .createQuery(
            """
            select p.name, c.text, min(t.first_hour), sum(t.good)::bigint, sum(t.total)::bigint
            from sli_total t
              join probe p on p.id = t.probe_id join criterion c on c.id = t.criterion_id
            group by 1, 2
            """)
        .map((rs, _) ->
            totals.put(
                new Counted(rs.getString(1), rs.getString(2)),
                new Total(
                    rs.getObject(3, OffsetDateTime.class).toInstant(),
                    new EventCounts(rs.getLong(4), rs.getLong(5)))))
        .forEach(_ -> {});
    return totals;
  }

  /**
   * Everything that was ever counted.
   *
   * @param firstHour since when
   * @param counts the events
   */
  public record Total(Instant firstHour, EventCounts counts) {}

  /**
   * What is counted.
   *
   * @param probe the probe's name
   * @param criterion the criterion's canonical text
   */
  public record Counted(String probe, String criterion) {}

  private static String text(int[] minutes) {
    return Arrays.stream(minutes)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static long sum(int[] minutes) {
    return Arrays.stream(minutes).asLongStream().sum();
  }

  /** Rows are taken in one order everywhere, so that two instances never wait for each other. */
  private record HourKey(int probe, int location, int criterion, long hour) {
    static final Comparator<HourKey> ORDER =
        Comparator.comparingInt(HourKey::probe)
            .thenComparingInt(HourKey::location)
            .thenComparingInt(HourKey::criterion)
            .thenComparingLong(HourKey::hour);
  }

  private static final class HourDelta {
    private final int[] good = new int[MINUTES];
    private final int[] total = new int[MINUTES];

    void add(int minute, boolean isGood) {
      total[minute]++;
      if (isGood) {
        good[minute]++;
      }
    }
  }
}
