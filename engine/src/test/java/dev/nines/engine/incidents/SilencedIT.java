package dev.nines.engine.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.channel.ChannelSpec;
import dev.nines.channel.ChannelSpec.Match;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Silence;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.dora.Delivered;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.silences.SilenceTable;
import dev.nines.incident.Incident;
import dev.nines.incident.Severity;
import dev.nines.incident.Transition;
import dev.nines.slo.time.Interval;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SilencedIT {
  private static final URI URL = URI.create("http://nines.test");
  private static final Catalog CATALOG =
      Incidents.catalog("shop", new ChannelSpec.Log("log", Match.ALL));

  private Database database;
  private Jdbi jdbi;
  private IncidentDesk desk;
  private HeldNotifications held;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    jdbi = database.jdbi();
    desk = new IncidentDesk(jdbi, URL);
    held = new HeldNotifications(jdbi, URL);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void incidentIsOpenedAndNobodyIsTold_butWhoeverItConcernsWhenTheSilenceEnds() {
    var silence = silence(new Match(Set.of("shop"), Set.of()));
    desk.commit(CATALOG, Incidents.opening("shop"), _ -> {});
    held.release(CATALOG);
    assertThat(incident().open()).isTrue();
    assertThat(told()).isEmpty();

    end(silence);
    held.release(CATALOG);
    held.release(CATALOG);

    assertThat(told()).containsExactly("1-opened-log");
    assertThat(summary())
        .startsWith("shop: still open after a silence (probe shop-http is down at local");
  }

  @Test
  void whatIsToldLateNamesTheArtifactOfItsDeclaredCauseToo() {
    var silence = silence(Match.ALL);
    desk.commit(CATALOG, Incidents.opening("shop"), _ -> {});
    var delivered = new Delivered(jdbi);
    var deployment = delivered.deployment("shop", incident().times().impactStart().minusSeconds(9));
    delivered.cause(incident().id(), Optional.of(deployment), "person");
    end(silence);
    held.release(CATALOG);

    var artifacts =
        jdbi.withHandle(handle ->
            handle
                .createQuery("select body::jsonb #>> '{data,artifact}' from notification")
                .mapTo(String.class)
                .list());
    assertThat(artifacts).containsExactly("pkg:oci/shop@" + deployment);
  }

  @Test
  void resolveOfAnOpenThatWasToldIsToldInASilence() {
    desk.commit(CATALOG, Incidents.opening("shop"), _ -> {});
    silence(Match.ALL);
    resolve();

    assertThat(told()).containsExactly("1-opened-log", "2-resolved-log");
  }

  @Test
  void incidentThatIsOverBeforeItsSilenceIsNeverTold() {
    var silence = silence(Match.ALL);
    desk.commit(CATALOG, Incidents.opening("shop"), _ -> {});
    resolve();
    end(silence);
    held.release(CATALOG);

    assertThat(told()).isEmpty();
    assertThat(held()).isZero();
  }

  @Test
  void nextStepAfterTheSilenceTellsTheOpen_notAnUpdateOfWhatNobodyKnows() {
    var silence = silence(Match.ALL);
    desk.commit(CATALOG, Incidents.opening("shop"), _ -> {});
    end(silence);
    var restored =
        Incidents.next(
            "shop",
            Optional.of(incident()),
            Incidents.restored("shop-http"),
            incident().updatedAt().plusSeconds(100));
    assertThat(restored.steps())
        .extracting(Transition.Step::kind)
        .contains(Transition.Kind.RESTORED);
    desk.commit(CATALOG, restored, _ -> {});

    assertThat(told()).containsExactly("2-opened-log");
    assertThat(held()).isZero();
  }

  @Test
  void silenceOfAnotherServiceOrSeverityOrTimeHoldsNothingBack() {
    silence(new Match(Set.of("mail"), Set.of()));
    silence(new Match(Set.of(), Set.of(Severity.INFO)));
    var hourAgo = now().minus(Duration.ofHours(1));
    jdbi.useHandle(handle ->
        SilenceTable.add(
            handle,
            new Silence(
                "", Match.ALL, new Interval(hourAgo, hourAgo.plusSeconds(60)), "x", "anna")));
    desk.commit(CATALOG, Incidents.opening("shop"), _ -> {});

    assertThat(told()).containsExactly("1-opened-log");
  }

  private long silence(Match match) {
    var span = new Interval(now().minusSeconds(1), now().plusSeconds(3_600));
    return jdbi.withHandle(handle ->
        SilenceTable.add(handle, new Silence("", match, span, "moving house", "anna")).id());
  }

  private void end(long silence) {
    assertThat(
            jdbi.<Boolean, RuntimeException>withHandle(
                handle -> SilenceTable.end(handle, silence, "anna")))
        .isTrue();
  }

  private void resolve() {
    desk.commit(
        CATALOG,
        Incidents.next(
            "shop",
            Optional.of(incident()),
            Incidents.restored("shop-http"),
            incident().updatedAt().plusSeconds(1_000)),
        _ -> {});
    assertThat(incident().open()).isFalse();
  }

  private Incident incident() {
    return Incidents.stored(jdbi, "shop").getFirst();
  }

  private List<String> told() {
    return Incidents.notifications(jdbi, incident().id()).stream()
        .map(key -> key.replaceFirst("incident-\\d+-", ""))
        .toList();
  }

  private String summary() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select body::jsonb #>> '{data,summary}' from notification")
            .mapTo(String.class)
            .one());
  }

  private int held() {
    return jdbi.withHandle(handle ->
        handle.createQuery("select count(*) from held_notification").mapTo(Integer.class).one());
  }

  private Instant now() {
    return jdbi.withHandle(Evaluator::now);
  }
}
