package dev.nines.engine.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.channel.ChannelSpec;
import dev.nines.channel.ChannelSpec.Match;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Silence;
import dev.nines.engine.catalog.Telling;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.incident.ByHand;
import dev.nines.incident.Escalation;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.Transition;
import dev.nines.incident.Transition.Kind;
import dev.nines.slo.time.Interval;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EscalationsIT {
  private static final URI URL = URI.create("http://nines.test");
  private static final Escalation STEPS =
      new Escalation(
          List.of(
              new Escalation.Step(Duration.ofMinutes(20), List.of("boss", "first")),
              new Escalation.Step(Duration.ofMinutes(10), List.of("second"))));
  private static final Catalog CATALOG =
      Incidents.catalog(
              "shop",
              new ChannelSpec.Log("first", Match.ALL),
              new ChannelSpec.Log("second", Match.NONE),
              new ChannelSpec.Log("boss", Match.NONE))
          .with(new Telling(Map.of(), Map.of("shop", STEPS), List.of(), List.of()));

  private Database database;
  private Jdbi jdbi;
  private IncidentDesk desk;
  private Escalations escalations;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    jdbi = database.jdbi();
    desk = new IncidentDesk(jdbi, URL);
    escalations = new Escalations(jdbi, URL);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void nextOnesAreToldWhereNobodyAcknowledges_eachOnce() {
    desk.commit(CATALOG, Incidents.opening("shop"), _ -> {});

    takeIn(9);
    assertThat(keys()).containsExactly("1-1-opened-first");
    takeIn(11);
    takeIn(12);
    assertThat(keys()).containsExactly("1-1-opened-first", "1-2-opened-second");
    new Escalations(jdbi, URL).take(CATALOG, now().plus(Duration.ofMinutes(21)));
    takeIn(500);

    assertThat(keys())
        .containsExactly(
            "1-1-opened-first", "1-2-opened-second", "1-3-opened-boss", "1-3-updated-first");
    assertThat(timeline())
        .containsExactly(
            "not acknowledged within 10m: escalated to second",
            "not acknowledged within 20m: escalated to boss, first");
  }

  @Test
  void stepsThatWereMissedAreTakenTogether() {
    desk.commit(CATALOG, Incidents.opening("shop"), _ -> {});

    takeIn(600);

    assertThat(keys())
        .containsExactly(
            "1-1-opened-first", "1-2-opened-second", "1-2-opened-boss", "1-2-updated-first");
  }

  @Test
  void acknowledgingStopsIt() {
    desk.commit(CATALOG, Incidents.opening("shop"), _ -> {});
    takeIn(11);
    desk.commit(
        CATALOG,
        IncidentLifecycle.byHand(incident(), "anna", new ByHand.Acknowledge(""), now())
            .orElseThrow(),
        _ -> {});

    takeIn(600);

    assertThat(keys())
        .containsExactlyInAnyOrder(
            "1-1-opened-first", "1-2-opened-second", "1-3-updated-first", "1-3-updated-second");
  }

  @Test
  void whoWasEscalatedToIsToldOfTheEnd() {
    desk.commit(CATALOG, Incidents.opening("shop"), _ -> {});
    takeIn(11);
    desk.commit(
        CATALOG,
        IncidentLifecycle.byHand(incident(), "anna", new ByHand.Resolve("mended"), now())
            .orElseThrow(),
        _ -> {});

    assertThat(keys())
        .containsExactlyInAnyOrder(
            "1-1-opened-first", "1-2-opened-second", "1-3-resolved-first", "1-3-resolved-second");
  }

  @Test
  void twoInstancesEscalateOnce() throws Exception {
    desk.commit(CATALOG, Incidents.opening("shop"), _ -> {});
    var at = now().plus(Duration.ofMinutes(11));
    var barrier = new CyclicBarrier(2);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> take =
          () -> {
            barrier.await();
            new Escalations(jdbi, URL).take(CATALOG, at);
            return true;
          };
      for (var future : threads.invokeAll(List.of(take, take))) {
        assertThat(future.get()).isTrue();
      }
    }

    assertThat(timeline()).hasSize(1);
    assertThat(keys()).hasSize(2);
  }

  @Test
  void nothingEscalatesInASilence_andItsTimeRunsFromWhenSomebodyIsTold() {
    var silence =
        new Silence(
            "quiet",
            Match.ALL,
            new Interval(now().minusSeconds(60), now().plusSeconds(3_600)),
            "moving",
            "anna");
    var silenced =
        CATALOG.with(new Telling(Map.of(), Map.of("shop", STEPS), List.of(silence), List.of()));
    desk.commit(silenced, Incidents.opening("shop"), _ -> {});

    escalations.take(silenced, now().plus(Duration.ofMinutes(11)));
    assertThat(timeline()).isEmpty();
    takeIn(11); // the silence is over, and nobody has been told yet
    assertThat(timeline()).isEmpty();

    new HeldNotifications(jdbi, URL).release(CATALOG);
    takeIn(9);
    assertThat(timeline()).isEmpty();
    takeIn(11);
    assertThat(timeline()).hasSize(1);
  }

  @Test
  void nextIsNamedUntilSomebodyAcknowledges() {
    desk.commit(CATALOG, Incidents.opening("shop"), _ -> {});
    var told = instant("select min(queued_at) from notification");

    assertThat(next())
        .contains(new Escalation.Next(told.plus(Duration.ofMinutes(10)), List.of("second")));
    takeIn(11);
    assertThat(next())
        .contains(new Escalation.Next(told.plus(Duration.ofMinutes(20)), List.of("boss", "first")));
    takeIn(21);
    assertThat(next()).isEmpty();
    jdbi.useHandle(handle -> handle.execute("delete from incident_step where kind = 'escalated'"));
    assertThat(next()).isPresent();
    desk.commit(
        CATALOG,
        IncidentLifecycle.byHand(incident(), "anna", new ByHand.Acknowledge(""), now())
            .orElseThrow(),
        _ -> {});
    assertThat(next()).isEmpty();
  }

  @Test
  void nobodyIsNextWhileItIsHeldBack() {
    desk.commit(CATALOG, Incidents.opening("shop"), _ -> {});
    assertThat(next()).isPresent();

    jdbi.useHandle(handle ->
        handle.execute(
            """
            insert into held_notification (incident_id, channel, silence)
            select id, 'first', 'quiet' from incident
            """));

    assertThat(next()).isEmpty();
  }

  private Optional<Escalation.Next> next() {
    return jdbi.withHandle(
        handle -> Escalations.next(handle, CATALOG, incident(), Optional.empty()));
  }

  private Instant instant(String query) {
    return jdbi.withHandle(handle -> handle.createQuery(query).mapTo(Instant.class).one());
  }

  private void takeIn(int minutes) {
    escalations.take(CATALOG, now().plus(Duration.ofMinutes(minutes)));
  }

  private Incident incident() {
    return Incidents.stored(jdbi, "shop").getFirst();
  }

  private List<String> keys() {
    return Incidents.notifications(jdbi, incident().id()).stream()
        .map(key -> key.replaceFirst("incident-\\d+-", "1-"))
        .toList();
  }

  private List<String> timeline() {
    return jdbi.withHandle(handle -> IncidentTable.timeline(handle, incident().id())).stream()
        .filter(step -> step.kind() == Kind.ESCALATED)
        .map(Transition.Step::text)
        .toList();
  }

  private Instant now() {
    return jdbi.withHandle(Evaluator::now);
  }
}
