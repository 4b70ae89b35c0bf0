package dev.nines.engine.incidents;

import static dev.nines.engine.incidents.Incidents.commit;
import static dev.nines.engine.incidents.Incidents.down;
import static dev.nines.engine.incidents.Incidents.next;
import static dev.nines.engine.incidents.Incidents.open;
import static dev.nines.engine.incidents.Incidents.opening;
import static dev.nines.engine.incidents.Incidents.restored;
import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.incident.ByHand;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import dev.nines.incident.Transition;
import dev.nines.incident.Transition.Kind;
import dev.nines.incident.Transition.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IncidentTableIT {
  private Database database;
  private Jdbi jdbi;

  @BeforeEach
  void openDatabase() {
    database = TestDatabase.fresh();
    jdbi = database.jdbi();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void storedIncidentReadsBackEqual() {
    var burning =
        new Signal.BurnAlert(
            "shop-available",
            "99.9",
            "14.4x over 1h and 5m",
            Severity.CRITICAL,
            NOON.plusNanos(123_456_000),
            NOON.plusSeconds(60),
            Optional.of(
                new Signal.Cleared(
                    NOON.plusSeconds(90), NOON.plusSeconds(91), "burns slowly again")));
    var transition =
        Incidents.LIFECYCLE
            .evaluate(
                "shop",
                Optional.empty(),
                List.of(burning, down("shop-http")),
                NOON.plusSeconds(100))
            .getFirst();

    var written = commit(jdbi, transition).orElseThrow();

    assertThat(written).isEqualTo(transition.after().withId(written.id()));
    assertThat(find(written.id())).contains(written);
    assertThat(timeline(written.id())).isEqualTo(transition.steps());
    assertThat(find(written.id() + 1)).isEmpty();
  }

  @Test
  void recentIncidentsAreAlwaysWhatIsStored_thoughOnlyTheChangedAreReadAgain() {
    var recent = new RecentIncidents();
    var shop = open(jdbi, "shop");
    assertThat(recentOf(recent)).containsExactly(shop);

    var mail = open(jdbi, "mail");
    var mended = next("shop", Optional.of(shop), restored("shop-http"), NOON.plusSeconds(200));
    var over = commit(jdbi, mended).orElseThrow();
    assertThat(over.version()).isEqualTo(2);
    assertThat(recentOf(recent)).isEqualTo(since(Instant.EPOCH)).contains(over, mail);

    jdbi.useHandle(handle -> handle.execute("update incident set body = 'null'")); // not read again
    assertThat(recentOf(recent)).containsExactlyInAnyOrder(over, mail);
    jdbi.useHandle(handle ->
        handle.execute("update incident set state = 'resolved', resolved_at = impact_start"));
    assertThat(
            jdbi.<List<Incident>, RuntimeException>withHandle(
                handle -> recent.since(handle, NOON.plus(Duration.ofDays(1)))))
        .isEmpty();
  }

  private List<Incident> recentOf(RecentIncidents recent) {
    return jdbi.withHandle(handle -> recent.since(handle, Instant.EPOCH));
  }

  @Test
  void incidentOfALaterVersionIsRead_whateverHasBeenAddedToIt() {
    var incident = open(jdbi, "shop");
    jdbi.useHandle(
        handle -> handle.execute("update incident set body = body || '{\"addedLater\": 1}'"));

    assertThat(find(incident.id())).contains(incident);
  }

  @Test
  void slowerOfTwoTransitionsWritesNothing() {
    var incident = open(jdbi, "shop");
    var acknowledged =
        IncidentLifecycle.byHand(
                incident, "ann", new ByHand.Acknowledge("mine"), NOON.plusSeconds(40))
            .orElseThrow();
    var cleared = next("shop", Optional.of(incident), restored("shop-http"), NOON.plusSeconds(140));

    assertThat(commit(jdbi, acknowledged)).contains(acknowledged.after());
    assertThat(commit(jdbi, cleared)).isEmpty();
    assertThat(find(incident.id())).contains(acknowledged.after());
    assertThat(timeline(incident.id()))
        .extracting(Step::kind)
        .containsExactly(Kind.OPENED, Kind.SIGNAL_ADDED, Kind.ACKNOWLEDGED);
  }

  @Test
  void serviceHasAtMostOneOpenIncident() {
    open(jdbi, "shop");

    assertThat(commit(jdbi, opening("shop"))).isEmpty();
    assertThat(commit(jdbi, opening("mail"))).isPresent();
    assertThat(Incidents.stored(jdbi, "shop")).hasSize(1);
  }

  @Test
  void reopenedIncidentKeepsItsNumberAndItsTimeline() {
    var incident = resolved("shop");
    var relapse =
        next(
            "shop",
            Optional.of(incident),
            down("shop-http", NOON.plusSeconds(300), Optional.empty()),
            NOON.plusSeconds(330));

    var reopened = commit(jdbi, relapse).orElseThrow();

    assertThat(reopened.id()).isEqualTo(incident.id());
    assertThat(reopened.state()).isEqualTo(Incident.State.OPEN);
    assertThat(reopened.reopened()).isEqualTo(1);
    assertThat(timeline(incident.id()))
        .extracting(Step::kind)
        .containsSubsequence(Kind.OPENED, Kind.RESOLVED, Kind.REOPENED);
    assertThat(commit(jdbi, opening("shop"))).as("a second one beside it").isEmpty();
  }

  @Test
  void resolvedIncidentIsNotReopenedBesideAnotherThatIsOpen() {
    var old = resolved("shop");
    open(jdbi, "shop");
    var relapse =
        next(
            "shop",
            Optional.of(old),
            down("shop-http", NOON.plusSeconds(300), Optional.empty()),
            NOON.plusSeconds(330));

    assertThat(commit(jdbi, relapse)).isEmpty();
  }

  @Test
  void listIsOfAStateOrOfAll_newestImpactFirst() {
    var over = resolved("a");
    var open = open(jdbi, "b");
    var late =
        commit(
                jdbi,
                next(
                    "c",
                    Optional.empty(),
                    down("c-http", NOON.plusSeconds(900), Optional.empty()),
                    NOON.plusSeconds(930)))
            .orElseThrow();

    assertThat(list(Optional.empty(), 10)).containsExactly(late, open, over);
    assertThat(list(Optional.empty(), 2)).containsExactly(late, open);
    assertThat(list(Optional.of(Incident.State.OPEN), 10)).containsExactly(late, open);
    assertThat(list(Optional.of(Incident.State.RESOLVED), 10)).containsExactly(over);
    assertThat(list(Optional.of(Incident.State.ACKNOWLEDGED), 10)).isEmpty();
  }

  @Test
  void windowHasWhatIsOpenBeganOrWasResolvedInIt() {
    var over = resolved("a");
    var open = open(jdbi, "b");
    var resolvedAt = over.times().resolved().orElseThrow();

    assertThat(since(resolvedAt)).containsExactlyInAnyOrder(over, open);
    assertThat(since(resolvedAt.plus(Duration.ofMillis(1)))).containsExactly(open);
  }

  private Incident resolved(String service) {
    var incident = open(jdbi, service);
    var quiet =
        next(service, Optional.of(incident), restored(service + "-http"), NOON.plusSeconds(135));
    var cleared = commit(jdbi, quiet).orElseThrow();
    return commit(
            jdbi,
            next(service, Optional.of(cleared), restored(service + "-http"), NOON.plusSeconds(280)))
        .orElseThrow();
  }

  private Optional<Incident> find(long id) {
    return jdbi.withHandle(handle -> IncidentTable.find(handle, id));
  }

  private List<Transition.Step> timeline(long id) {
    return jdbi.withHandle(handle -> IncidentTable.timeline(handle, id));
  }

  private List<Incident> list(Optional<Incident.State> state, int limit) {
    var all = IncidentTable.Filter.ALL;
    var filter =
        new IncidentTable.Filter(
            state, all.service(), all.severity(), all.from(), all.to(), all.before());
    return jdbi.withHandle(handle -> IncidentTable.list(handle, filter, limit));
  }

  private List<Incident> since(Instant since) {
    return jdbi.withHandle(handle -> IncidentTable.since(handle, since));
  }
}
