package dev.nines.engine.endtoend;

import static dev.nines.engine.endtoend.Standstill.Place.before;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nines.engine.endtoend.Receivers.Kind;
import dev.nines.engine.endtoend.Standstill.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nines is killed at every step between a result and the mark that its notification is delivered,
 * of the incident's open and then of its end.
 */
@Tag("process")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledWhereItStandsIT {
  private static final Place FIRST_BAD =
      before("insert", "result", "new.status = 503 and new.probe_id = {probe}");
  private static final Place FIRST_GOOD =
      before("insert", "result", "new.status = 200 and new.probe_id = {probe}");
  private static final Place OUTAGE_OPENS = before("insert", "outage", "new.probe_id = {probe}");
  private static final Place OUTAGE_ENDS =
      before(
          "update",
          "outage",
          "new.probe_id = {probe} and old.recovered_at is null and new.recovered_at is not null");
  private static final Place OPEN_OWED = owed("opened");
  private static final Place END_OWED = owed("resolved");
  private static final Place OPEN_CLAIMED = marked("opened", "new.attempts > old.attempts");
  private static final Place END_CLAIMED = marked("resolved", "new.attempts > old.attempts");
  private static final Place OPEN_DELIVERED = marked("opened", "new.delivered_at is not null");
  private static final Place END_DELIVERED = marked("resolved", "new.delivered_at is not null");

  private static Place owed(String type) {
    return before("insert", "notification", is(type));
  }

  private static Place marked(String type, String how) {
    return before("update", "notification", is(type) + " and " + how);
  }

  private static String is(String type) {
    return """
    new.type = 'incident.%s' and new.body::jsonb #>> '{data,service}' = '{service}'\
    """
        .formatted(type);
  }

  /** What becomes of a commit that was asked for, and that nobody waits for any more. */
  private enum Commit {
    /** The server loses its client before: the transaction is rolled back. */
    LOST,
    /** It is made before Nines starts again. */
    MADE,
    /** It is made only when Nines has started again. */
    MADE_LATE
  }

  private enum Step {
    RUN_MEASURED_AND_ITS_BATCH_NOT_BEGUN(),
    BATCH_BEGUN_AND_NOTHING_WRITTEN(FIRST_BAD, FIRST_GOOD),
    RESULTS_AND_OUTAGE_WRITTEN_AND_COMMIT_LOST(OUTAGE_OPENS, OUTAGE_ENDS, Commit.LOST),
    RESULTS_AND_OUTAGE_COMMITTED_LATE(OUTAGE_OPENS, OUTAGE_ENDS, Commit.MADE_LATE),
    INCIDENT_AND_NOTIFICATIONS_WRITTEN_AND_COMMIT_LOST(OPEN_OWED, END_OWED, Commit.LOST),
    INCIDENT_AND_NOTIFICATIONS_COMMITTED_LATE(OPEN_OWED, END_OWED, Commit.MADE_LATE),
    NOTIFICATION_COMMITTED_AND_NOT_CLAIMED(OPEN_CLAIMED, END_CLAIMED),
    NOTIFICATION_CLAIMED_AND_NOT_SENT(OPEN_CLAIMED, END_CLAIMED, Commit.MADE),
    REQUEST_SENT_AND_NOT_ANSWERED(),
    ANSWERED_AND_MARK_NOT_COMMITTED(OPEN_DELIVERED, END_DELIVERED, Commit.LOST);

    private final List<Place> places; // of the open and of the end
    private final Optional<Commit> commit;

    Step() {
      places = List.of();
      commit = Optional.empty();
    }

    Step(Place open, Place end) {
      places = List.of(open, end);
      commit = Optional.empty();
    }

    Step(Place open, Place end, Commit commit) {
      places = List.of(open.inItsCommit(), end.inItsCommit());
      this.commit = Optional.of(commit);
    }

    /** Each has a service of its own, and none waits for the calm after another. */
    private String service() {
      return "shop-%02d".formatted(ordinal());
    }

    private Place place(Kind kind) {
      return places.get(kind == Kind.OPENED ? 0 : 1);
    }
  }

  private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
  private final Map<String, Integer> served = new ConcurrentHashMap<>();
  private HttpServer target;
  private Ordeal ordeal;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    target.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    target.createContext("/", this::answer);
    target.start();
    ordeal =
        Ordeal.begin(
            folder,
            Stream.of(Step.values()).collect(toMap(Step::service, step -> List.of(url(step)))),
            2,
            1);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var service = exchange.getRequestURI().getPath().substring(1);
    exchange.sendResponseHeaders(statuses.getOrDefault(service, 200), -1);
    exchange.close();
    served.merge(service, 1, Integer::sum);
  }

  private String url(Step step) {
    return "http://127.0.0.1:" + target.getAddress().getPort() + "/" + step.service();
  }

  @AfterAll
  void stop() throws Exception {
    ordeal.close();
    target.stop(0);
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void incidentIsToldAndCounted_alsoWhenNinesIsKilledWhere(Step step) throws Exception {
    ordeal.api();
    await().atMost(90, SECONDS).until(() -> stored(step, 200) > 0);

    killWhere(step, Kind.OPENED, 503);
    await().atMost(90, SECONDS).until(() -> incidents(step, "open") == 1 && owed(step) == 0);
    killWhere(step, Kind.RESOLVED, 200);
    await().atMost(90, SECONDS).until(() -> incidents(step, "open") == 0 && owed(step) == 0);

    ordeal.awaitPeace(); // where a busy machine has let the probes of others wait too long
    ordeal.check(List.of(step.service()));
  }

  private long incidents(Step step, String state) throws Exception {
    return ordeal.count(
        "select count(*) from incident where service = '%s' and state = '%s'"
            .formatted(step.service(), state));
  }

  private long owed(Step step) throws Exception {
    return ordeal.count(
        """
        select count(*) from notification n join incident i on i.id = n.incident_id
        where n.pending and i.service = '%s'
        """
            .formatted(step.service()));
  }

  private long stored(Step step, int status) throws Exception {
    return ordeal.count(
        """
        select count(*) from result r join probe p on p.id = r.probe_id
        where p.service = '%s' and r.status = %d
        """
            .formatted(step.service(), status));
  }

  private void killWhere(Step step, Kind kind, int status) throws Exception {
    switch (step) {
      case RUN_MEASURED_AND_ITS_BATCH_NOT_BEGUN -> killAfterRun(step, status);
      case REQUEST_SENT_AND_NOT_ANSWERED -> killBeforeAnswer(step, kind, status);
      default -> killAt(step, kind, status);
    }
    ordeal.api();
  }

  private void killAfterRun(Step step, int status) throws Exception {
    var before = stored(step, status);
    statuses.put(step.service(), status);
    var sofar = served(step);
    await()
        .atMost(90, SECONDS)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> served(step) > sofar);
    ordeal.kill();

    assertThat(stored(step, status)).as("runs of that kind that are stored").isEqualTo(before);
    ordeal.restart();
  }

  private int served(Step step) {
    return served.getOrDefault(step.service(), 0);
  }

  private void killBeforeAnswer(Step step, Kind kind, int status) throws Exception {
    ordeal.receivers().hold(step.service(), kind);
    statuses.put(step.service(), status);
    await().atMost(90, SECONDS).until(ordeal.receivers()::holds);
    ordeal.kill();
    ordeal.receivers().release();
    ordeal.postgres().hurryNotifications();
    ordeal.restart();
  }

  private void killAt(Step step, Kind kind, int status) throws Exception {
    var late = step.commit.equals(Optional.of(Commit.MADE_LATE));
    var probe = ordeal.count("select id from probe where service = '%s'".formatted(step.service()));
    try (var still = Standstill.at(ordeal.postgres(), step.place(kind).of(probe, step.service()))) {
      statuses.put(step.service(), status);
      still.awaitReached();
      ordeal.kill();
      if (late) {
        ordeal.restart();
        ordeal.awaitReadyOrBlocked();
        Thread.sleep(1_500); // where nothing stops it, it stores and evaluates by now
      } else if (step.commit.equals(Optional.of(Commit.LOST))) {
        still.lose();
      }
      still.release();
    }
    if (!late) {
      ordeal.postgres().awaitNoClients();
      ordeal.postgres().hurryNotifications();
      ordeal.restart();
    }
  }
}
