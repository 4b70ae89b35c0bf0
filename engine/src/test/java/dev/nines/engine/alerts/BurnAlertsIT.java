package dev.nines.engine.alerts;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.alerting.AlertCondition;
import dev.nines.alerting.AlertPolicy;
import dev.nines.alerting.ObjectiveAlerts;
import dev.nines.alerting.Urgency;
import dev.nines.engine.alerts.BurnAlertTable.BurnAlertRow;
import dev.nines.engine.catalog.BlackboxModules;
import dev.nines.engine.catalog.BudgetRules;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.replay.Backtest;
import dev.nines.engine.replay.RecordedMinutes;
import dev.nines.engine.replay.Replay;
import dev.nines.engine.results.ProbeGrids;
import dev.nines.engine.sli.OneMinute;
import dev.nines.engine.sli.SliBook;
import dev.nines.slo.Adjustments;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BurnAlertsIT {
  private static final Slo SHOP =
      new Slo(
          "shop-available",
          "shop is available",
          "shop",
          new Sli.Runs(List.of("shop-http"), Criterion.SUCCESS),
          new BudgetWindow.Rolling(Duration.ofDays(30)),
          List.of(new Objective("99.9", 0.999)));
  private static final int RUNS_A_MINUTE = 2;

  private Database database;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** Good runs in a minute; a minute without runs is below zero. */
  @FunctionalInterface
  private interface Minutes {
    int good(int minute);
  }

  @Test
  void totalOutageOnDayOnePagesWithinMinutes() {
    Minutes outage = minute -> minute < 10 ? RUNS_A_MINUTE : 0;
    for (var minute = 0; minute < 11; minute++) {
      assertThat(evaluate(outage, minute).fired()).isEmpty();
    }

    var fired = evaluate(outage, 11).fired();

    assertThat(fired)
        .filteredOn(alert -> alert.urgency() == Urgency.PAGE)
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.service()).isEqualTo("shop");
          assertThat(alert.objective()).isEqualTo("99.9");
          assertThat(alert.rule()).isEqualTo("14.4x over 1h and 5m");
          assertThat(alert.impactStart()).isEqualTo(at(10));
          assertThat(alert.detectedAt()).isEqualTo(at(11));
        });
    assertThat(evaluate(outage, 12).fired()).extracting(BurnAlertRow::urgency).isEmpty();
  }

  @Test
  void blipOfTwoBadRunsPagesNobody() {
    Minutes blip = minute -> minute == 60 || minute == 61 ? RUNS_A_MINUTE - 1 : RUNS_A_MINUTE;

    for (var minute = 55; minute < 200; minute++) {
      assertThat(evaluate(blip, minute).fired()).as("minute %d", minute).isEmpty();
    }
  }

  @Test
  void manyBadRunsInOneMinutePageNobody() {
    Minutes burst = minute -> minute == 30 ? 0 : RUNS_A_MINUTE;

    for (var minute = 25; minute < 100; minute++) {
      assertThat(evaluate(burst, minute).fired()).as("minute %d", minute).isEmpty();
    }
  }

  @Test
  void firingAlertOutlivesARestart_andClearsOnce() {
    Minutes outage = minute -> minute >= 10 && minute < 40 ? 0 : RUNS_A_MINUTE;
    var page = firstPage(outage);
    assertThat(evaluate(outage, 38).fired()).as("after a restart").noneMatch(BurnAlertsIT::pages);

    var cleared =
        IntStream.range(40, 240)
            .mapToObj(minute -> evaluate(outage, minute))
            .flatMap(changes -> changes.cleared().stream())
            .filter(alert -> alert.urgency() == Urgency.PAGE)
            .toList();

    assertThat(cleared)
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.id()).isEqualTo(page.id());
          assertThat(alert.endedBy()).contains("burns slowly again");
          assertThat(alert.clearedAt()).hasValueSatisfying(at -> assertThat(at).isAfter(at(40)));
        });
    assertThat(current()).filteredOn(a -> a.clearedAt().isEmpty()).noneMatch(BurnAlertsIT::pages);
  }

  @Test
  void pageStaysWhileNothingIsKnown() {
    Minutes silence = minute -> minute < 10 ? RUNS_A_MINUTE : minute < 20 ? 0 : -1;
    firstPage(silence);

    var changes = evaluate(silence, 180);

    assertThat(changes.fired()).noneMatch(BurnAlertsIT::pages);
    assertThat(changes.cleared()).isEmpty();
  }

  @Test
  void alertOfARemovedSloClears_andItsReturnDoesNotFireByItself() {
    Minutes outage = minute -> minute >= 10 && minute < 20 ? 0 : RUNS_A_MINUTE;
    firstPage(outage);

    var removed = evaluate(List.of(), outage, 20);
    assertThat(removed.cleared())
        .isNotEmpty()
        .allSatisfy(alert -> assertThat(alert.endedBy()).contains("removed by declaration"));
    assertThat(evaluate(List.of(), outage, 21)).isEqualTo(NOTHING);

    var returned = 3 * 24 * 60;
    Minutes calm = minute -> minute < returned - 1 ? -1 : RUNS_A_MINUTE;
    assertThat(evaluate(calm, returned)).isEqualTo(NOTHING);
  }

  @Test
  void ofTwoEvaluatorsOneFires() {
    Minutes outage = minute -> minute < 10 ? RUNS_A_MINUTE : 0;
    var book = book(outage, 12);
    var first =
        database
            .jdbi()
            .inTransaction(handle ->
                new BurnAlerts(book).evaluate(handle, catalog(List.of(SHOP), List.of()), at(12)));
    // The other one has read the rules before the first one wrote them.
    database.jdbi().useHandle(handle -> handle.execute("delete from burn_rule_firing"));
    var second = evaluate(outage, 12);

    assertThat(first.fired()).isNotEmpty();
    assertThat(second.fired()).isEmpty();
  }

  @Test
  void declaredPolicyFiresAfterItsTimeAsARowOfItsOwn_overRestarts_andClears() {
    var catalog = catalog(List.of(QUIET_SHOP), List.of(policy(1, 10, false)));
    Minutes outage = minute -> minute >= 70 && minute < 80 ? 0 : RUNS_A_MINUTE;

    // 10x of 0.1 % over 60 minutes of 2 runs is 1.2 bad runs: the guard's 3 over 2 come at 71
    var changes = step(catalog, outage, 60, 160);

    assertThat(changes.keySet()).containsExactly(81, 142);
    assertThat(changes.get(81).fired())
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.urgency()).isEqualTo(Urgency.PAGE);
          assertThat(alert.key().policy()).contains("shop-burns");
          assertThat(alert.rule()).isEqualTo("at least 10x over 1h (policy shop-burns)");
          assertThat(alert.impactStart()).isEqualTo(at(70));
        });
    assertThat(changes.get(142).cleared())
        .singleElement()
        .satisfies(alert -> assertThat(alert.endedBy()).contains("its condition is met no longer"));
  }

  @Test
  void noDataOverTheLookbackIsAnAlertOfItsOwnThatPagesNobody_andEndsWithData() {
    var catalog = catalog(List.of(QUIET_SHOP), List.of(policy(0, 10, true)));
    Minutes silence = minute -> minute >= 100 && minute < 170 ? -1 : RUNS_A_MINUTE;

    var changes = step(catalog, silence, 0, 200);

    assertThat(changes.keySet()).containsExactly(159, 170);
    assertThat(changes.get(159).fired())
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.urgency()).isEqualTo(Urgency.TICKET);
          assertThat(alert.key().noData()).isTrue();
          assertThat(alert.rule()).isEqualTo("no data over 1h (policy shop-burns)");
        });
    assertThat(changes.get(170).cleared())
        .singleElement()
        .satisfies(alert -> assertThat(alert.endedBy()).contains("there is data again"));
  }

  @Test
  void alertOfAPolicyThatIsNoLongerDeclaredClears() {
    Minutes outage = minute -> minute < 70 ? RUNS_A_MINUTE : 0;
    var catalog = catalog(List.of(QUIET_SHOP), List.of(policy(0, 10, false)));
    assertThat(step(catalog, outage, 60, 80)).hasSize(1);

    var removed = evaluate(catalog(List.of(QUIET_SHOP), List.of()), outage, 80);

    assertThat(removed.cleared())
        .singleElement()
        .satisfies(alert -> assertThat(alert.endedBy()).contains("removed by declaration"));
  }

  @Test
  void noDataAlertOfAPolicyThatTellsOfItNoMoreIsRemoved_asThereIsStillNoData() {
    Minutes silence = minute -> minute >= 100 ? -1 : RUNS_A_MINUTE;
    var catalog = catalog(List.of(QUIET_SHOP), List.of(policy(0, 10, true)));
    assertThat(step(catalog, silence, 0, 165)).containsOnlyKeys(159);

    var removed =
        evaluate(catalog(List.of(QUIET_SHOP), List.of(policy(0, 10, false))), silence, 165);

    assertThat(removed.cleared())
        .singleElement()
        .satisfies(alert -> assertThat(alert.endedBy()).contains("removed by declaration"));
  }

  @Test
  void fewerEventsThanTheMinimumNeitherFireNorClear() {
    var needsMany =
        new Slo(
            SHOP.name(),
            SHOP.displayName(),
            SHOP.service(),
            SHOP.window(),
            SHOP.terms(),
            false,
            new Slo.Settings(Slo.Maintenance.EXCLUDE, 121, Slo.BurnAlerts.DEFAULT));
    Minutes outage = minute -> minute < 70 ? RUNS_A_MINUTE : 0;

    var changes = step(catalog(List.of(needsMany), List.of()), outage, 60, 90);

    // an hour holds 120 events, so the page at 14.4x over 1h is out; the one over 6h is not
    assertThat(changes.values())
        .flatExtracting(BurnAlerts.Changes::fired)
        .filteredOn(BurnAlertsIT::pages)
        .extracting(BurnAlertRow::rule)
        .containsExactly("6x over 6h and 30m");
  }

  /** Only declared policies watch it. */
  private static final Slo QUIET_SHOP =
      new Slo(
          SHOP.name(),
          SHOP.displayName(),
          SHOP.service(),
          SHOP.window(),
          SHOP.terms(),
          false,
          new Slo.Settings(Slo.Maintenance.EXCLUDE, 0, Slo.BurnAlerts.NONE));

  private static AlertPolicy policy(int afterTens, double threshold, boolean noData) {
    return new AlertPolicy(
        "shop-burns",
        "Shop burns",
        noData,
        true,
        true,
        new AlertCondition(
            "page",
            Criterion.Op.GTE,
            threshold,
            Duration.ofHours(1),
            Duration.ofMinutes(10L * afterTens)),
        List.of("pager"));
  }

  @Test
  void backtestFiresAndClearsInTheMinutesInWhichTheLiveAlertsDid() {
    var policies = List.of(policy(1, 10, true));
    Minutes minutes =
        minute ->
            minute >= 20 && minute < 26 || minute >= 180 && minute < 186
                ? 0
                : minute >= 60 && minute < 140 ? -1 : minute % 40 == 0 ? 1 : RUNS_A_MINUTE;
    var last = 240;
    var live = new TreeSet<String>();
    step(catalog(List.of(SHOP), policies), minutes, 0, last + 1)
        .forEach((minute, changes) -> {
          changes.fired().forEach(row -> live.add("fired " + at(minute) + row.key() + row.rule()));
          changes
              .cleared()
              .forEach(row -> live.add("cleared " + at(minute) + row.key() + row.rule()));
        });

    var noon = NOON.getEpochSecond() / 60;
    var recorded = new RecordedMinutes(noon, noon + last);
    for (var minute = 0; minute <= last; minute++) {
      if (minutes.good(minute) >= 0) {
        recorded.add("local", noon + minute, minutes.good(minute), RUNS_A_MINUTE);
      }
    }
    var term = SHOP.terms().getFirst();
    var replay =
        new Replay(
            term.sli(),
            term.objective().method(),
            BurnAlerts.windowsOf(SHOP, policies),
            NOON,
            Adjustments.NONE,
            recorded);
    var backtest =
        Backtest.run(ObjectiveAlerts.of(SHOP, term, policies), replay, noon, noon + last);

    var tested = new TreeSet<String>();
    for (var alert : backtest.alerts()) {
      tested.add("fired " + alert.firedAt() + alert.key() + alert.text());
      alert.clearedAt().ifPresent(at -> tested.add("cleared " + at + alert.key() + alert.text()));
    }
    assertThat(tested).hasSizeGreaterThan(6).isEqualTo(live);
  }

  /** Evaluates minute by minute; the minutes in which something changed. */
  private SortedMap<Integer, BurnAlerts.Changes> step(
      Catalog catalog, Minutes minutes, int from, int to) {
    var changes = new TreeMap<Integer, BurnAlerts.Changes>();
    for (var minute = from; minute < to; minute++) {
      var here = evaluate(catalog, minutes, minute);
      if (!here.equals(NOTHING)) {
        changes.put(minute, here);
      }
    }
    return changes;
  }

  private static final BurnAlerts.Changes NOTHING = new BurnAlerts.Changes(List.of(), List.of());

  private BurnAlertRow firstPage(Minutes minutes) {
    for (var minute = 10; minute < 20; minute++) {
      var page = evaluate(minutes, minute).fired().stream().filter(BurnAlertsIT::pages).findFirst();
      if (page.isPresent()) {
        return page.get();
      }
    }
    throw new AssertionError("no page");
  }

  private static boolean pages(BurnAlertRow alert) {
    return alert.urgency() == Urgency.PAGE;
  }

  private List<BurnAlertRow> current() {
    return database.jdbi().withHandle(BurnAlertTable::current);
  }

  private BurnAlerts.Changes evaluate(Minutes minutes, int now) {
    return evaluate(List.of(SHOP), minutes, now);
  }

  /** Knows nothing but the tables and the minutes up to now, as after a restart. */
  private BurnAlerts.Changes evaluate(List<Slo> slos, Minutes minutes, int now) {
    return evaluate(catalog(slos, List.of()), minutes, now);
  }

  private BurnAlerts.Changes evaluate(Catalog catalog, Minutes minutes, int now) {
    var alerts = new BurnAlerts(book(catalog, minutes, now));
    return database.jdbi().inTransaction(handle -> alerts.evaluate(handle, catalog, at(now)));
  }

  private static Catalog catalog(List<Slo> slos, List<AlertPolicy> policies) {
    return new Catalog(
        List.of(),
        List.of(),
        slos,
        Map.of(),
        List.of(),
        List.of(),
        Map.of(SHOP.name(), policies),
        BlackboxModules.STANDARD,
        BudgetRules.NONE,
        Map.of());
  }

  private static SliBook book(Minutes minutes, int now) {
    return book(catalog(List.of(SHOP), List.of()), minutes, now);
  }

  private static SliBook book(Catalog catalog, Minutes minutes, int now) {
    var book = new SliBook();
    var noon = NOON.getEpochSecond() / 60;
    book.open(
        catalog.slos(),
        slo -> BurnAlerts.windowsOf(slo, catalog.alertPoliciesOf(slo.name())),
        Map.of(
            "shop-http",
            new ProbeGrids.Declared(NOON, Duration.ofSeconds(30), Duration.ofSeconds(30))),
        (_, _) -> new SliBook.History(NOON, EventCounts.NONE),
        Duration.ofDays(30),
        reader -> {
          for (var minute = 0; minute <= now; minute++) {
            var good = minutes.good(minute);
            if (good >= 0) {
              OneMinute.tell(reader, "shop-http", noon + minute, good, RUNS_A_MINUTE);
            }
          }
        },
        (_, _) -> {},
        at(now));
    return book;
  }

  private static Instant at(int minute) {
    return NOON.plus(Duration.ofMinutes(minute));
  }

  @Test
  void windowsAreTheBudgetsAndThoseOfItsRules() {
    assertThat(BurnAlerts.windowsOf(SHOP, List.of()))
        .contains(
            new BudgetWindow.Rolling(Duration.ofDays(30)),
            new BudgetWindow.Rolling(Duration.ofHours(1)),
            new BudgetWindow.Rolling(Duration.ofMinutes(5)))
        .hasSize(8);
  }
}
