package dev.nines.engine.sli;

import static dev.nines.engine.results.Runs.FAST;
import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeGrids;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.Runs;
import dev.nines.slo.Adjustments;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import dev.nines.slo.reliability.Coverage;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SliBookIT {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTES = Duration.ofMinutes(7);
  private static final Instant SINCE = NOON.plusSeconds(1_000);
  private static final Instant FROM = SINCE.plusSeconds(20); // a whole minute
  private static final Slo AVAILABLE = slo("available", Criterion.SUCCESS, "p0");
  private static final Slo QUICK = slo("quick", FAST, "p1", "p2");
  private static final Slo ANYWHERE =
      new Slo(
          "anywhere",
          "anywhere",
          "shop",
          new Sli.Runs(List.of("p0"), Criterion.SUCCESS, Sli.Locations.ANY),
          new BudgetWindow.Rolling(HOUR),
          List.of(new Objective("99", 0.99)));
  private static final Set<String> PROBES = Set.of("p0", "p1", "p2");

  private Database database;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void bookThatWasToldOfEveryBatchEqualsOneReadFromTheStore(long seed) {
    var random = new Random(seed);
    var told = new SliBook();
    var store = store(told);
    var half = NOON.plusSeconds(5_400);
    open(told, SINCE);
    var runs = Runs.random(random, "p", NOON, 1_200);
    store.append(between(runs, NOON, half));
    open(told, half); // declared anew in between
    store.append(between(runs, half, half.plusSeconds(1_234)));
    var now = NOON.plus(Duration.ofHours(3));
    told.advanceTo(now);
    store.append(between(runs, half.plusSeconds(1_234), now));
    store.append(runs.subList(0, 100)); // repeats

    var read = new SliBook();
    open(read, now);

    for (var slo : List.of(AVAILABLE, QUICK)) {
      for (var window : List.of(MINUTES, HOUR)) {
        assertThat(told.read(slo.name(), "99", new BudgetWindow.Rolling(window)))
            .isEqualTo(read.read(slo.name(), "99", new BudgetWindow.Rolling(window)))
            .extracting(reading -> reading.counts())
            .isEqualTo(counts(runs, slo, now.minus(window).plusSeconds(60), now));
        assertThat(told.firstBadMinute(slo.name(), "99", window, now))
            .isEqualTo(read.firstBadMinute(slo.name(), "99", window, now));
      }
    }
    for (var probe : PROBES) {
      assertThat(told.coverage(probe, now)).isPresent().isEqualTo(read.coverage(probe, now));
      assertThat(told.isKnown(probe, now)).isEqualTo(read.isKnown(probe, now));
    }
  }

  @Test
  void probeOfWhichNoRunWasEverStoredIsUnknownUpToThePresent() {
    var book = new SliBook();
    open(book, SINCE);
    var now = SINCE.plusSeconds(100);

    var since = book.since("p0").orElseThrow();
    assertThat(book.coverage("p0", now))
        .contains(new Coverage(since, Intervals.of(new Interval(since, now))));
  }

  @Test
  void allCountsEveryEventSinceTheSliBegan() {
    var book = new SliBook();
    var store = store(book);
    open(book, SINCE);
    var runs = Runs.random(new Random(5), "p", SINCE, 300);
    store.append(runs);

    var all = counts(runs, QUICK, SINCE, SINCE.plus(Duration.ofHours(4)));
    assertThat(book.all("quick", "99")).isEqualTo(all);
    book.advanceTo(SINCE.plus(Duration.ofDays(3)));
    assertThat(book.all("quick", "99")).as("long after its windows").isEqualTo(all);
  }

  @Test
  void probeIsKnownForTwoIntervalsAfterTheMinuteOfItsLastRun() {
    var book = new SliBook();
    open(book, SINCE);
    assertThat(book.isKnown("p0", SINCE)).isFalse();

    store(book).append(List.of(Runs.bad("p0", SINCE)));
    var minuteEnd = Instant.ofEpochSecond((SINCE.getEpochSecond() / 60 + 1) * 60);

    assertThat(book.isKnown("p0", SINCE)).isTrue();
    assertThat(book.isKnown("p0", minuteEnd.plusSeconds(60))).isTrue();
    assertThat(book.isKnown("p0", minuteEnd.plusSeconds(61))).isFalse();
    assertThat(book.isKnown("nobody", SINCE)).isFalse();
  }

  @Test
  void firstBadMinuteIsWhereTheTroubleOfTheWindowBegan() {
    var book = new SliBook();
    open(book, NOON);
    var now = NOON.plus(Duration.ofMinutes(30));
    book.advanceTo(now);
    store(book)
        .append(
            List.of(
                Runs.bad("p0", NOON.plusSeconds(60)),
                Runs.good("p0", now.minusSeconds(300)),
                Runs.bad("p0", now.minusSeconds(230)),
                Runs.bad("p0", now.minusSeconds(10))));

    assertThat(book.firstBadMinute("available", "99", MINUTES, now))
        .isEqualTo(now.minusSeconds(240));
    assertThat(book.firstBadMinute("quick", "99", MINUTES, now)).isEqualTo(now);
  }

  @Test
  void minuteIsGoodWhereItIsGoodAtAnyLocation() {
    var told = new SliBook();
    open(told, FROM);
    var minute = FROM.plusSeconds(60);
    store(told)
        .append(
            List.of(
                Runs.run("p0", "near", FROM, true, HOUR),
                Runs.run("p0", "far", FROM, false, HOUR),
                Runs.run("p0", "near", minute, false, HOUR),
                Runs.run("p0", "far", minute.plusSeconds(1), false, HOUR)));
    var now = FROM.plusSeconds(120);
    told.advanceTo(now);
    var read = new SliBook();
    open(read, now);

    for (var book : List.of(told, read)) {
      assertThat(book.read("anywhere", "99", new BudgetWindow.Rolling(HOUR)).counts())
          .isEqualTo(new EventCounts(1, 2));
      assertThat(book.all("anywhere", "99")).as("raw runs").isEqualTo(new EventCounts(1, 4));
    }
  }

  @Test
  void whatPeopleExcludedIsLeftOutBackwardsAndComesBack() {
    var book = new SliBook();
    open(book, FROM);
    store(book).append(List.of(Runs.good("p0", FROM), Runs.bad("p0", FROM.plusSeconds(61))));
    var now = FROM.plusSeconds(120);
    book.advanceTo(now);
    var hour = new BudgetWindow.Rolling(HOUR);

    book.adjust(slo ->
        slo.equals("available")
            ? new Adjustments(
                Intervals.of(new Interval(FROM.plusSeconds(60), FROM.plusSeconds(120))),
                Intervals.NONE,
                Intervals.NONE)
            : Adjustments.NONE);
    assertThat(book.read("available", "99", hour).counts()).isEqualTo(new EventCounts(1, 1));
    assertThat(book.all("available", "99")).as("raw").isEqualTo(new EventCounts(1, 2));
    book.adjust(_ -> Adjustments.NONE);
    assertThat(book.read("available", "99", hour).counts()).isEqualTo(new EventCounts(1, 2));
  }

  @Test
  void unknownSloIsTheCallersFault() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SliBook().read("nothing", "99.9", new BudgetWindow.Rolling(HOUR)))
        .withMessage("SLO not in the book: nothing, 99.9");
  }

  private static EventCounts counts(
      Collection<ProbeResult> runs, Slo slo, Instant from, Instant to) {
    var events =
        runs.stream()
            .filter(run -> sli(slo).probes().contains(run.key().probe()))
            .filter(run -> !run.key().scheduledAt().isBefore(from))
            .filter(run -> run.key().scheduledAt().isBefore(to.plusSeconds(60)))
            .toList();
    var good = events.stream().filter(run -> sli(slo).good().isGood(run.sample())).count();
    return new EventCounts(good, events.size());
  }

  private static List<ProbeResult> between(List<ProbeResult> runs, Instant from, Instant to) {
    return runs.stream()
        .filter(run -> !run.key().scheduledAt().isBefore(from))
        .filter(run -> run.key().scheduledAt().isBefore(to))
        .toList();
  }

  private void open(SliBook book, Instant now) {
    var grid = new ProbeGrids.Declared(SINCE, Duration.ofSeconds(30), Duration.ofSeconds(30));
    book.open(
        List.of(AVAILABLE, QUICK, ANYWHERE),
        _ -> Set.of(new BudgetWindow.Rolling(MINUTES), new BudgetWindow.Rolling(HOUR)),
        Map.of("p0", grid, "p1", grid, "p2", grid),
        (slo, _) -> history(slo),
        Duration.ofDays(1),
        reader ->
            database
                .jdbi()
                .useTransaction(handle -> StoredHours.read(handle, PROBES, NOON, reader)),
        (_, _) -> {},
        now);
  }

  private static Sli.Runs sli(Slo slo) {
    return (Sli.Runs) slo.terms().getFirst().sli();
  }

  private SliBook.History history(Slo slo) {
    var totals = database.jdbi().withHandle(SliHours::totals);
    var all = EventCounts.NONE;
    for (var probe : sli(slo).probes()) {
      var total = totals.get(new SliHours.Counted(probe, sli(slo).good().text()));
      all = total == null ? all : all.plus(total.counts());
    }
    return new SliBook.History(SINCE, all);
  }

  private ResultStore store(SliBook book) {
    var jdbi = database.jdbi();
    var ids = new NameIds(jdbi);
    Set<Criterion> both = new HashSet<>(Set.of(Criterion.SUCCESS, FAST));
    return new ResultStore(
        jdbi,
        ids,
        new ResultPartitions(jdbi),
        List.of(new SliHours(ids, book, _ -> both)),
        () -> {});
  }

  private static Slo slo(String name, Criterion good, String... probes) {
    return new Slo(
        name,
        name,
        "shop",
        new Sli.Runs(List.of(probes), good),
        new BudgetWindow.Rolling(HOUR),
        List.of(new Objective("99", 0.99)));
  }
}
