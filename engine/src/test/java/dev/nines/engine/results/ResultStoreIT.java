package dev.nines.engine.results;

import static dev.nines.engine.results.Runs.LOCAL;
import static dev.nines.engine.results.Runs.NOON;
import static dev.nines.engine.results.Runs.bad;
import static dev.nines.engine.results.Runs.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Phase;
import dev.nines.slo.Measure;
import dev.nines.slo.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ResultStoreIT {
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
  void sameRunTwiceCountsOnce() {
    var store = store();

    assertThat(store.append(List.of(good("twice", NOON)))).containsExactly(good("twice", NOON));
    assertThat(store.append(List.of(bad("twice", NOON)))).isEmpty();
    assertThat(stored("twice")).containsExactly(good("twice", NOON));
  }

  @Test
  void sameRunTwiceInOneBatchCountsOnce_andTheFirstStands() {
    assertThat(store().append(List.of(good("batch", NOON), bad("batch", NOON))))
        .containsExactly(good("batch", NOON));
    assertThat(stored("batch")).containsExactly(good("batch", NOON));
  }

  @Test
  void sameRunFromTwoStoresAtOnceCountsOnce() throws Exception {
    var runs = new ArrayList<ProbeResult>();
    for (var i = 0; i < 600; i++) {
      runs.add(good("race" + i % 3, NOON.plusSeconds(i)));
    }
    var together = new CyclicBarrier(2);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(appendShuffled(runs, 1, together));
      var second = threads.submit(appendShuffled(runs, 2, together));
      var inserted = new ArrayList<>(first.get());
      inserted.addAll(second.get());

      assertThat(inserted).hasSize(600).containsExactlyInAnyOrderElementsOf(runs);
    }
  }

  private static Callable<List<ProbeResult>> appendShuffled(
      List<ProbeResult> runs, int seed, CyclicBarrier together) {
    return () -> {
      var shuffled = new ArrayList<>(runs);
      Collections.shuffle(shuffled, new Random(seed));
      var store = store();
      var inserted = new ArrayList<ProbeResult>();
      for (var from = 0; from < shuffled.size(); from += 60) {
        together.await();
        inserted.addAll(store.append(shuffled.subList(from, from + 60)));
      }
      return inserted;
    };
  }

  @Test
  void batchWhoseCommitComesLateIsWaitedFor() throws Exception {
    var jdbi = database.jdbi();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var late = jdbi.open()) {
      late.begin();
      late.execute("lock table result in row exclusive mode"); // as an insert does
      var waiting = threads.submit(() -> ResultStore.awaitCommits(jdbi));
      await()
          .until(() ->
              jdbi.withHandle(handle ->
                  handle
                      .createQuery(
                          """
                          select exists (select from pg_locks
                            where relation = 'result'::regclass and not granted)
                          """)
                      .mapTo(Boolean.class)
                      .one()));

      assertThat(waiting.isDone()).isFalse();
      late.commit();
      waiting.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void insertedRunsComeInTheOrderOfTheirTimes() {
    var runs = new ArrayList<ProbeResult>();
    for (var i = 0; i < 50; i++) {
      runs.add(good("ordered", NOON.plusSeconds(i)));
    }
    var shuffled = new ArrayList<>(runs);
    Collections.shuffle(shuffled, new Random(3));

    assertThat(store().append(shuffled)).isEqualTo(runs);
  }

  @Test
  void batchIsAllOrNothing_whenAParticipantThrows() {
    var told = new AtomicBoolean();
    var broken = new AtomicBoolean(true);
    BatchParticipant listener = (_, _) -> () -> told.set(true);
    BatchParticipant thrower =
        (_, _) -> {
          if (broken.get()) {
            throw new IllegalStateException("broken");
          }
          return () -> {};
        };
    var store = store(listener, thrower);
    var batch = List.of(good("whole", NOON), bad("whole", NOON.plusSeconds(1)));

    assertThatIllegalStateException().isThrownBy(() -> store.append(batch));
    assertThat(stored("whole")).isEmpty();
    assertThat(told).isFalse();
    broken.set(false);
    assertThat(store.append(batch)).isEqualTo(batch);
    assertThat(told).isTrue();
  }

  @Test
  void runsOfDaysWithoutAPartitionAreStored() {
    var midnight = Instant.parse("2031-03-30T00:00:00Z");
    var runs =
        List.of(
            good("days", midnight.minusNanos(1_000)),
            good("days", midnight),
            good("days", midnight.plus(Duration.ofDays(400))));

    assertThat(store().append(runs)).isEqualTo(runs);
    assertThat(stored("days")).isEqualTo(runs);
  }

  @Test
  void daysPastTheirRetentionAreDropped_andNoOthers() {
    var own = TestDatabase.fresh();
    try (own) {
      var partitions = new ResultPartitions(own.jdbi());
      var store =
          new ResultStore(own.jdbi(), new NameIds(own.jdbi()), partitions, List.of(), () -> {});
      var week = Duration.ofDays(7);
      var oldestKept = NOON.minus(week).minus(Duration.ofHours(12)); // the day still counts
      store.append(
          List.of(
              good("old", oldestKept.minusSeconds(1)), good("old", oldestKept), good("old", NOON)));

      assertThat(partitions.dropBefore(NOON, week)).containsExactly("result_20261116");
      assertThat(stored(own.jdbi(), "old"))
          .containsExactly(good("old", oldestKept), good("old", NOON));
      assertThat(partitions.dropBefore(NOON, week)).isEmpty();
      assertThat(store.append(List.of(bad("old", oldestKept.minusSeconds(1)))))
          .as("a late run of a dropped day")
          .hasSize(1);
    }
  }

  @Test
  void whatIsReadBackIsWhatWasStored() {
    var random = new Random(7);
    var runs = new ArrayList<ProbeResult>();
    for (var i = 0; i < 300; i++) {
      runs.add(anything(random, i));
    }
    store().append(runs);
    var newestFirst =
        runs.stream()
            .sorted(Comparator.comparing((ProbeResult r) -> r.key().scheduledAt()).reversed())
            .toList();
    var before = newestFirst.get(99).key().scheduledAt();

    assertThat(stored("anything")).isEqualTo(newestFirst.reversed());
    assertThat(latest(EVER, 1_000)).isEqualTo(newestFirst);
    assertThat(latest(EVER, 10)).isEqualTo(newestFirst.subList(0, 10));
    assertThat(latest(before, 10)).isEqualTo(newestFirst.subList(100, 110));
    var ofEach = new ArrayList<ProbeResult>();
    database
        .jdbi()
        .useTransaction(handle -> ResultReader.latestOfEach(handle, LOCAL, 4, ofEach::add));
    assertThat(ofEach)
        .filteredOn(result -> result.key().probe().equals("anything"))
        .isEqualTo(
            newestFirst.stream().filter(r -> r.key().location().equals(LOCAL)).limit(4).toList());
  }

  @Test
  void detailWithANulCharacterIsStored_becauseATargetMustNotPoisonABatch() {
    var result =
        new ProbeResult(
            new RunKey("nul", LOCAL, NOON),
            Duration.ZERO,
            good("nul", NOON).sample(),
            Optional.empty(),
            Optional.of(new Failure(Phase.PROCESSING, FailureReason.PROTOCOL, "answered \0\0")),
            Optional.empty());

    store().append(List.of(result));

    assertThat(stored("nul")).containsExactly(result);
  }

  private static ProbeResult anything(Random random, int i) {
    var nanos = new EnumMap<Measure, Long>(Measure.class);
    nanos.put(Measure.TOTAL, random.nextLong(60_000_000) * 1_000);
    for (var measure : Measure.values()) {
      if (random.nextBoolean()) {
        nanos.put(measure, random.nextLong(60_000_000) * 1_000);
      }
    }
    var failed = random.nextBoolean();
    var degraded = !failed && random.nextBoolean();
    return new ProbeResult(
        new RunKey(
            "anything",
            random.nextBoolean() ? LOCAL : "far",
            NOON.plusNanos((i * 1_000_000L + random.nextInt(1_000_000)) * 1_000)),
        Duration.ofNanos(random.nextLong(3_000_000) * 1_000),
        new Sample(!failed, nanos),
        random.nextBoolean() ? Optional.of(100 + random.nextInt(500)) : Optional.empty(),
        failed || degraded
            ? Optional.of(
                new Failure(
                    Phase.values()[random.nextInt(Phase.values().length)],
                    FailureReason.values()[random.nextInt(FailureReason.values().length)],
                    "grüße, \"{1,2}\\\n\t'; drop table result; 😀 " + i))
            : Optional.empty(),
        random.nextBoolean() ? Optional.of("%032x".formatted(i)) : Optional.empty());
  }

  private static ResultStore store(BatchParticipant... participants) {
    var jdbi = database.jdbi();
    return new ResultStore(
        jdbi, new NameIds(jdbi), new ResultPartitions(jdbi), List.of(participants), () -> {});
  }

  private static List<ProbeResult> latest(Instant before, int limit) {
    return database
        .jdbi()
        .withHandle(handle -> ResultReader.latest(handle, "anything", before, limit));
  }

  private static List<ProbeResult> stored(String probe) {
    return stored(database.jdbi(), probe);
  }

  private static List<ProbeResult> stored(Jdbi jdbi, String probe) {
    var all = new ArrayList<ProbeResult>();
    jdbi.useTransaction(handle -> ResultReader.all(handle, probe, all::add));
    return all;
  }
}
