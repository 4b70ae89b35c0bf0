package dev.nines.engine.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.nines.channel.Secret;
import dev.nines.engine.Peers;
import dev.nines.engine.api.ProblemMapper;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.SwitchedDatabase;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.incidents.ExternalAlertTable;
import dev.nines.engine.incidents.ExternalAlertTable.ExternalAlertRow;
import dev.nines.incident.ServicePolicy;
import dev.nines.incident.Severity;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.jackson.JacksonFeature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertmanagerHookIT {
  private static final String TOKEN = "a-token-for-this-hook";
  private static final URI OWN = URI.create("https://nines.test:8443/");
  private static final ObjectMapper MAPPER =
      Jackson.newObjectMapper().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
  private static final Catalog CATALOG =
      new Catalog(
          List.of(
              new Service("shop", "Shop", "", Map.of(), Map.of()),
              new Service("mail", "Mail", "", Map.of(), Map.of())),
          List.of(),
          List.of(),
          Map.of(
              "mail",
              new ServicePolicy(
                  Duration.ofMinutes(2),
                  Duration.ofMinutes(10),
                  Optional.empty(),
                  Optional.empty(),
                  new ServicePolicy.ExternalAlerts(false, Map.of("job", "postfix")),
                  ServicePolicy.PRODUCTION)),
          List.of());
  private static final Server SERVER = new Server();
  private static final ServerConnector CONNECTOR = new ServerConnector(SERVER);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static Database database;
  private static SwitchedDatabase way;

  @BeforeAll
  static void open() throws Exception {
    database = TestDatabase.fresh();
    way = new SwitchedDatabase(database);
    var guard = new HookGuard(Optional.of(new Secret(TOKEN)), _ -> true);
    var api =
        new ResourceConfig()
            .register(new JacksonFeature(MAPPER))
            .register(new ProblemMapper())
            .register(
                new AlertmanagerHook(
                    () -> CATALOG, way.jdbi(), guard, OWN, AlertmanagerHookIT::present));
    var context = new ServletContextHandler();
    context.addServlet(new ServletHolder(new ServletContainer(api)), "/*");
    CONNECTOR.setHost("127.0.0.1");
    SERVER.addConnector(CONNECTOR);
    SERVER.setHandler(context);
    SERVER.start();
  }

  @AfterAll
  static void close() {
    LifeCycle.stop(SERVER);
    CLIENT.close();
    database.close();
  }

  @BeforeEach
  void forget() {
    database.jdbi().useHandle(handle -> handle.execute("truncate external_alert"));
  }

  @AfterEach
  void mend() {
    way.mend();
  }

  @Test
  void firingAlertIsKept_andTheSameMessageAgainChangesNothing() throws Exception {
    var message = message(alert("firing", "f1", "service", "shop"));

    var first = post(message);
    var again = post(message);

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.body()).isEqualTo("{\"accepted\":1,\"skipped\":[],\"truncated\":2}");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(alerts())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.told().service()).isEqualTo("shop");
          assertThat(row.told().name()).isEqualTo("DiskFull");
          assertThat(row.told().summary()).isEqualTo("the disk is full");
          assertThat(row.told().severity()).isEqualTo(Severity.CRITICAL);
          assertThat(row.told().startsAt()).isEqualTo("2026-11-24T12:00:00.123456Z");
          assertThat(row.told().link()).contains("http://prometheus.test/graph");
          assertThat(row.clearedAt()).isEmpty();
        });
  }

  @Test
  void resolvedAlertClears_andStaysSo() throws Exception {
    post(message(alert("firing", "f1", "service", "shop")));
    post(message(alert("resolved", "f1", "service", "shop")));
    post(message(alert("firing", "f1", "service", "shop")));

    assertThat(alerts())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.told().endedAt()).contains(Instant.parse("2026-11-24T12:05:00Z"));
          assertThat(row.endedBy()).contains("resolved");
        });
  }

  @Test
  void alertThatIsToldAgainIsKeptAlive() throws Exception {
    post(message(alert("firing", "f1", "service", "shop")));
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute("update external_alert set told_at = now() - interval '4 hours'"));
    var before = alerts().getFirst().toldAt();

    post(message(alert("firing", "f1", "service", "shop")));

    assertThat(alerts())
        .singleElement()
        .satisfies(row -> assertThat(row.toldAt()).isAfter(before.plusSeconds(4 * 3_600 - 1)));
  }

  @Test
  void alertThatEndedForWantOfNewsFiresAgainFromWhenItIsToldAgain_andItsEndEndsThat()
      throws Exception {
    var firing = message(alert("firing", "f1", "service", "shop"));
    post(firing);
    untold();

    post(firing);
    post(firing);

    assertThat(alerts()).hasSize(2);
    var again = alerts().getLast();
    assertThat(again.told().endedAt()).isEmpty();
    assertThat(again.told().startsAt()).isEqualTo(again.receivedAt());
    untold();
    post(firing);
    assertThat(alerts()).hasSize(3);
    // The clocks of Alertmanager and of the database differ: this end lies before that start.
    post(message(alert("resolved", "f1", "service", "shop")));
    var over = alerts().getLast();
    assertThat(over.told().endedAt()).contains(over.told().startsAt());
    assertThat(over.endedBy()).contains("resolved");
    post(firing);
    assertThat(alerts()).hasSize(3);
  }

  @Test
  void endThatComesAfterTheAlertHadEndedForWantOfNewsIsItsEnd() throws Exception {
    var firing = message(alert("firing", "f1", "service", "shop"));
    post(firing);
    untold();

    post(message(alert("resolved", "f1", "service", "shop")));
    post(firing);

    assertThat(alerts()).singleElement().satisfies(row -> assertThat(row.endedBy()).contains("x"));
  }

  private static void untold() {
    database
        .jdbi()
        .useTransaction(handle ->
            ExternalAlertTable.since(handle, Instant.EPOCH).stream()
                .filter(row -> row.told().endedAt().isEmpty())
                .forEach(row -> ExternalAlertTable.endUntold(handle, row, present(), "x")));
  }

  @Test
  void alertOfWhichTheFirstThatIsHeardIsItsEndWasOverWhenHeard() throws Exception {
    post(message(alert("resolved", "f1", "service", "shop")));
    post(
        message(
            alert("firing", "f2", "service", "shop")
                + ","
                + alert("resolved", "f2", "service", "shop")));
    post(message(alert("firing", "f3", "service", "shop")));
    post(message(alert("resolved", "f3", "service", "shop")));

    assertThat(alerts())
        .extracting(row -> row.told().fingerprint() + " " + row.overWhenHeard())
        .containsExactly("f1 true", "f2 true", "f3 false");
    assertThat(alerts())
        .allSatisfy(row -> assertThat(row.told().endedAt()).contains(instant("12:05:00")));
  }

  private static Instant instant(String time) {
    return Instant.parse("2026-11-24T" + time + "Z");
  }

  @Test
  void endThatLiesAheadIsNow_sinceItWasToldAlready() throws Exception {
    post(
        message(
            alert("resolved", "f1", "service", "shop")
                .replace("2026-11-24T12:05:00Z", "+300000-01-01T00:00:00Z")));

    assertThat(alerts())
        .singleElement()
        .satisfies(
            row -> assertThat(row.told().endedAt().orElseThrow()).isBeforeOrEqualTo(present()));
  }

  @Test
  void endOfAnAlertEndsItUnderEveryStart_becauseAlertmanagerMovesStarts() throws Exception {
    var later = "2026-11-24T13:01:00+01:00";
    var sooner = "2026-11-24T13:00:00.123456+01:00";
    var next = "2026-11-24T13:06:00+01:00";
    post(message(alert("firing", "f1", "service", "shop").replace(sooner, later)));
    post(message(alert("firing", "f1", "service", "shop").replace(sooner, next)));
    post(message(alert("firing", "f2", "service", "shop").replace(sooner, later)));

    post(message(alert("resolved", "f1", "service", "shop")));

    assertThat(alerts())
        .filteredOn(row -> row.told().endedAt().isEmpty())
        .extracting(row -> row.told().fingerprint() + " " + row.told().startsAt())
        .containsExactlyInAnyOrder("f1 2026-11-24T12:06:00Z", "f2 2026-11-24T12:01:00Z");
  }

  @Test
  void declaredLabelsNameTheServiceToo() throws Exception {
    assertThat(post(message(alert("firing", "f1", "job", "postfix"))).statusCode()).isEqualTo(200);

    assertThat(alerts()).extracting(row -> row.told().service()).containsExactly("mail");
  }

  @Test
  void alertOfAServiceThatIsNotDeclaredIsSkipped_andTheAnswerSaysSo() throws Exception {
    var both =
        post(
            message(
                alert("firing", "f1", "service", "shop")
                    + ","
                    + alert("firing", "f2", "service", "shp")));
    assertThat(both.statusCode()).isEqualTo(200);
    assertThat(both.body())
        .contains("\"accepted\":1")
        .contains(
            "{\"alert\":\"DiskFull\",\"why\":\"labels.service: no service named shp is declared"
                + " (did you mean shop?)\"}");

    var none = post(message(alert("firing", "f2", "job", "other")));
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(none.body()).contains("labels.service: required");
    assertThat(alerts()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://nines.test:8443/", "https://nines.test:8443/incidents/42"})
  void whatNinesItselfToldAlertmanagerIsNotTakenBack_becauseItWouldNeverEnd(String generator)
      throws Exception {
    var answer =
        post(
            message(
                alert("firing", "f1", "service", "shop")
                    .replace("http://prometheus.test/graph", generator)));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"accepted\":0").contains("Nines itself tells of it");
    assertThat(alerts()).isEmpty();
  }

  @Test
  void prometheusUnderTheHostOfNinesIsTaken() throws Exception {
    post(
        message(
            alert("firing", "f1", "service", "shop")
                .replace("http://prometheus.test", "https://nines.test:8443")));

    assertThat(alerts()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "nothing | not JSON",
        "[] | expected an object",
        "{'version': '3', 'alerts': []} | expected 4, got 3",
        "{'version': '4'} | expected a list of alerts",
        "{'alerts': [{'labels': {'service': 'shop'}, 'status': 'on', 'fingerprint': 'f'}]}"
            + " | status: expected firing or resolved",
        "{'alerts': [{'labels': {'service': 'shop'}, 'status': 'firing'}]} | fingerprint: required",
        "{'alerts': [{'labels': {'service': 'shop'}, 'status': 'firing', 'fingerprint': 'f',"
            + " 'startsAt': 'x'}]} | startsAt: expected a time",
        "{'alerts': [{'labels': {'service': 'shop'}, 'status': 'firing', 'fingerprint': 'f',"
            + " 'startsAt': '0001-01-01T00:00:00Z'}]} | startsAt: expected a time of the years 1970",
        "{'alerts': [{'labels': {'service': 'shop'}, 'status': 'firing', 'fingerprint': 'f',"
            + " 'startsAt': '+300000-01-01T00:00:00Z'}]} | startsAt: expected a time of the years",
        "{'alerts': [{'labels': {'service': 'shop'}, 'status': 'firing', 'fingerprint': 'f',"
            + " 'startsAt': '2999-01-01T00:00:00Z'}]} | startsAt: more than an hour ahead",
      })
  void whatIsNoSuchMessageIsRefused(String body, String why) throws Exception {
    var answer = post(body.replace('\'', '"'));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(why);
  }

  @Test
  void messageWithoutAlertsIsNoFault() throws Exception {
    assertThat(post("{\"version\":\"4\",\"alerts\":[]}").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer wrong", "Basic " + TOKEN, TOKEN})
  void withoutTheTokenNothingIsTaken_evenFromThisMachine(String header) throws Exception {
    var request = request(message(alert("firing", "f1", "service", "shop")));
    if (!header.isEmpty()) {
      request.header("Authorization", header);
    }

    var answer = CLIENT.send(request.build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).doesNotContain(TOKEN);
    assertThat(alerts()).isEmpty();
  }

  @Test
  void databaseThatIsAwayMakesAlertmanagerTryAgain() throws Exception {
    way.cut();

    assertThat(post(message(alert("firing", "f1", "service", "shop"))).statusCode()).isEqualTo(503);
  }

  @Test
  void realAlertmanagerTellsOfAnAlertAndOfItsEnd(@TempDir Path folder) throws Exception {
    var program = Peers.program("prometheus-alertmanager");
    Files.writeString(
        folder.resolve("am.yml"),
        """
        route: {receiver: nines, group_wait: 0s, group_interval: 1s, group_by: [alertname]}
        receivers:
          - name: nines
            webhook_configs:
              - url: %s
                send_resolved: true
                http_config: {authorization: {credentials: %s}}
        """
            .formatted(address(), TOKEN));
    var port = Peers.freePort();
    var process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + folder.resolve("am.yml"),
                "--storage.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("am.log").toFile())
            .start();
    try {
      var alerts = URI.create("http://127.0.0.1:" + port + "/api/v2/alerts");
      var begun = InstantSource.system().instant();
      await().atMost(Duration.ofSeconds(30)).until(() -> fires(alerts, begun, Optional.empty()));
      await().atMost(Duration.ofSeconds(30)).until(() -> alerts().size() == 1);
      assertThat(alerts().getFirst().told().name()).isEqualTo("DiskFull");
      assertThat(alerts().getFirst().told().service()).isEqualTo("shop");

      assertThat(fires(alerts, begun, Optional.of(InstantSource.system().instant()))).isTrue();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> alerts().getFirst().told().endedAt().isPresent());
      assertThat(alerts()).hasSize(1);
    } finally {
      process.destroy();
      process.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static boolean fires(URI alerts, Instant from, Optional<Instant> to) {
    var body =
        """
        [{"labels": {"alertname": "DiskFull", "service": "shop", "severity": "critical"},
          "annotations": {"summary": "the disk is full"}, "startsAt": "%s"%s}]
        """
            .formatted(from, to.map(end -> ", \"endsAt\": \"" + end + "\"").orElse(""));
    try {
      return CLIENT
              .send(
                  HttpRequest.newBuilder(alerts)
                      .header("Content-Type", "application/json")
                      .POST(BodyPublishers.ofString(body))
                      .build(),
                  BodyHandlers.ofString())
              .statusCode()
          == 200;
    } catch (IOException e) { // it has not started yet
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<ExternalAlertRow> alerts() {
    return database.jdbi().withHandle(handle -> ExternalAlertTable.since(handle, Instant.EPOCH));
  }

  /** With a key that no Alertmanager sends yet. */
  private static String message(String alerts) {
    return """
    {"version":"4","groupKey":"{}:{alertname=\\"DiskFull\\"}","truncatedAlerts":2,"status":"firing",
     "receiver":"us","notification_reason":"first notification","unheardOf":{"a":1},
     "groupLabels":{},"commonLabels":{},"commonAnnotations":{},"routeLabels":{},
     "externalURL":"http://am:9093","alerts":[%s]}
    """
        .formatted(alerts);
  }

  /** The present, though never before the alerts that these tests tell of. */
  private static Instant present() {
    var now = Instant.now();
    var told = Instant.parse("2026-11-24T13:00:00Z");
    return now.isBefore(told) ? told : now;
  }

  private static String alert(String status, String fingerprint, String label, String value) {
    return """
    {"status":"%s","labels":{"alertname":"DiskFull","severity":"page","%s":"%s"},
     "annotations":{"summary":"the disk is full"},"startsAt":"2026-11-24T13:00:00.123456+01:00",
     "endsAt":"%s","generatorURL":"http://prometheus.test/graph","fingerprint":"%s"}
    """
        .formatted(
            status,
            label,
            value,
            status.equals("firing") ? "0001-01-01T00:00:00Z" : "2026-11-24T12:05:00Z",
            fingerprint);
  }

  private static HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return CLIENT.send(
        request(body).header("Authorization", "Bearer " + TOKEN).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String body) {
    return HttpRequest.newBuilder(address())
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private static URI address() {
    return URI.create("http://127.0.0.1:" + CONNECTOR.getLocalPort() + "/hooks/alertmanager");
  }
}
