package dev.nines.engine.notifications;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.nines.channel.Channel;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Delivery;
import dev.nines.channel.Notification;
import dev.nines.channel.NotificationJson;
import dev.nines.channel.receivers.Channels;
import dev.nines.channel.receivers.LogChannel;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.incidents.Incidents;
import dev.nines.incident.Incident;
import dev.nines.incident.Severity;
import io.opentelemetry.api.trace.TracerProvider;
import io.prometheus.metrics.core.metrics.Counter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CourierIT {
  private final WireMockServer hook =
      new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
  private final Channels receivers =
      new Channels(ZoneOffset.UTC, InstantSource.fixed(NOON), _ -> {});
  private final List<Courier> couriers = new ArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Counter attempts =
      Counter.builder().name("attempts").labelNames("channel", "outcome").build();
  private Database database;
  private Jdbi jdbi;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    jdbi = database.jdbi();
    hook.start();
  }

  @AfterEach
  void close() {
    couriers.forEach(Courier::close);
    receivers.close();
    hook.stop();
    database.close();
  }

  @Test
  void notificationsOfAnIncidentGoToAChannelInTheirOrder() {
    var incidents =
        List.of(Incidents.open(jdbi, "a"), Incidents.open(jdbi, "b"), Incidents.open(jdbi, "c"));
    for (var i = 0; i < 30; i++) {
      put(incidents.get(i % 3), "log", "note " + i);
    }

    serve(Map.of("log", log(told::add)));

    await().until(() -> told.size() == 30);
    for (var remainder = 0; remainder < 3; remainder++) {
      var service = incidents.get(remainder).service();
      var own = told.stream().filter(line -> line.contains(service + ": ")).toList();
      var first = remainder;
      assertThat(own).hasSize(10);
      for (var i = 0; i < 10; i++) {
        assertThat(own.get(i)).contains("note " + (first + 3 * i) + " ");
      }
    }
  }

  @Test
  void channelThatFailsInNinesItselfIsLoggedInOneLine_withoutWhatTheFailureQuotes() {
    var log = new ListAppender<ILoggingEvent>();
    log.start();
    var logger = (Logger) LoggerFactory.getLogger(Lane.class);
    logger.addAppender(log);
    try {
      put(Incidents.open(jdbi, "shop"), "broken", "note");

      serve(
          Map.of(
              "broken",
              _ -> {
                throw new IllegalStateException("https://hooks.test/s3cret");
              }));

      await().until(() -> log.list.size() > 1); // the failure, and that it is tried again
    } finally {
      logger.detachAppender(log);
    }
    assertThat(log.list)
        .noneMatch(line -> line.getFormattedMessage().contains("s3cret"))
        .allMatch(line -> line.getThrowableProxy() == null);
    assertThat(log.list.getFirst().getFormattedMessage())
        .startsWith(
            "channel broken failed in Nines itself: IllegalStateException at"
                + " dev.nines.engine.notifications.CourierIT.");
  }

  @Test
  void rushBeginsSlowly_andIsAtFullSpeedAFewSecondsLater() {
    var now = new AtomicLong();
    var receiver = new CompletableFuture<Void>();
    for (var i = 0; i < 20; i++) {
      put(Incidents.open(jdbi, "service-" + i), "slow", "note");
    }

    serve(
        Map.of(
            "slow",
            _ -> {
              receiver.join();
              return new Delivery.Delivered("at last");
            }),
        now::get);

    try {
      await().until(() -> claimed() == 2);
      now.addAndGet(Duration.ofSeconds(3).toNanos());
      await().until(() -> claimed() == 5);
      now.addAndGet(Duration.ofMinutes(1).toNanos());
      await().until(() -> claimed() == Lane.AT_ONCE);
    } finally {
      receiver.complete(null);
    }
  }

  private int claimed() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select count(*) from notification where attempts > 0")
            .mapTo(Integer.class)
            .one());
  }

  @Test
  void deadChannelDelaysNoOther() {
    hook.stubFor(post("/hook").willReturn(aResponse().withFixedDelay(10_000)));
    var incident = Incidents.open(jdbi, "shop");
    for (var i = 0; i < 20; i++) {
      put(incident, "dead", "note " + i);
      put(incident, "log", "note " + i);
    }

    serve(Map.of("dead", webhook("dead"), "log", log(told::add)));

    await().atMost(Duration.ofSeconds(6)).until(() -> told.size() == 20);
    await().until(() -> owed() == 20); // those of the dead one
  }

  @Test
  void refusedNotificationIsTriedAgainAndDeliveredOnce_andTheNextWaitsForIt() {
    hook.stubFor(
        post("/hook")
            .inScenario("once")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(503))
            .willSetStateTo("up"));
    hook.stubFor(
        post("/hook").inScenario("once").whenScenarioStateIs("up").willReturn(aResponse()));
    var incident = Incidents.open(jdbi, "shop");
    put(incident, "hook", "first");
    put(incident, "hook", "second");

    serve(Map.of("hook", webhook("hook")));
    await().until(() -> attempts.labelValues("hook", "retry").get() == 1);
    assertThat(one("select last_error from notification where attempts = 1", String.class))
        .isEqualTo("127.0.0.1 answered 503");
    assertThat(
            one(
                """
                select extract(epoch from next_attempt_at - clock_timestamp())::double precision
                from notification where attempts = 1
                """,
                Double.class))
        .as("seconds to the next attempt")
        .isBetween(2.0, 6.1);
    hurry();

    await().until(() -> owed() == 0);
    assertThat(bodies()).hasSize(3);
    assertThat(bodies().get(0)).contains("first");
    assertThat(bodies().get(1)).isEqualTo(bodies().get(0));
    assertThat(bodies().get(2)).contains("second");
    assertThat(attempts.labelValues("hook", "delivered").get()).isEqualTo(2);
  }

  @Test
  void refusalForGoodIsGivenUp_andTheNextGoes() {
    hook.stubFor(
        post("/hook")
            .inScenario("once")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(410))
            .willSetStateTo("up"));
    hook.stubFor(
        post("/hook").inScenario("once").whenScenarioStateIs("up").willReturn(aResponse()));
    var incident = Incidents.open(jdbi, "shop");
    put(incident, "hook", "first");
    put(incident, "hook", "second");

    serve(Map.of("hook", webhook("hook")));

    await().until(() -> owed() == 0);
    assertThat(one("select body from notification where dead_at is not null", String.class))
        .contains("first");
    assertThat(one("select body from notification where delivered_at is not null", String.class))
        .contains("second");
    assertThat(attempts.labelValues("hook", "dead").get()).isEqualTo(1);
  }

  @Test
  void notificationIsGivenUpWhenItsTimeIsUp() {
    hook.stubFor(post("/hook").willReturn(aResponse().withStatus(503)));
    put(Incidents.open(jdbi, "shop"), "hook", "first");
    jdbi.useHandle(handle ->
        handle.execute("update notification set queued_at = now() - interval '25 hours'"));

    serve(Map.of("hook", webhook("hook")));

    await().until(() -> owed() == 0);
    assertThat(one("select last_error from notification where dead_at is not null", String.class))
        .isEqualTo("no success in 24h: 127.0.0.1 answered 503");
  }

  @Test
  void channelThatFailsInNinesItselfLosesNothing() {
    var broken = new AtomicInteger(1);
    put(Incidents.open(jdbi, "shop"), "log", "first");

    serve(
        Map.of(
            "log",
            log(line -> {
              if (broken.getAndDecrement() > 0) {
                throw new IllegalStateException("broken");
              }
              told.add(line);
            })));
    await().until(() -> broken.get() == 0);

    await()
        .until(() -> {
          hurry(); // else it waits until nobody can be delivering it any more
          return owed() == 0;
        });
    assertThat(told).hasSize(1);
  }

  @Test
  void twoCouriersDeliverEachNotificationOnce_inTheOrderOfTheIncident() {
    var incidents = new ArrayList<Incident>();
    for (var i = 0; i < 20; i++) {
      incidents.add(Incidents.open(jdbi, "service" + i));
    }
    for (var i = 0; i < 200; i++) {
      put(incidents.get(i % 20), "log", "note %03d".formatted(i));
    }

    serve(Map.of("log", log(told::add)));
    serve(Map.of("log", log(told::add)));

    await().until(() -> owed() == 0);
    assertThat(told).hasSize(200).doesNotHaveDuplicates();
    for (var incident : incidents) {
      assertThat(
              told.stream().filter(line -> line.contains(" " + incident.service() + ": ")).toList())
          .hasSize(10)
          .isSorted();
    }
  }

  @Test
  void openThatWasRefusedNeedsNoEnd_andReSentItGetsOne() {
    hook.stubFor(post("/hook").willReturn(aResponse().withStatus(410)));
    var incident = Incidents.open(jdbi, "shop");
    put(incident, "hook", "open", Notification.Type.OPENED);
    put(incident, "hook", "end", Notification.Type.RESOLVED);
    serve(Map.of("hook", webhook("hook")));
    await().until(() -> owed() == 0);

    assertThat(states()).containsExactly("dead", "unneeded");
    assertThat(bodies()).hasSize(1);

    hook.stubFor(post("/hook").willReturn(aResponse()));
    assertThat(resend(1)).isEqualTo(NotificationTable.Resent.YES);
    await().until(() -> owed() == 0);

    assertThat(states()).containsExactly("delivered", "delivered");
    assertThat(bodies().get(1)).isEqualTo(bodies().get(0));
    assertThat(bodies().get(2)).contains("end");
    assertThat(resend(1)).isEqualTo(NotificationTable.Resent.NOT_DEAD);
  }

  @Test
  void endThatComesAfterItsOpenWasRefusedIsNotNeededEither() {
    hook.stubFor(post("/hook").willReturn(aResponse().withStatus(410)));
    var incident = Incidents.open(jdbi, "shop");
    put(incident, "hook", "open", Notification.Type.OPENED);
    serve(Map.of("hook", webhook("hook")));
    await().until(() -> owed() == 0);
    put(incident, "hook", "end", Notification.Type.RESOLVED);

    assertThat(states()).containsExactly("dead", "unneeded");
  }

  @Test
  void endOfAnOpenThatMayHaveArrivedIsSent() {
    hook.stubFor(post("/hook").willReturn(aResponse().withStatus(503)));
    var incident = Incidents.open(jdbi, "shop");
    put(incident, "hook", "open", Notification.Type.OPENED);
    put(incident, "hook", "end", Notification.Type.RESOLVED);
    jdbi.useHandle(handle ->
        handle.execute(
            "update notification set attempts = 5, queued_at = now() - interval '25 hours'"
                + " where type = 'incident.opened'"));
    serve(Map.of("hook", webhook("hook")));
    await().until(() -> attempts.labelValues("hook", "retry").get() == 1);
    hook.stubFor(post("/hook").willReturn(aResponse()));
    hurry();
    await().until(() -> owed() == 0);

    assertThat(states()).containsExactly("dead", "delivered");
    assertThat(resend(1)).isEqualTo(NotificationTable.Resent.OUTDATED);
  }

  @Test
  void endOfAnAlertWaitsForItsFiring_andForThatOfNoOther() {
    hook.stubFor(post("/hook").atPriority(9).willReturn(aResponse()));
    var refused =
        hook.stubFor(
            post("/hook")
                .withRequestBody(containing("alert 7"))
                .willReturn(aResponse().withStatus(503)));
    putAlert(7);
    putAlert(8);

    serve(Map.of("hook", webhook("hook")));
    await().until(() -> owed() == 2);
    assertThat(toldOf("alert 8")).containsExactly("alert.fired", "alert.cleared");
    assertThat(toldOf("alert 7")).containsOnly("alert.fired");

    hook.removeStub(refused);
    hurry();
    await().until(() -> owed() == 0);
    assertThat(toldOf("alert 7").getLast()).isEqualTo("alert.cleared");
    assertThat(toldOf("alert 7").stream().distinct()).hasSize(2);
  }

  @Test
  void firingOfAnAlertWhoseEndWasToldIsNotSentAgain() {
    putAlert(7);
    jdbi.useHandle(handle ->
        handle.execute("update notification set dead_at = now() where type = 'alert.fired'"));
    assertThat(resend(1)).isEqualTo(NotificationTable.Resent.YES);

    jdbi.useHandle(handle ->
        handle.execute(
            """
            update notification set
              dead_at = case when type = 'alert.fired' then now() end,
              delivered_at = case when type = 'alert.cleared' then now() end
            """));
    assertThat(resend(1)).isEqualTo(NotificationTable.Resent.OUTDATED);
  }

  @Test
  void channelThatWasNeverToldOfAnIncidentIsNotToldOfItsEnd() {
    var incident = Incidents.open(jdbi, "shop");
    put(incident, "hook", "end", Notification.Type.RESOLVED);

    assertThat(states()).isEmpty();
  }

  @Test
  void severalGoAtOnce_ofDifferentIncidentsOnly() {
    hook.stubFor(post("/hook").willReturn(aResponse().withFixedDelay(400)));
    for (var i = 0; i < 16; i++) {
      var incident = Incidents.open(jdbi, "service" + i);
      put(incident, "hook", "open", Notification.Type.OPENED);
      put(incident, "hook", "end", Notification.Type.RESOLVED);
    }

    var begun = System.nanoTime();
    serve(Map.of("hook", webhook("hook")));
    await().until(() -> owed() == 0);

    assertThat(Duration.ofNanos(System.nanoTime() - begun)) // 12.8 s one after the other
        .isBetween(Duration.ofMillis(1_600), Duration.ofSeconds(8));
    assertThat(bodies()).hasSize(32);
  }

  @Test
  void courierWithoutDatabaseIsNotAlive() throws InterruptedException {
    var courier = serve(Map.of("log", log(told::add)));
    assertThat(courier.alive(Duration.ofSeconds(5))).isTrue();
    database.close();
    Thread.sleep(1_500);

    assertThat(courier.alive(Duration.ofSeconds(1))).isFalse();
  }

  @Test
  void whatIsOwedToAChannelThatIsGoneWaitsForItsReturn() {
    put(Incidents.open(jdbi, "shop"), "log", "first");
    var courier = serve(Map.of("other", log(told::add)));
    assertThat(owed()).isEqualTo(1);

    courier.serve(Map.of("log", log(told::add)), _ -> Duration.ofDays(1));

    await().until(() -> owed() == 0);
    assertThat(told).hasSize(1);
  }

  @Test
  void sameNotificationIsOwedOnce() {
    var incident = Incidents.open(jdbi, "shop");
    put(incident, "log", "first");
    put(incident, "log", "first");

    assertThat(owed()).isEqualTo(1);
  }

  private Courier serve(Map<String, Channel> channels) {
    return serve(channels, System::nanoTime);
  }

  private Courier serve(Map<String, Channel> channels, LongSupplier nanoTime) {
    var courier =
        new Courier(jdbi, attempts, new Random(1), nanoTime, TracerProvider.noop().get(""));
    couriers.add(courier);
    courier.serve(channels, _ -> Duration.ofDays(1));
    return courier;
  }

  private static Channel log(Consumer<String> log) {
    return new LogChannel("log", log);
  }

  private Channel webhook(String name) {
    return receivers.open(
        new ChannelSpec.Webhook(
            name,
            ChannelSpec.Match.ALL,
            URI.create("http://127.0.0.1:" + hook.port() + "/hook"),
            Optional.empty()));
  }

  private List<String> states() {
    return jdbi
        .withHandle(handle ->
            NotificationTable.list(
                handle, Optional.empty(), Optional.empty(), Optional.empty(), 100))
        .reversed()
        .stream()
        .map(note -> note.state().label())
        .toList();
  }

  private NotificationTable.Resent resend(long id) {
    return jdbi.inTransaction(handle -> NotificationTable.resend(handle, id));
  }

  /** That it fired, and that it cleared. */
  private void putAlert(long alert) {
    for (var type : List.of(Notification.Type.ALERT_FIRED, Notification.Type.ALERT_CLEARED)) {
      var note =
          Notification.ofAlert(
              Long.toString(alert),
              type,
              NOON,
              "shop",
              Severity.WARNING,
              "alert " + alert,
              "hook",
              URI.create("http://n/"));
      jdbi.useTransaction(handle -> Outbox.putAlert(handle, alert, "hook", note));
    }
  }

  private void put(Incident incident, String channel, String text) {
    put(incident, channel, text, Notification.Type.UPDATED);
  }

  private void put(Incident incident, String channel, String text, Notification.Type type) {
    var notification =
        new Notification(
            "key-%d-%s-%s".formatted(incident.id(), channel, text),
            type,
            NOON,
            incident.service(),
            Severity.CRITICAL,
            incident.service() + ": " + text,
            URI.create("http://nines.test/incidents/" + incident.id()),
            Optional.of(new Notification.About(incident.id(), incident.state(), incident.times())));
    jdbi.useHandle(handle -> Outbox.put(handle, channel, notification));
  }

  /** Makes what waits for its next attempt due. */
  private void hurry() {
    jdbi.useHandle(handle -> handle.execute("update notification set next_attempt_at = now()"));
  }

  private int owed() {
    return one("select count(*) from notification where pending", Integer.class);
  }

  private <T> T one(String sql, Class<T> type) {
    return jdbi.withHandle(handle -> handle.createQuery(sql).mapTo(type).one());
  }

  private List<String> toldOf(String alert) {
    return bodies().stream()
        .filter(body -> body.contains(alert))
        .map(body -> NotificationJson.read(body).type().label())
        .toList();
  }

  private List<String> bodies() {
    return hook.findAll(postRequestedFor(urlPathEqualTo("/hook"))).stream()
        .sorted(Comparator.comparing(request -> request.getLoggedDate()))
        .map(request -> request.getBodyAsString())
        .toList();
  }
}
