package dev.nines.engine.heartbeats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Heartbeat;
import dev.nines.engine.catalog.Telling;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.heartbeats.Heartbeats.State;
import dev.nines.engine.incidents.ExternalAlertTable;
import dev.nines.engine.incidents.ExternalAlertTable.ExternalAlertRow;
import dev.nines.incident.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeartbeatsIT {
  private static final Heartbeat BACKUP =
      new Heartbeat(
          "backup",
          "Nightly backup",
          "shop",
          Duration.ofHours(1),
          Duration.ofMinutes(5),
          Severity.WARNING,
          Optional.empty());
  private static final Catalog CATALOG =
      Catalog.EMPTY.with(new Telling(Map.of(), Map.of(), List.of(), List.of(BACKUP)));

  private Database database;
  private Jdbi jdbi;
  private Heartbeats heartbeats;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    jdbi = database.jdbi();
    heartbeats = new Heartbeats(jdbi);
    watch();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void onlyTheFirstBeatStartsIt() {
    watchIn(Duration.ofDays(30));

    assertThat(state()).isEqualTo(State.WAITING);
    assertThat(alerts()).isEmpty();
  }

  @Test
  void missedBeatIsAnAlertOfItsService_untilItIsHeardAgain() {
    heartbeats.hear(BACKUP, true);
    lastBeatWas(Duration.ofMinutes(64));
    watch();
    assertThat(state()).isEqualTo(State.UP);

    lastBeatWas(Duration.ofMinutes(66));
    watch();
    watch();

    assertThat(state()).isEqualTo(State.DOWN);
    assertThat(alerts())
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.told().service()).isEqualTo("shop");
          assertThat(alert.told().severity()).isEqualTo(Severity.WARNING);
          assertThat(Duration.between(alert.told().startsAt(), now()))
              .isBetween(Duration.ofMinutes(6), Duration.ofMinutes(7));
          assertThat(alert.told().endedAt()).isEmpty();
        });

    heartbeats.hear(BACKUP, true);
    watch();

    assertThat(state()).isEqualTo(State.UP);
    assertThat(alerts())
        .singleElement()
        .satisfies(alert -> assertThat(alert.endedBy()).contains("heard again"));
  }

  @Test
  void beatThatComesWhileItIsFoundMissingLeavesNoAlertBehind() throws Exception {
    heartbeats.hear(BACKUP, true);
    lastBeatWas(Duration.ofMinutes(66));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var look =
          jdbi.inTransaction(handle -> {
            HeartbeatTable.beat(handle, BACKUP.name());
            var looking = threads.submit(this::watch);
            await().until(() -> looking.isDone() || somebodyWaits());
            return looking;
          });
      look.get();
    }

    assertThat(state()).isEqualTo(State.UP);
    assertThat(alerts()).isEmpty();
  }

  private boolean somebodyWaits() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select exists (select from pg_locks where not granted)")
            .mapTo(Boolean.class)
            .one());
  }

  @Test
  void reportedFailureIsAnAlertAtOnce_alsoAsTheFirstThatIsHeard() {
    heartbeats.hear(BACKUP, false);
    heartbeats.hear(BACKUP, false);

    assertThat(alerts())
        .singleElement()
        .satisfies(alert -> assertThat(alert.told().summary()).isEqualTo("reported a failure"));

    heartbeats.hear(BACKUP, true);

    assertThat(alerts().getFirst().told().endedAt()).isPresent();
  }

  @Test
  void beatThatWasDueWhileNinesWasDownIsUnknown() {
    heartbeats.hear(BACKUP, true);
    lastBeatWas(Duration.ofMinutes(90));
    jdbi.useHandle(handle ->
        handle.execute(
            "update heartbeat_listening set heard_until = now() - interval '40 minutes'"));

    heartbeats = new Heartbeats(jdbi); // a start after 40 minutes
    watch();
    assertThat(state()).isEqualTo(State.UP);

    lastBeatWas(Duration.ofMinutes(126)); // so the gap lies about the first one, not the second
    jdbi.useHandle(handle ->
        handle.execute(
            "update heartbeat_gap set from_at = now() - interval '70 minutes',"
                + " until_at = now() - interval '60 minutes'"));
    watch();
    assertThat(state()).isEqualTo(State.DOWN);
  }

  @Test
  void evaluationThatStoodStillHeardNothing() {
    heartbeats.hear(BACKUP, true);
    lastBeatWas(Duration.ofMinutes(66));
    jdbi.useHandle(handle ->
        handle.execute(
            "update heartbeat_listening set heard_until = now() - interval '5 minutes'"));

    watch();

    assertThat(state()).isEqualTo(State.UP);
  }

  @Test
  void restartKeepsWhatWasMissed() {
    heartbeats.hear(BACKUP, true);
    lastBeatWas(Duration.ofMinutes(66));
    watch();

    heartbeats = new Heartbeats(jdbi);
    watch();

    assertThat(state()).isEqualTo(State.DOWN);
    assertThat(alerts()).hasSize(1);
  }

  @Test
  void heartbeatThatIsRemovedAlertsNoMore() {
    heartbeats.hear(BACKUP, false);

    jdbi.useTransaction(handle -> Heartbeats.retain(handle, Catalog.EMPTY));
    heartbeats.watch(Catalog.EMPTY, now());

    assertThat(heartbeats.statuses()).isEmpty();
    assertThat(alerts())
        .singleElement()
        .satisfies(alert -> assertThat(alert.endedBy()).contains("removed by declaration"));
    watchIn(Duration.ofDays(1));
    assertThat(state()).as("declared again").isEqualTo(State.WAITING);
  }

  @Test
  void whereNoneIsDeclaredNothingIsListenedTo() {
    jdbi.useHandle(handle -> handle.execute("delete from heartbeat_listening"));

    heartbeats.watch(Catalog.EMPTY, now());

    int listening =
        jdbi.withHandle(handle ->
            handle
                .createQuery("select count(*) from heartbeat_listening")
                .mapTo(Integer.class)
                .one());
    assertThat(listening).isZero();
  }

  private void lastBeatWas(Duration ago) {
    jdbi.useHandle(handle ->
        handle.execute(
            "update heartbeat set beat_at = clock_timestamp() - ? * interval '1 second'",
            ago.toSeconds()));
  }

  private void watch() {
    heartbeats.watch(CATALOG, now());
  }

  private void watchIn(Duration time) {
    heartbeats.watch(CATALOG, now().plus(time));
  }

  private State state() {
    return heartbeats.statuses().getFirst().state();
  }

  private List<ExternalAlertRow> alerts() {
    return jdbi.withHandle(handle -> ExternalAlertTable.since(handle, Instant.EPOCH));
  }

  private Instant now() {
    return jdbi.withHandle(Evaluator::now);
  }
}
