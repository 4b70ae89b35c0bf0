package dev.nines.engine.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Notification;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.incidents.Incidents;
import dev.nines.engine.telling.TellingDesk;
import dev.nines.incident.Incident;
import dev.nines.incident.Severity;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotificationLeftoversIT {
  private static final URI OWN = URI.create("http://nines.test/");

  private Database database;
  private Jdbi jdbi;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    jdbi = database.jdbi();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatHasLongEndedIsDropped_andNothingElse() {
    var over = Incidents.open(jdbi, "over");
    put(over, "hook");
    put(over, "chat");
    put(over, "log");
    end("over", "200 days");
    var justOver = Incidents.open(jdbi, "just-over");
    put(justOver, "hook");
    end("just-over", "1 day");
    put(Incidents.open(jdbi, "open"), "hook");
    var firing = alert("null");
    var cleared = alert("now() - interval '150 days'");
    putAlert(firing);
    putAlert(cleared);
    execute("update notification set delivered_at = now() - interval '200 days'");
    execute("update notification set delivered_at = now() where channel = 'chat'");
    execute("update notification set delivered_at = null where channel = 'log'");

    assertThat(drop()).isEqualTo(2);

    assertThat(keys())
        .containsExactlyInAnyOrder(
            "over-chat", "over-log", "just-over-hook", "open-hook", key(firing));
    assertThat(drop()).isZero();
  }

  @Test
  void whatWasGivenUpOrNotNeededIsDroppedToo() {
    var over = Incidents.open(jdbi, "over");
    put(over, "hook");
    put(over, "chat");
    end("over", "200 days");
    execute("update notification set dead_at = now() - interval '101 days' where id = 1");
    execute("update notification set unneeded_at = now() - interval '101 days' where id = 2");

    assertThat(drop()).isEqualTo(2);
  }

  @Test
  void moreThanABatchGoesInOneGo() {
    execute(
        """
        insert into notification (idempotency_key, channel, type, body, delivered_at)
        select n, 'hook', 'alert.cleared', '{}', now() - interval '200 days'
        from generate_series(1, 2500) n
        """);

    assertThat(drop()).isEqualTo(2_500);
  }

  @Test
  void whatIsOwedToAChannelThatIsGoneIsGivenUpInTime() {
    var shop = Incidents.open(jdbi, "shop");
    put(shop, "gone");
    put(shop, "hook");
    put(Incidents.open(jdbi, "other"), "gone");
    execute("update notification set queued_at = now() - interval '25 hours' where id < 3");
    var desk = new TellingDesk(jdbi, OWN);
    var catalog =
        new Catalog(
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            List.of(new ChannelSpec.Log("hook", ChannelSpec.Match.ALL)));

    desk.after(catalog, jdbi.withHandle(Evaluator::now));

    var dead =
        jdbi.withHandle(handle ->
            NotificationTable.list(
                handle,
                Optional.of(StoredNotification.State.DEAD),
                Optional.empty(),
                Optional.empty(),
                10));
    assertThat(dead)
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.key()).isEqualTo("shop-gone");
          assertThat(letter.lastError()).hasValue("channel gone is no longer declared");
        });
    assertThat(desk.owed())
        .extracting(
            NotificationTable.Owed::channel,
            NotificationTable.Owed::pending,
            NotificationTable.Owed::dead)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("gone", 1L, 1L),
            org.assertj.core.groups.Tuple.tuple("hook", 1L, 0L));
  }

  private int drop() {
    var now = jdbi.withHandle(Evaluator::now);
    return NotificationLeftovers.dropBefore(jdbi, now.minus(java.time.Duration.ofDays(100)));
  }

  private List<String> keys() {
    return jdbi.withHandle(handle ->
        handle.createQuery("select idempotency_key from notification").mapTo(String.class).list());
  }

  private void end(String service, String ago) {
    execute(
        "update incident set state = 'resolved', resolved_at = now() - interval '%s' where service = '%s'"
            .formatted(ago, service));
  }

  private long alert(String clearedAt) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                insert into burn_alert (service, slo, objective, urgency, rule, impact_start,
                  detected_at, cleared_at)
                values ('shop', 'slo', '99', 'ticket', '1x', now(), now(), %s) returning id
                """
                    .formatted(clearedAt))
            .mapTo(Long.class)
            .one());
  }

  private static String key(long alert) {
    return Notification.alertKey(Long.toString(alert), Notification.Type.ALERT_FIRED, "hook");
  }

  private void putAlert(long alert) {
    jdbi.useHandle(handle ->
        Outbox.putAlert(
            handle,
            alert,
            "hook",
            note(key(alert), "shop", Notification.Type.ALERT_FIRED, Optional.empty())));
  }

  private void put(Incident incident, String channel) {
    var note =
        note(
            incident.service() + "-" + channel,
            incident.service(),
            Notification.Type.OPENED,
            Optional.of(new Notification.About(incident.id(), incident.state(), incident.times())));
    jdbi.useHandle(handle -> Outbox.put(handle, channel, note));
  }

  private static Notification note(
      String key, String service, Notification.Type type, Optional<Notification.About> incident) {
    return new Notification(
        key, type, Instant.EPOCH, service, Severity.CRITICAL, service + ": told", OWN, incident);
  }

  private void execute(String sql) {
    jdbi.useHandle(handle -> handle.execute(sql));
  }
}
