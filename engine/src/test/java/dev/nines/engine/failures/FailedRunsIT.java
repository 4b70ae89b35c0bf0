package dev.nines.engine.failures;

import static dev.nines.engine.results.Runs.LOCAL;
import static dev.nines.engine.results.Runs.NOON;
import static dev.nines.engine.results.Runs.bad;
import static dev.nines.engine.results.Runs.degraded;
import static dev.nines.engine.results.Runs.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.evidence.Evidence;
import dev.nines.engine.evidence.SeenRuns;
import dev.nines.engine.results.BatchParticipant;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.RunKey;
import dev.nines.probe.ProbeRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FailedRunsIT {
  private static final Instant EVER = Instant.parse("9999-01-01T00:00:00Z");
  private static Database database;

  @BeforeAll
  static void open() {
    database = TestDatabase.fresh();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void failedRunsAreKeptWithAllTheySaw_andNoOthers() {
    var failed = failed("seen", NOON, SeenRuns.outOfOrder());
    var steps = failed("seen", NOON.plusSeconds(1), SeenRuns.secondStepFailed());
    store().append(List.of(failed, good("seen", NOON.plusSeconds(2)), steps));
    store().append(List.of(degraded("seen", NOON.plusSeconds(3))));

    assertThat(kept("seen")).containsExactly(steps, failed);
  }

  @Test
  void runWhoseEvidenceFoundNoRoomIsKeptWithout() {
    store().append(List.of(bad("bare", NOON)));

    assertThat(kept("bare")).containsExactly(bad("bare", NOON));
  }

  @Test
  void lastTwentyOfEachProbeAndLocationStay_inWhateverOrderAndBatchesTheyCome() {
    var random = new Random(17);
    var runs = new ArrayList<ProbeResult>();
    for (var i = 0; i < 400; i++) {
      var at = NOON.plusSeconds(i);
      var probe = "order" + random.nextInt(3);
      runs.add(
          random.nextInt(5) == 0
              ? good(probe, at)
              : failed(probe, random.nextBoolean() ? LOCAL : "far", at, SeenRuns.random(random)));
    }
    Collections.shuffle(runs, random);
    var store = store();
    for (var from = 0; from < runs.size(); ) {
      var to = Math.min(runs.size(), from + 1 + random.nextInt(90));
      store.append(runs.subList(from, to));
      from = to;

      assertThat(count()).as("after any batch").isLessThanOrEqualTo(20);
    }
    for (var i = 0; i < 3; i++) {
      assertThat(kept("order" + i)).isEqualTo(expected(runs, "order" + i));
    }
  }

  @Test
  void lastTwentyStay_whenTwoInstancesStoreAtOnce() throws Exception {
    var runs = new ArrayList<ProbeResult>();
    for (var i = 0; i < 900; i++) {
      runs.add(failed("race" + i % 3, NOON.plusSeconds(i), SeenRuns.outOfOrder()));
    }
    var together = new CyclicBarrier(2);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(appendHalf(runs, 0, together));
      var second = threads.submit(appendHalf(runs, 1, together));
      assertThat(first.get()).isLessThanOrEqualTo(20);
      assertThat(second.get()).isLessThanOrEqualTo(20);
    }
    for (var i = 0; i < 3; i++) {
      assertThat(kept("race" + i)).isEqualTo(expected(runs, "race" + i));
    }
  }

  /** {@return the most runs of one probe and location that were ever seen} */
  private static Callable<Long> appendHalf(
      List<ProbeResult> runs, int half, CyclicBarrier together) {
    return () -> {
      var store = store();
      var most = 0L;
      for (var from = half * 30; from < runs.size(); from += 60) {
        together.await();
        store.append(runs.subList(from, from + 30));
        most = Math.max(most, count());
      }
      return most;
    };
  }

  @Test
  void keptRunsAndResultsAreOfOneMind_whenTheTransactionFails() {
    var broken = new AtomicBoolean();
    BatchParticipant thrower =
        (_, _) -> {
          if (broken.get()) {
            throw new IllegalStateException("broken");
          }
          return () -> {};
        };
    var failures = new FailedRuns(new NameIds(database.jdbi()));
    var store = store(failures, thrower);
    var first = runs("whole", 0, 20);
    store.append(first);
    broken.set(true);

    assertThatIllegalStateException().isThrownBy(() -> store.append(runs("whole", 20, 20)));
    assertThat(kept("whole")).as("none came, none was pushed out").isEqualTo(first.reversed());
    assertThat(failures.last("whole")).contains(first.getLast().with(Optional.empty()));
    broken.set(false);
    store.append(runs("whole", 20, 20));
    assertThat(kept("whole")).isEqualTo(runs("whole", 20, 20).reversed());
  }

  @Test
  void nothingThatATargetSendsIsRefused() {
    var random = new Random(23);
    var runs = new ArrayList<ProbeResult>();
    for (var i = 0; i < 20; i++) {
      runs.add(failed("hostile", NOON.plusSeconds(i), SeenRuns.random(random)));
    }

    assertThat(store().append(runs)).hasSize(20);
    assertThat(kept("hostile")).isEqualTo(runs.reversed());
  }

  @Test
  void thousandsOfFailuresCostAsManyStatementsAsOne() {
    var statements = new AtomicInteger();
    var jdbi =
        Jdbi.create(database.dataSource())
            .installPlugin(new PostgresPlugin())
            .setSqlLogger(
                new SqlLogger() {
                  @Override
                  public void logAfterExecution(StatementContext context) {
                    statements.incrementAndGet();
                  }
                });
    var ids = new NameIds(database.jdbi());
    var failures = new FailedRuns(ids);
    store(failures).append(manyProbes(NOON, 3_000)); // the names have their numbers

    jdbi.useTransaction(handle -> failures.store(handle, manyProbes(NOON.plusSeconds(1), 1)));
    var forOne = statements.getAndSet(0);
    jdbi.useTransaction(handle -> failures.store(handle, manyProbes(NOON.plusSeconds(2), 3_000)));

    assertThat(statements.get()).isEqualTo(forOne).isPositive();
  }

  @Test
  void restartKnowsTheLastFailedRun() {
    var failed = runs("restart", 0, 3);
    store().append(failed);
    store().append(List.of(good("restart", NOON.plusSeconds(9))));
    var restarted = new FailedRuns(new NameIds(database.jdbi()));
    database.jdbi().useTransaction(handle -> restarted.resume(handle, LOCAL));

    assertThat(restarted.last("restart")).contains(failed.getLast().with(Optional.empty()));
    assertThat(restarted.last("nobody")).isEmpty();
  }

  @Test
  void lateRunIsNotTheLast() {
    var failures = new FailedRuns(new NameIds(database.jdbi()));
    store(failures).append(List.of(bad("late", NOON.plusSeconds(5))));
    store(failures).append(List.of(bad("late", NOON)));

    assertThat(failures.last("late")).contains(bad("late", NOON.plusSeconds(5)));
  }

  @Test
  void daysPastTheRetentionOfResultsAreDropped() {
    var midnight = Instant.parse("2026-03-02T00:00:00Z");
    var kept = bad("days", midnight);
    store().append(List.of(bad("days", midnight.minusSeconds(1)), kept));
    database
        .jdbi()
        .useHandle(
            handle -> FailedRunTable.dropBefore(handle, midnight.plus(Duration.ofHours(15))));

    assertThat(kept("days")).containsExactly(kept);
  }

  @Test
  void runsThatWereKeptOneARowAreTakenOver() {
    var login = TestDatabase.freshLogin();
    var runs = runs("older", 0, 3);
    Flyway.configure()
        .dataSource(login.url(), login.user(), login.password())
        .target("3")
        .load()
        .migrate();
    var older = Jdbi.create(login.url(), login.user(), login.password());
    older.installPlugin(new PostgresPlugin());
    new ResultStore(older, new NameIds(older), new ResultPartitions(older), List.of()).append(runs);
    older.useHandle(handle ->
        handle.execute(
            "insert into failed_run select probe_id, location_id, scheduled_at from result"));
    try (var migrated = Database.open(login)) {
      List<ProbeResult> kept =
          migrated.jdbi().withHandle(handle -> FailedRunTable.latest(handle, "older", EVER, 1_000));

      assertThat(kept)
          .isEqualTo(runs.reversed().stream().map(run -> run.with(Optional.empty())).toList());
    }
  }

  @Test
  void listGoesBackFromWhereItIsAsked() {
    var runs = runs("paged", 0, 20);
    store().append(runs);

    List<ProbeResult> before =
        database
            .jdbi()
            .withHandle(handle -> FailedRunTable.latest(handle, "paged", NOON.plusSeconds(10), 3));
    assertThat(before).isEqualTo(runs.subList(7, 10).reversed());
  }

  private static List<ProbeResult> manyProbes(Instant at, int count) {
    var runs = new ArrayList<ProbeResult>();
    for (var i = 0; i < count; i++) {
      runs.add(failed("many" + i, at, SeenRuns.outOfOrder()));
    }
    return runs;
  }

  private static List<ProbeResult> runs(String probe, int from, int count) {
    var runs = new ArrayList<ProbeResult>();
    for (var i = from; i < from + count; i++) {
      runs.add(failed(probe, NOON.plusSeconds(i), SeenRuns.outOfOrder()));
    }
    return runs;
  }

  private static ProbeResult failed(String probe, Instant at, ProbeRun run) {
    return failed(probe, LOCAL, at, run);
  }

  private static ProbeResult failed(String probe, String location, Instant at, ProbeRun run) {
    return ProbeResult.of(
        new RunKey(probe, location, at), Duration.ofMillis(2), run, Optional.empty());
  }

  /** What the table should hold, worked out anew. */
  private static List<ProbeResult> expected(List<ProbeResult> runs, String probe) {
    var newestFirst = Comparator.comparing((ProbeResult run) -> run.key().scheduledAt()).reversed();
    var expected = new ArrayList<ProbeResult>();
    for (var location : List.of(LOCAL, "far")) {
      runs.stream()
          .filter(run -> !run.sample().success())
          .filter(run -> run.key().probe().equals(probe))
          .filter(run -> run.key().location().equals(location))
          .sorted(newestFirst)
          .limit(20)
          .forEach(expected::add);
    }
    expected.sort(newestFirst);
    return expected;
  }

  private static ResultStore store() {
    return store(new FailedRuns(new NameIds(database.jdbi())));
  }

  private static ResultStore store(BatchParticipant... participants) {
    var jdbi = database.jdbi();
    return new ResultStore(
        jdbi, new NameIds(jdbi), new ResultPartitions(jdbi), List.of(participants));
  }

  private static List<ProbeResult> kept(String probe) {
    return database.jdbi().withHandle(handle -> FailedRunTable.latest(handle, probe, EVER, 1_000));
  }

  /** {@return the most kept runs that any probe has at any location} */
  private static long count() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    select coalesce(max(n), 0) from (
                      select cardinality(scheduled_at) as n from last_failed_runs
                      union all select count(*) from failed_run_evidence
                      group by probe_id, location_id) c
                    """)
                .mapTo(Long.class)
                .one());
  }

  /** Also what is written of it must fit, or thousands would not. */
  @Test
  void evidenceOfAnOrdinaryFailureIsSmall() {
    assertThat(Evidence.of(SeenRuns.outOfOrder()).bytes()).isLessThan(2_500);
  }
}
