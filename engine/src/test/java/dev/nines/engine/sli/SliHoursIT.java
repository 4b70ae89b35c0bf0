package dev.nines.engine.sli;

import static dev.nines.engine.results.Runs.FAST;
import static dev.nines.engine.results.Runs.NOON;
import static dev.nines.engine.results.Runs.bad;
import static dev.nines.engine.results.Runs.good;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.Runs;
import dev.nines.engine.sli.SliHours.Counted;
import dev.nines.slo.Criterion;
import dev.nines.slo.EventCounts;
import dev.nines.slo.HourCounts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SliHoursIT {
  private static final Set<Criterion> BOTH = Set.of(Criterion.SUCCESS, FAST);

  private Database database;
  private NameIds ids;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    ids = new NameIds(database.jdbi());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void countsEqualBruteForce_howeverRunsAreBatchedAndRepeated(long seed) {
    var random = new Random(seed);
    var runs = Runs.random(random, "p", NOON, 1_500);
    var store = store(_ -> BOTH);
    var sent = new ArrayList<>(runs);
    sent.addAll(runs.subList(0, 500)); // repeats, in the same batch or in others
    Collections.shuffle(sent, random);

    for (var from = 0; from < sent.size(); ) {
      var to = Math.min(sent.size(), from + 1 + random.nextInt(300));
      store.append(sent.subList(from, to));
      from = to;
    }

    assertThat(rows()).isEqualTo(bruteForce(runs, BOTH));
  }

  @Test
  void backfillOfANewCriterionEqualsCountingItFromTheStart() {
    var runs = Runs.random(new Random(4), "p", NOON, 6_000);
    store(_ -> Set.of(Criterion.SUCCESS)).append(runs);
    var hours = hours(_ -> BOTH);

    database
        .jdbi()
        .useTransaction(handle -> {
          for (var probe : List.of("p0", "p1", "p2")) {
            hours.backfill(handle, probe, FAST);
            hours.backfill(handle, probe, FAST);
            hours.backfill(handle, probe, Criterion.SUCCESS);
          }
        });

    assertThat(rows()).isEqualTo(bruteForce(runs, BOTH));
  }

  @Test
  void totalsTellHowMuchAndSinceWhenEachCriterionIsCounted() {
    store(probe -> probe.equals("a") ? BOTH : Set.of(Criterion.SUCCESS))
        .append(
            List.of(
                good("a", NOON.plusSeconds(10_000)),
                good("a", NOON.plusSeconds(5)),
                good("b", NOON.plusSeconds(3_600))));

    assertThat(database.jdbi().withHandle(SliHours::totals))
        .isEqualTo(
            Map.of(
                new Counted("a", "success"), total(NOON, 2),
                new Counted("a", FAST.text()), total(NOON, 2),
                new Counted("b", "success"), total(NOON.plusSeconds(3_600), 1)));
  }

  @Test
  void minutesPastTheirRetentionStayGone_whileTheirSumsGoOn() {
    var store = store(_ -> Set.of(Criterion.SUCCESS));
    var nextHour = NOON.plusSeconds(3_600);
    store.append(List.of(good("a", NOON), bad("a", NOON.plusSeconds(60)), good("a", nextHour)));

    database
        .jdbi()
        .useHandle(handle -> SliHours.dropMinutesBefore(handle, nextHour.plusSeconds(59)));
    store.append(List.of(good("a", NOON.plusSeconds(90)))); // replayed from a spool, say

    assertThat(rows())
        .isEqualTo(
            Map.of(
                new Hour("a", "local", "success", NOON), new Counts(null, null, 2, 3),
                new Hour("a", "local", "success", nextHour), new Counts(at(0), at(0), 1, 1)));
  }

  @Test
  void hoursOfTheWantedProbesAreRead_fromTheHourOn() {
    store(_ -> Set.of(Criterion.SUCCESS))
        .append(
            List.of(
                good("a", NOON.minusSeconds(1)),
                good("a", NOON),
                bad("a", NOON.plusSeconds(59)),
                good("a", NOON.plusSeconds(120)),
                good("b", NOON)));

    assertThat(hours("a", NOON.plusSeconds(1_800)))
        .containsExactly("a success 2026-11-24T12:00:00Z 0:1/2 2:1/1");
  }

  @Test
  void hourWhoseMinutesAreAllAlikeIsReadAsItWasWritten() {
    var runs = new ArrayList<ProbeResult>();
    var alike = new StringBuilder("a success 2026-11-24T12:00:00Z");
    var badOnce = new StringBuilder("a success 2026-11-24T13:00:00Z");
    for (var minute = 0; minute < 60; minute++) {
      var at = NOON.plusSeconds(minute * 60L);
      runs.addAll(List.of(good("a", at), good("a", at.plusSeconds(30))));
      alike.append(" %d:2/2".formatted(minute));
      var later = at.plusSeconds(3_600);
      runs.add(minute == 7 ? bad("a", later) : good("a", later));
      badOnce.append(" %d:%d/1".formatted(minute, minute == 7 ? 0 : 1));
    }
    store(_ -> Set.of(Criterion.SUCCESS)).append(runs);

    assertThat(hours("a", NOON)).containsExactly(alike.toString(), badOnce.toString());
  }

  /** Each hour with those of its minutes that have runs. */
  private List<String> hours(String probe, Instant from) {
    var read = new ArrayList<String>();
    database
        .jdbi()
        .useTransaction(handle ->
            StoredHours.read(
                handle,
                Set.of(probe),
                from,
                (name, _, criterion, first, counts) -> {
                  var text =
                      new StringBuilder(
                          "%s %s %s".formatted(name, criterion, Instant.ofEpochSecond(first * 60)));
                  for (var minute = 0; minute < HourCounts.MINUTES; minute++) {
                    if (counts.total(minute) > 0) {
                      text.append(
                          " %d:%d/%d".formatted(minute, counts.good(minute), counts.total(minute)));
                    }
                  }
                  read.add(text.toString());
                }));
    return read;
  }

  private record Hour(String probe, String location, String criterion, Instant hour) {}

  private record Counts(
      @Nullable List<Integer> good, @Nullable List<Integer> total, long goodSum, long totalSum) {}

  private static List<Integer> at(int minute) {
    var minutes = new Integer[60];
    Arrays.fill(minutes, 0);
    minutes[minute] = 1;
    return List.of(minutes);
  }

  private static Map<Hour, Counts> bruteForce(
      Collection<ProbeResult> runs, Set<Criterion> criteria) {
    var counts = new HashMap<Hour, Counts>();
    for (var criterion : criteria) {
      for (var run : runs) {
        var at = run.key().scheduledAt();
        var hour = at.truncatedTo(ChronoUnit.HOURS);
        var key = new Hour(run.key().probe(), run.key().location(), criterion.text(), hour);
        if (!counts.containsKey(key)) {
          var same =
              runs.stream()
                  .filter(other ->
                      other.key().probe().equals(key.probe())
                          && other.key().location().equals(key.location())
                          && !other.key().scheduledAt().isBefore(hour)
                          && other.key().scheduledAt().isBefore(hour.plusSeconds(3_600)))
                  .toList();
          var good = same.stream().filter(other -> criterion.isGood(other.sample())).toList();
          counts.put(
              key, new Counts(minutes(good, hour), minutes(same, hour), good.size(), same.size()));
        }
      }
    }
    return counts;
  }

  private static List<Integer> minutes(List<ProbeResult> runs, Instant hour) {
    var minutes = new Integer[60];
    Arrays.fill(minutes, 0);
    for (var run : runs) {
      minutes[(int) Duration.between(hour, run.key().scheduledAt()).toMinutes()]++;
    }
    return List.of(minutes);
  }

  private Map<Hour, Counts> rows() {
    var rows = new HashMap<Hour, Counts>();
    database
        .jdbi()
        .useHandle(handle ->
            handle
                .createQuery(
                    """
                    select p.name, l.name, c.text, extract(epoch from hour)::bigint, good, total,
                      good_sum, total_sum
                    from sli_hour h join probe p on p.id = h.probe_id
                      join location l on l.id = h.location_id
                      join criterion c on c.id = h.criterion_id
                    """)
                .map((rs, _) ->
                    rows.put(
                        new Hour(
                            rs.getString(1),
                            rs.getString(2),
                            rs.getString(3),
                            Instant.ofEpochSecond(rs.getLong(4))),
                        new Counts(minutes(rs, 5), minutes(rs, 6), rs.getLong(7), rs.getLong(8))))
                .list());
    return rows;
  }

  private static @Nullable List<Integer> minutes(ResultSet rs, int column) throws SQLException {
    var array = rs.getArray(column);
    return array == null
        ? null
        : Arrays.stream((Short[]) array.getArray()).map(Short::intValue).toList();
  }

  private SliHours hours(Function<String, Set<Criterion>> criteria) {
    return new SliHours(ids, new SliBook(), criteria);
  }

  private ResultStore store(Function<String, Set<Criterion>> criteria) {
    var jdbi = database.jdbi();
    return new ResultStore(
        jdbi, ids, new ResultPartitions(jdbi), List.of(hours(criteria)), () -> {});
  }

  private static SliHours.Total total(Instant firstHour, int good) {
    return new SliHours.Total(firstHour, new EventCounts(good, good));
  }
}
