package dev.nines.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nines.channel.ChannelSpec;
import dev.nines.engine.adjustments.AdjustmentDesk;
import dev.nines.engine.alerts.BurnAlerts;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.SwitchedDatabase;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.failures.DegradedProbes;
import dev.nines.engine.incidents.ExternalAlertTable;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.incidents.OutageLog;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeGrids;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.Runs;
import dev.nines.engine.schedule.DeclaredProbes;
import dev.nines.engine.sli.SliBook;
import dev.nines.engine.sli.SliHours;
import dev.nines.incident.Incident;
import dev.nines.incident.OutageRule;
import dev.nines.incident.Severity;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion;
import dev.nines.slo.ErrorBudget;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import dev.nines.slo.reliability.TimeTo;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From results to the snapshot; the windows end at the database's present. */
class EvaluatorIT {
  private static final Duration WINDOW = Duration.ofDays(30);
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Slo AVAILABLE =
      new Slo(
          "shop-available",
          "shop is available",
          "shop",
          new Sli.Runs(List.of("shop-http"), Criterion.SUCCESS),
          new BudgetWindow.Rolling(WINDOW),
          List.of(new Objective("90", 0.9)));
  private static final Catalog CATALOG =
      new Catalog(
          List.of(new Service("shop", "Shop", "", Map.of(), Map.of())),
          List.of(
              DeclaredProbes.probe(
                  "shop-http", INTERVAL, DeclaredProbes.http("http://shop.test/"))),
          List.of(AVAILABLE),
          Map.of(),
          List.of(new ChannelSpec.Log("log", ChannelSpec.Match.ALL)));

  private final SliBook book = new SliBook();
  private final DegradedProbes degraded = new DegradedProbes();
  private final Instant now = InstantSource.system().instant();
  private final Instant since = now.minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MINUTES);
  private Database database;
  private SwitchedDatabase way;
  private ResultStore store;
  private Evaluator evaluator;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    way = new SwitchedDatabase(database);
    var jdbi = way.jdbi();
    var ids = new NameIds(jdbi);
    store =
        new ResultStore(
            jdbi,
            ids,
            new ResultPartitions(jdbi),
            List.of(
                new SliHours(ids, book, _ -> Set.of(Criterion.SUCCESS)),
                new OutageLog(ids, _ -> Optional.of(new OutageRule(3, 2))),
                degraded),
            () -> {});
    evaluator =
        new Evaluator(
            jdbi,
            book,
            new BurnAlerts(book),
            new IncidentDesk(jdbi, URI.create("http://nines.test")),
            degraded::contains,
            _ -> Optional.empty(),
            new AdjustmentDesk(ZoneOffset.UTC),
            ZoneOffset.UTC);
    book.open(
        CATALOG.slos(),
        slo -> BurnAlerts.windowsOf(slo, List.of()),
        Map.of("shop-http", new ProbeGrids.Declared(since, INTERVAL, INTERVAL)),
        (_, _) -> new SliBook.History(since, EventCounts.NONE),
        Duration.ofDays(30),
        _ -> {},
        (_, _) -> {},
        now);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void nothingStoredIsUnknown_withoutUptimeOrBudget() {
    tick(CATALOG);

    var shop = service();
    assertThat(shop.state()).isEqualTo(ServiceState.UNKNOWN);
    assertThat(shop.incident()).isEmpty();
    assertThat(evaluator.snapshot().slo("shop-available").orElseThrow().objectives())
        .singleElement()
        .satisfies(objective -> assertThat(objective.budget()).isEmpty());
  }

  @Test
  void outageOfTwentyMinutesIsOneIncidentInUptimeBudgetAndMttr() {
    var from = since.plus(Duration.ofMinutes(30));
    var to = from.plus(Duration.ofMinutes(20));
    var runs = runs(at -> at.isBefore(from) || !at.isBefore(to));
    store.append(runs);
    tick(CATALOG);

    var shop = service();
    assertThat(shop.state()).isEqualTo(ServiceState.UP);
    assertThat(shop.incident()).isEmpty();
    var figures = shop.windows().firstEntry().getValue();
    assertThat(figures.uptime().down()).isEqualTo(Duration.ofMinutes(20));
    assertThat(figures.uptime().ratio().value().orElseThrow())
        .isCloseTo(1 - 20 / 120.0, within(0.002)); // two hours and the minute that has begun
    assertThat(figures.timeTo(TimeTo.RESTORE).figure().value().orElseThrow().values())
        .containsExactly(Duration.ofMinutes(20));
    assertThat(evaluator.snapshot().incidents())
        .singleElement()
        .satisfies(incident -> {
          assertThat(incident.state()).isEqualTo(Incident.State.RESOLVED);
          assertThat(incident.times().impactStart()).isEqualTo(from);
          assertThat(incident.times().lastGood()).contains(from.minus(INTERVAL));
          assertThat(incident.times().restored()).contains(to);
        });
    var counts = new EventCounts(runs.size() - 40, runs.size());
    var slo = evaluator.snapshot().slo("shop-available").orElseThrow();
    assertThat(slo.objectives().getFirst().all()).isEqualTo(counts);
    assertThat(slo.objectives().getFirst().budgetWindow().counts()).isEqualTo(counts);
    assertThat(slo.objectives().getFirst().budget().map(ErrorBudget::remainingRatio).orElseThrow())
        .isCloseTo(1 - 40.0 / runs.size() / 0.1, within(1e-12));
  }

  @Test
  void outageThatLastsIsDownWithOneOpenIncident() {
    var from = now.minus(Duration.ofMinutes(10));
    store.append(runs(at -> at.isBefore(from)));
    tick(CATALOG);
    var down = service();
    tick(CATALOG);

    assertThat(down.state()).isEqualTo(ServiceState.DOWN);
    assertThat(down.incident()).isPresent();
    assertThat(service().incident()).isEqualTo(down.incident());
  }

  @Test
  void badRunsWithoutAStreakDegradeOnceTheBudgetBurns() {
    var from = now.minus(Duration.ofMinutes(20));
    var turn = new boolean[1];
    store.append(
        runs(at -> {
          turn[0] = !turn[0];
          return at.isBefore(from) || turn[0]; // every other one is bad: never three in a row
        }));
    tick(tight());

    assertThat(service().state()).isEqualTo(ServiceState.DEGRADED);
    assertThat(service().incident())
        .hasValueSatisfying(incident -> assertThat(incident.signals()).isNotEmpty());
  }

  @Test
  void slowRunsDegrade_asLongAsTheLatestIsSlow_andAreGoodInUptimeAndBudget() {
    var runs = new ArrayList<ProbeResult>();
    for (var at = since; at.isBefore(now); at = at.plus(INTERVAL)) {
      runs.add(Runs.degraded("shop-http", at));
    }
    store.append(runs.subList(0, runs.size() - 1));
    tick(CATALOG);

    assertThat(service().state()).isEqualTo(ServiceState.DEGRADED);
    assertThat(service().probes())
        .singleElement()
        .satisfies(probe -> assertThat(probe.state()).isEqualTo(ServiceState.DEGRADED));
    assertThat(service().windows().firstEntry().getValue().uptime().down()).isZero();
    assertThat(evaluator.snapshot().incidents()).isEmpty();
    var slo = evaluator.snapshot().slo("shop-available").orElseThrow();
    assertThat(slo.objectives().getFirst().all())
        .isEqualTo(new EventCounts(runs.size() - 1, runs.size() - 1));
    store.append(List.of(Runs.good("shop-http", runs.getLast().key().scheduledAt())));
    tick(CATALOG);
    assertThat(service().state()).isEqualTo(ServiceState.UP);
  }

  @Test
  void alertOfWhichNobodyTellsAnyMoreEndsInATick_andItsSignalInTheSameOne() {
    var last = now.truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(7));
    store.append(runs(_ -> true));
    way.jdbi()
        .useTransaction(handle -> {
          ExternalAlertTable.put(
              handle,
              new ExternalAlertTable.Told(
                  "alertmanager",
                  "f1",
                  now.minus(Duration.ofDays(10)),
                  "shop",
                  "DiskFull",
                  "",
                  Optional.empty(),
                  Severity.WARNING,
                  Optional.empty()));
          handle.execute("update external_alert set told_at = ?", last);
        });
    tick(CATALOG);
    assertThat(service().state()).isEqualTo(ServiceState.DEGRADED);

    evaluator.tick(CATALOG, evaluator.snapshot().at().plus(Duration.ofMinutes(15)));

    assertThat(evaluator.snapshot().incidents())
        .singleElement()
        .satisfies(incident -> {
          assertThat(incident.unsettled()).isFalse();
          assertThat(incident.times().restored()).contains(last);
        });
  }

  @Test
  void snapshotStays_whileTheDatabaseDoesNotAnswer() {
    store.append(runs(_ -> true));
    tick(CATALOG);
    var before = evaluator.snapshot();
    way.cut();

    assertThatThrownBy(() -> evaluator.tick(CATALOG, before.at()))
        .isInstanceOf(JdbiException.class);
    assertThat(evaluator.snapshot()).isSameAs(before);
    way.mend();
    tick(CATALOG);
    assertThat(evaluator.snapshot().at()).isAfter(before.at());
  }

  private void tick(Catalog catalog) {
    evaluator.tick(catalog, way.jdbi().withHandle(Evaluator::now));
  }

  /** The same SLO with a target that half of all runs miss fast enough to page. */
  private static Catalog tight() {
    var slo =
        new Slo(
            AVAILABLE.name(),
            AVAILABLE.displayName(),
            AVAILABLE.service(),
            AVAILABLE.terms().getFirst().sli(),
            AVAILABLE.window(),
            List.of(new Objective("90", 0.999)));
    return new Catalog(
        CATALOG.services(), CATALOG.probes(), List.of(slo), CATALOG.policies(), CATALOG.channels());
  }

  @FunctionalInterface
  private interface Good {
    boolean at(Instant at);
  }

  private List<ProbeResult> runs(Good good) {
    var runs = new ArrayList<ProbeResult>();
    for (var at = since; at.isBefore(now); at = at.plus(INTERVAL)) {
      runs.add(good.at(at) ? Runs.good("shop-http", at) : Runs.bad("shop-http", at));
    }
    return runs;
  }

  private ServiceStatus service() {
    return evaluator.snapshot().service("shop").orElseThrow();
  }
}
