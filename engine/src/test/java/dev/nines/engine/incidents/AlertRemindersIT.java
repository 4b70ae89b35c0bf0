package dev.nines.engine.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.ChannelSpec.Match;
import dev.nines.channel.Delivery;
import dev.nines.channel.Notification;
import dev.nines.channel.NotificationJson;
import dev.nines.channel.Templates;
import dev.nines.channel.receivers.AlertmanagerChannel;
import dev.nines.channel.receivers.Channels;
import dev.nines.engine.Peers;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.IncidentTimes;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import dev.nines.incident.Transition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas of Debian's Alertmanager, an outbox and the reminders that follow from tables. */
class AlertRemindersIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Channels CHANNELS =
      new Channels(ZoneOffset.UTC, InstantSource.system(), _ -> {});
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private static Path folder;
  private static final List<Process> PROCESSES = new ArrayList<>();
  private static final List<URI> REPLICAS = new ArrayList<>();
  private static Database database;
  private static Jdbi jdbi;
  private static AlertmanagerChannel channel;
  private static ChannelSpec spec;

  @BeforeAll
  static void start() throws IOException {
    var program = Peers.program("prometheus-alertmanager");
    var config =
        Files.writeString(
            folder.resolve("alertmanager.yml"),
            "route: {receiver: none}\nreceivers: [{name: none}]\n");
    for (var replica : List.of("one", "two")) {
      var port = Peers.freePort();
      PROCESSES.add(
          new ProcessBuilder(
                  program.toString(),
                  "--config.file=" + config,
                  "--storage.path=" + folder.resolve(replica),
                  "--cluster.listen-address=",
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(replica + ".log").toFile())
              .start());
      REPLICAS.add(URI.create("http://127.0.0.1:" + port));
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> REPLICAS.stream().allMatch(AlertRemindersIT::ready));
    database = TestDatabase.fresh();
    jdbi = database.jdbi();
    spec =
        new ChannelSpec.Alertmanager(
            "am",
            new Match(Set.of(), Set.of(), Map.of("team", Set.of("payments"))),
            Templates.NONE,
            REPLICAS,
            Optional.empty(),
            Map.of());
    channel = (AlertmanagerChannel) CHANNELS.open(spec);
  }

  @AfterAll
  static void stop() {
    PROCESSES.forEach(Process::destroy);
    PROCESSES.forEach(process -> process.onExit().join()); // each writes into the folder at its end
    CHANNELS.close();
    CLIENT.close();
    if (database != null) {
      database.close();
    }
  }

  @Test
  void incidentIsShownWithItsNewSeverityAndCleared() throws Exception {
    var catalog = catalog("shop");
    var desk = new IncidentDesk(jdbi, URI.create("http://nines.test/"));
    var now = now();
    var opened = evaluate(catalog, "shop", Optional.empty(), down(now, Severity.CRITICAL), now);
    assertThat(desk.commit(catalog, opened, _ -> {})).isTrue();
    deliverAll("shop");

    for (var replica : REPLICAS) {
      var alert = alerts(replica, "shop").getFirst();
      assertThat(alert.at("/labels/alertname").asText()).isEqualTo("ServiceIncident");
      assertThat(alert.at("/labels/severity").asText()).isEqualTo("critical");
      assertThat(alert.at("/labels/team").asText()).isEqualTo("payments");
      assertThat(alert.at("/annotations/description").asText()).contains("shop-http is down");
      assertThat(alert.at("/generatorURL").asText()).startsWith("http://nines.test/incidents/");
      assertThat(alert.at("/status/state").asText()).isEqualTo("active");
    }

    var incident = Incidents.stored(jdbi, "shop").getFirst();
    var milder = evaluate(catalog, "shop", Optional.of(incident), down(now, Severity.WARNING), now);
    assertThat(desk.commit(catalog, milder, _ -> {})).isTrue();
    deliverAll("shop");

    for (var replica : REPLICAS) {
      assertThat(alerts(replica, "shop")).hasSize(1);
      assertThat(alerts(replica, "shop").getFirst().at("/labels/severity").asText())
          .isEqualTo("warning");
    }

    incident = Incidents.stored(jdbi, "shop").getFirst();
    var over =
        new Signal.ProbeDown(
            "shop-http",
            "local",
            Optional.empty(),
            now.minusSeconds(60),
            now.minusSeconds(30),
            Severity.WARNING,
            Incidents.REFUSED,
            Optional.of(new Signal.Cleared(now, now, "recovered")));
    var resolved =
        evaluate(catalog, "shop", Optional.of(incident), over, now.plus(Duration.ofMinutes(3)));
    assertThat(resolved.after().open()).isFalse();
    assertThat(desk.commit(catalog, dated(resolved, now()), _ -> {})).isTrue();
    deliverAll("shop");

    REPLICAS.forEach(replica -> assertThat(alerts(replica, "shop")).isEmpty());
  }

  @Test
  void whateverAReplicaHasMissedItIsRemindedOf() {
    var catalog = catalog("mail");
    var reminders = new AlertReminders(jdbi, URI.create("http://nines.test/"));
    var now = now();
    var opened = evaluate(catalog, "mail", Optional.empty(), down(now, Severity.CRITICAL), now);
    var incident = Incidents.commit(jdbi, opened).orElseThrow(); // and nobody is told

    reminders.remind(catalog, Map.of("am", channel), now);
    await()
        .untilAsserted(
            () -> REPLICAS.forEach(replica -> assertThat(alerts(replica, "mail")).hasSize(1)));

    var gone = evaluate(catalog, "mail", Optional.of(incident), cleared(now), now.plusSeconds(900));
    Incidents.commit(jdbi, dated(gone, now()));
    reminders.remind(catalog, Map.of("am", channel), now());
    await()
        .untilAsserted(
            () -> REPLICAS.forEach(replica -> assertThat(alerts(replica, "mail")).isEmpty()));
  }

  @Test
  void endIsNotTold_whileTheOpenIsStillOnItsWay() throws IOException {
    var posts = new LinkedBlockingQueue<String>();
    var recorder = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 9);
    recorder.createContext(
        "/",
        exchange -> {
          posts.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    recorder.start();
    var heard =
        (AlertmanagerChannel)
            CHANNELS.open(
                new ChannelSpec.Alertmanager(
                    "am",
                    Match.ALL,
                    Templates.NONE,
                    List.of(URI.create("http://127.0.0.1:" + recorder.getAddress().getPort())),
                    Optional.empty(),
                    Map.of()));
    var catalog = catalog("late");
    var desk = new IncidentDesk(jdbi, URI.create("http://nines.test/"));
    var reminders = new AlertReminders(jdbi, URI.create("http://nines.test/"));
    var now = now();
    desk.commit(
        catalog,
        evaluate(catalog, "late", Optional.empty(), down(now, Severity.CRITICAL), now),
        _ -> {});
    var incident = Incidents.stored(jdbi, "late").getFirst();
    var over = evaluate(catalog, "late", Optional.of(incident), cleared(now), now.plusSeconds(900));
    desk.commit(catalog, dated(over, now()), _ -> {});

    reminders.remind(catalog, Map.of("am", heard), now());
    jdbi.useHandle(handle ->
        handle.execute(
            "update notification set delivered_at = now() where incident_id = ?", incident.id()));
    reminders.remind(catalog, Map.of("am", heard), now());

    await().until(() -> posts.stream().anyMatch(post -> post.contains("\"late\"")));
    assertThat(posts).filteredOn(post -> post.contains("\"late\"")).hasSize(1);
    recorder.stop(0);
  }

  @Test
  void burnAlertOfATicketIsShownAndCleared() {
    var catalog = catalog("cart");
    var reminders = new AlertReminders(jdbi, URI.create("http://nines.test/"));
    jdbi.useHandle(handle ->
        handle.execute(
            """
            insert into burn_alert (service, slo, objective, urgency, policy, no_data, rule,
              impact_start, detected_at)
            values ('cart', 'cart-up', 'up', 'ticket', '', false, '1x over 3d and 6h',
              now() - interval '1 hour', now() - interval '1 minute')
            """));

    reminders.remind(catalog, Map.of("am", channel), now());
    await()
        .untilAsserted(() -> {
          var shown = alerts(REPLICAS.getFirst(), "cart");
          assertThat(shown).hasSize(1);
          var alert = shown.getFirst();
          assertThat(alert.at("/labels/alertname").asText()).isEqualTo("ErrorBudgetBurn");
          assertThat(alert.at("/labels/slo").asText()).isEqualTo("cart-up");
        });

    jdbi.useHandle(handle ->
        handle.execute("update burn_alert set cleared_at = now() where service = 'cart'"));
    reminders.remind(catalog, Map.of("am", channel), now());
    await().untilAsserted(() -> assertThat(alerts(REPLICAS.getFirst(), "cart")).isEmpty());
  }

  @Test
  void serviceWithOtherLabelsIsNotItsBusiness() {
    var other =
        new Catalog(
            List.of(new Service("docs", "docs", "", Map.of("team", List.of("docs")), Map.of())),
            List.of(),
            List.of(),
            Map.of(),
            List.of(spec));
    var now = now();
    var opened = evaluate(other, "docs", Optional.empty(), down(now, Severity.CRITICAL), now);

    assertThat(
            new IncidentDesk(jdbi, URI.create("http://nines.test/")).commit(other, opened, _ -> {}))
        .isTrue();

    var incident = Incidents.stored(jdbi, "docs").getFirst();
    assertThat(Incidents.notifications(jdbi, incident.id())).isEmpty();
  }

  private static Catalog catalog(String service) {
    return new Catalog(
        List.of(new Service(service, service, "", Map.of("team", List.of("payments")), Map.of())),
        List.of(),
        List.of(),
        Map.of(),
        List.of(spec));
  }

  private static Transition evaluate(
      Catalog catalog, String service, Optional<Incident> latest, Signal signal, Instant now) {
    return new IncidentLifecycle(catalog.policyOf(service))
        .evaluate(service, latest, List.of(signal), now)
        .getFirst();
  }

  /** The life cycle's present lies ahead here, and an end in the future is none. */
  private static Transition dated(Transition over, Instant now) {
    var after = over.after();
    var times = after.times();
    var dated =
        new Incident(
            after.id(),
            after.version(),
            after.service(),
            after.state(),
            after.severity(),
            new IncidentTimes(
                times.lastGood(),
                times.impactStart(),
                times.detected(),
                times.opened(),
                times.acknowledged(),
                times.restored(),
                Optional.of(now)),
            after.signals(),
            after.reopened(),
            now);
    return new Transition(
        over.before(),
        dated,
        over.steps().stream()
            .map(step -> new Transition.Step(step.kind(), now, step.actor(), step.text()))
            .toList());
  }

  private static Signal down(Instant now, Severity severity) {
    return new Signal.ProbeDown(
        "shop-http",
        "local",
        Optional.empty(),
        now.minusSeconds(60),
        now.minusSeconds(30),
        severity,
        Incidents.REFUSED,
        Optional.empty());
  }

  private static Signal cleared(Instant now) {
    return new Signal.ProbeDown(
        "shop-http",
        "local",
        Optional.empty(),
        now.minusSeconds(60),
        now.minusSeconds(30),
        Severity.CRITICAL,
        Incidents.REFUSED,
        Optional.of(new Signal.Cleared(now, now, "recovered")));
  }

  private static Instant now() {
    return jdbi.withHandle(Evaluator::now);
  }

  /** As the courier does it. */
  private static void deliverAll(String service) {
    var bodies =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    update notification n set delivered_at = now() from incident i
                    where i.id = n.incident_id and i.service = :service and delivered_at is null
                    returning n.body
                    """)
                .bind("service", service)
                .mapTo(String.class)
                .list());
    assertThat(bodies).hasSize(1);
    for (var body : bodies) {
      Notification told = NotificationJson.read(body);
      assertThat(channel.deliver(told)).isInstanceOf(Delivery.Delivered.class);
    }
  }

  private static List<JsonNode> alerts(URI replica, String service) {
    var answer = get(replica.resolve("/api/v2/alerts?filter=service%3D%22" + service + "%22"));
    return StreamSupport.stream(answer.spliterator(), false).toList();
  }

  private static boolean ready(URI replica) {
    return get(replica.resolve("/api/v2/status")).has("versionInfo");
  }

  private static JsonNode get(URI uri) {
    try {
      var response = CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      return MAPPER.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
