package dev.nines.engine.api.telling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.channel.Notification;
import dev.nines.channel.Secret;
import dev.nines.engine.access.Audit;
import dev.nines.engine.access.AuditQueries;
import dev.nines.engine.access.Doorkeeper;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.access.Tokens;
import dev.nines.engine.api.ProblemMapper;
import dev.nines.engine.api.access.AccessFeature;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Heartbeat;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.catalog.Telling;
import dev.nines.engine.configuration.Settings.Access.Readers;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.heartbeats.Heartbeats;
import dev.nines.engine.notifications.Outbox;
import dev.nines.engine.pages.PagesServer;
import dev.nines.engine.pages.notifications.NotificationsPageResource;
import dev.nines.engine.silences.SilenceTable;
import dev.nines.incident.Severity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TellingApiIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OWN_TOKEN = "a token of its own";
  private static final Catalog CATALOG =
      new Catalog(
              List.of(new Service("shop", "Shop", "", Map.of(), Map.of())),
              List.of(),
              List.of(),
              Map.of(),
              List.of())
          .with(
              new Telling(
                  Map.of(),
                  Map.of(),
                  List.of(),
                  List.of(
                      heartbeat("backup", Optional.of(new Secret(OWN_TOKEN))),
                      heartbeat("mail", Optional.empty()))));

  private final HttpClient client = HttpClient.newHttpClient();
  private Database database;
  private Jdbi jdbi;
  private PagesServer server;
  private Heartbeats heartbeats;
  private String anna;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    database = TestDatabase.fresh();
    jdbi = database.jdbi();
    heartbeats = new Heartbeats(jdbi);
    anna = Tokens.create(jdbi, "anna");
    server =
        PagesServer.start(
            folder,
            Instant.EPOCH,
            new ProblemMapper(),
            new AccessFeature(
                new Doorkeeper(jdbi),
                new OwnMachine(URI.create("https://n.example")),
                Readers.OPEN),
            new NotificationsResource(jdbi),
            new SilencesResource(
                () -> CATALOG, jdbi, new SilenceActions(() -> CATALOG, jdbi, () -> {})),
            new HeartbeatsResource(() -> CATALOG, heartbeats, () -> {}),
            new NotificationsPageResource(jdbi, InstantSource.system(), ZoneOffset.UTC));
  }

  @AfterAll
  void stop() throws Exception {
    server.stop();
    client.close();
    database.close();
  }

  @BeforeEach
  void clean() {
    jdbi.useHandle(handle ->
        handle.execute("truncate notification, silence, heartbeat, external_alert, audit"));
  }

  private static Heartbeat heartbeat(String name, Optional<Secret> token) {
    return new Heartbeat(
        name, name, "shop", Duration.ofHours(1), Duration.ofMinutes(5), Severity.CRITICAL, token);
  }

  @Test
  void silenceIsAddedShownAndEnded_byWhom() throws Exception {
    var end = jdbi.withHandle(Evaluator::now).plus(Duration.ofHours(1));
    var added =
        send(
            "POST",
            "silences",
            anna,
            """
            {"services": ["shop"], "severities": ["warning"], "labels": {"team": ["a", "b"]},
             "end": "%s", "reason": "moving house"}
            """
                .formatted(end));

    assertThat(added.statusCode()).isEqualTo(201);
    var silence = JSON.readTree(added.body());
    assertThat(silence.at("/by").asText()).isEqualTo("anna");
    assertThat(silence.at("/state").asText()).isEqualTo("active");
    assertThat(silence.at("/labels/team").size()).isEqualTo(2);
    assertThat(get("silences").size()).isEqualTo(1);

    var path = "silences/" + silence.at("/id").asText();
    var ended = JSON.readTree(send("DELETE", path, anna, "").body());
    assertThat(ended.at("/state").asText()).isEqualTo("ended");
    assertThat(ended.at("/endedBy").asText()).isEqualTo("anna");
    assertThat(actions()).containsExactly("silence.end", "silence.add");
    assertThat(send("DELETE", "silences/77", anna, "").statusCode()).isEqualTo(404);
  }

  @Test
  void silenceLastsSoLong_inPlaceOfAnEnd() throws Exception {
    var added =
        send(
            "POST",
            "silences",
            anna,
            """
            {"all": true, "start": "2099-11-29T12:00:00Z", "duration": "4h", "reason": "a party"}
            """);

    assertThat(added.statusCode()).isEqualTo(201);
    assertThat(jdbi.withHandle(SilenceTable::newest).getFirst().silence().span().to())
        .isEqualTo(Instant.parse("2099-11-29T16:00:00Z"));
    for (var wrong :
        List.of("\"4 hours\"", "\"2Y\"", "4", "\"4h\", \"end\": \"2099-11-29T16:00:00Z\"")) {
      var refused =
          send(
              "POST",
              "silences",
              anna,
              "{\"all\": true, \"reason\": \"a party\", \"duration\": " + wrong + "}");
      assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
      assertThat(JSON.readTree(refused.body()).at("/errors").findValuesAsText("field"))
          .containsExactly("duration");
    }
  }

  @Test
  void everythingThatIsWrongWithASilenceIsToldAtOnce() throws Exception {
    var response =
        send(
            "POST",
            "silences",
            anna,
            """
            {"services": ["shpo"], "severities": ["warnig"], "start": "2026-11-29T12:00:00Z",
             "end": "2026-11-29T11:00:00Z", "because": "x", "labels": {"a": []}}
            """);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).at("/errors").findValuesAsText("field"))
        .containsExactly("because", "services[0]", "severities[0]", "labels.a", "end", "reason");
    assertThat(response.body()).contains("did you mean shop?", "did you mean warning?");
    assertThat(send("POST", "silences", "", "{}").statusCode()).isEqualTo(401);
    var beyond =
        send(
            "POST",
            "silences",
            anna,
            """
            {"all": true, "end": "+300000-01-01T00:00:00Z", "reason": "for ever"}
            """);
    assertThat(beyond.statusCode()).as(beyond.body()).isEqualTo(400);
    assertThat(beyond.body()).contains("the years 1970 to 9999");
  }

  @Test
  void deadLetterIsListedShownAndSentAgain() throws Exception {
    var id = deadLetter();

    assertThat(get("notifications?state=pending").size()).isZero();
    var dead = get("notifications?state=dead");
    assertThat(dead.at("/0/summary").asText()).isEqualTo("shop: <broken>");
    assertThat(dead.at("/0/lastError").asText()).isEqualTo("127.0.0.1 answered 410");
    assertThat(page()).contains("shop: &lt;broken&gt;", "127.0.0.1 answered 410");

    assertThat(send("POST", "notifications/" + id + "/resend", "", "").statusCode()).isEqualTo(401);
    var resent = send("POST", "notifications/" + id + "/resend", anna, "");
    assertThat(JSON.readTree(resent.body()).at("/state").asText()).isEqualTo("pending");
    assertThat(actions()).containsExactly("notification.resend");
    assertThat(send("POST", "notifications/" + id + "/resend", anna, "").statusCode())
        .isEqualTo(409);
    assertThat(send("POST", "notifications/9999/resend", anna, "").statusCode()).isEqualTo(404);
    assertThat(send("GET", "notifications?state=ded", "", "").body())
        .contains("did you mean dead?");
    var wrong = send("GET", "notifications?limit=x&before=y&chanel=hook", "", "");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(wrong.body()).at("/detail").asText())
        .isEqualTo(
            "chanel: unknown (did you mean channel?); before: not the number of a notification: y;"
                + " limit: not a whole number in [1, 1000]: x");
  }

  @Test
  void heartbeatTakesItsOwnTokenOrOneThatMayWrite_andNothingElse() throws Exception {
    assertThat(send("POST", "heartbeats/backup", "", "").statusCode()).isEqualTo(401);
    assertThat(send("GET", "heartbeats/backup", "", "").statusCode()).isEqualTo(401);
    assertThat(send("GET", "heartbeats/backup", "a token of another", "").statusCode())
        .isEqualTo(401);
    assertThat(send("GET", "heartbeats/mail", OWN_TOKEN, "").statusCode()).isEqualTo(401);
    assertThat(send("GET", "heartbeats/none", OWN_TOKEN, "").statusCode()).isEqualTo(401);
    assertThat(beats()).isZero();

    assertThat(send("GET", "heartbeats/backup", OWN_TOKEN, "").statusCode()).isEqualTo(200);
    assertThat(send("POST", "heartbeats/mail", anna, "").statusCode()).isEqualTo(200);
    assertThat(send("POST", "heartbeats/none", anna, "").statusCode()).isEqualTo(404);
    assertThat(send("POST", "heartbeats/mail?status=bad", anna, "").statusCode()).isEqualTo(400);
    assertThat(beats()).isEqualTo(2);
  }

  @Test
  void reportedFailureShows() throws Exception {
    assertThat(send("POST", "heartbeats/backup?status=fail", OWN_TOKEN, "").body())
        .isEqualTo("{\"name\":\"backup\",\"status\":\"fail\"}");
    heartbeats.watch(CATALOG, jdbi.withHandle(Evaluator::now));

    assertThat(get("heartbeats").findValuesAsText("state")).containsExactly("down", "waiting");
  }

  private long deadLetter() {
    var note =
        new Notification(
            "alert-1-alert_fired-hook",
            Notification.Type.ALERT_FIRED,
            Instant.EPOCH,
            "shop",
            Severity.WARNING,
            "shop: <broken>",
            URI.create("http://nines.test/"),
            Optional.empty());
    return jdbi.withHandle(handle -> {
      Outbox.putAlert(handle, 1, "hook", note);
      return handle
          .createQuery(
              """
              update notification set dead_at = now(), attempts = 1,
                last_error = '127.0.0.1 answered 410' returning id
              """)
          .mapTo(Long.class)
          .one();
    });
  }

  private int beats() {
    return jdbi.withHandle(
        handle -> handle.createQuery("select count(*) from heartbeat").mapTo(Integer.class).one());
  }

  private List<String> actions() {
    return jdbi.withHandle(handle -> Audit.list(handle, AuditQueries.latest(10))).stream()
        .map(Audit.Entry::action)
        .toList();
  }

  private String page() throws Exception {
    return server.get("/notifications").body();
  }

  private JsonNode get(String path) throws Exception {
    var response = send("GET", path, "", "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private HttpResponse<String> send(String method, String path, String token, String body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(server.address("/api/v1/" + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", Tokens.bearer(token));
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
