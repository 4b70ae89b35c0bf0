package dev.nines.engine.results;

import static dev.nines.engine.results.Runs.NOON;
import static dev.nines.engine.results.Runs.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.SwitchedDatabase;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.evidence.SeenRuns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultWriterIT {
  private static Database database;

  @TempDir Path folder;
  private final List<ProbeResult> committed = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private SwitchedDatabase way;
  private ResultWriter writer;

  @BeforeAll
  static void open() {
    database = TestDatabase.fresh();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void begin() {
    way = new SwitchedDatabase(database);
    writer = writer();
  }

  @Test
  void everythingIsStoredOnceAndInOrder_whenTheDatabaseGoesAwayAndComesBack() {
    var runs = runs("away", 400);
    try (var running = writer) {
      running.start();
      offer(runs.subList(0, 100));
      await().until(() -> writer.stored() == 100);
      way.cut();
      offer(runs.subList(100, 200));
      await().until(() -> writer.spooledBytes() > 0 && writer.waiting() == 0);
      offer(runs.subList(200, 300)); // behind what is spooled
      way.mend();
      offer(runs.subList(300, 400));

      await().until(() -> writer.stored() == 400 && writer.spooledBytes() == 0);
    }
    assertThat(committed).isEqualTo(runs);
    assertThat(writer.repeated()).isZero();
    assertThat(writer.overflowed()).isZero();
    assertThat(writer.failedBatches()).isPositive();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void batchThatIsNeverTakenIsSetAside_andHoldsUpNoOther() {
    try (var running = writer) {
      running.start();
      writer.offer(good("poison", NOON));
      await().until(() -> writer.spooledBytes() > 0);
      writer.offer(good("innocent", NOON));

      await().until(() -> writer.stored() == 1);
    }
    assertThat(committed).containsExactly(good("innocent", NOON));
    assertThat(writer.overflowed()).isEqualTo(1);
    assertThat(folder).isDirectoryContaining(file -> file.toString().endsWith(".refused"));
  }

  @Test
  void batchIsKept_whenTheDatabaseIsBackBeforeAnybodyHasAsked() {
    refusals.set(2); // the writer's attempt and the first replay; select 1 works all the time
    try (var running = writer) {
      running.start();
      writer.offer(good("bounce", NOON));

      await().until(() -> writer.stored() == 1);
    }
    assertThat(committed).containsExactly(good("bounce", NOON));
    assertThat(writer.overflowed()).isZero();
  }

  @Test
  void closeWritesWhatWaits() {
    var runs = runs("close", 50);
    writer.start();
    offer(runs);
    writer.close();

    assertThat(committed).isEqualTo(runs);
  }

  @Test
  void closeWritesWhatWaits_evenIfNobodyHasStartedIt() {
    writer.offer(good("unstarted", NOON));
    writer.close();

    assertThat(committed).containsExactly(good("unstarted", NOON));
  }

  @Test
  void whatCloseCannotStoreWaitsInTheSpoolForTheNextWriter() {
    way.cut();
    writer.start();
    offer(runs("next", 20));
    writer.close();
    assertThat(committed).isEmpty();

    way.mend();
    try (var next = writer()) {
      next.start();
      await().until(() -> next.stored() == 20);
    }
    assertThat(committed).isEqualTo(runs("next", 20));
  }

  @Test
  void fullQueueLosesAndCounts_becauseARunMustNotBlock() {
    var run = good("full", NOON);
    for (var i = 0; i < 50_007; i++) {
      writer.offer(run);
    }

    assertThat(writer.waiting()).isEqualTo(50_000);
    assertThat(writer.overflowed()).isEqualTo(7);
  }

  @Test
  void evidenceWaitsOnlyWithinItsBound_becauseThousandsMayFailAtOnce() {
    var failed =
        ProbeResult.of(
            new RunKey("bound", Runs.LOCAL, NOON),
            Duration.ZERO,
            SeenRuns.outOfOrder(),
            Optional.empty());
    var room = (16 << 20) / failed.evidence().orElseThrow().bytes();
    for (var i = 0; i < room + 9; i++) {
      writer.offer(failed);
    }
    writer.offer(good("bound", NOON));

    assertThat(writer.evidenceLost()).isEqualTo(9);
    assertThat(writer.waiting()).isEqualTo(room + 10);
    assertThat(writer.overflowed()).isZero();
    writer.start();
    await().until(() -> writer.waiting() == 0);
    writer.offer(failed);
    writer.close();
    assertThat(writer.evidenceLost()).as("there is room again").isEqualTo(9);
  }

  @Test
  void evidenceArrivesOverAnOutageOfTheDatabase() {
    var failed =
        ProbeResult.of(
            new RunKey("outage", Runs.LOCAL, NOON),
            Duration.ZERO,
            SeenRuns.outOfOrder(),
            Optional.empty());
    way.cut();
    try (var running = writer) {
      running.start();
      writer.offer(failed);
      await().until(() -> writer.spooledBytes() > 0);
      way.mend();

      await().until(() -> writer.stored() == 1);
    }
    assertThat(committed).containsExactly(failed);
  }

  @Test
  void damagedSpoolFileIsSetAside_andHoldsUpNoOther() throws Exception {
    Files.writeString(folder.resolve("1.batch"), "00000000\n[{}]");
    try (var next = writer()) {
      next.start();
      next.offer(good("damaged", NOON));
      await().until(() -> next.stored() == 1);
    }
    assertThat(folder.resolve("1.refused")).exists();
  }

  private void offer(List<ProbeResult> runs) {
    runs.forEach(writer::offer);
  }

  private static List<ProbeResult> runs(String probe, int count) {
    var runs = new ArrayList<ProbeResult>();
    for (var i = 0; i < count; i++) {
      runs.add(good(probe, NOON.plusSeconds(i)));
    }
    return runs;
  }

  private ResultWriter writer() {
    BatchParticipant listener =
        (_, inserted) -> {
          if (refusals.getAndDecrement() > 0) {
            throw new IllegalStateException(new SQLException("terminating connection", "57P01"));
          }
          if (inserted.stream().anyMatch(result -> result.key().probe().equals("poison"))) {
            throw new IllegalStateException(new SQLException("invalid byte sequence", "22021"));
          }
          return () -> committed.addAll(inserted);
        };
    var store =
        new ResultStore(
            way.jdbi(),
            new NameIds(way.jdbi()),
            new ResultPartitions(way.jdbi()),
            List.of(listener),
            () -> {});
    return new ResultWriter(store, new Spool(folder, 1 << 20, new ObjectMapper()));
  }
}
