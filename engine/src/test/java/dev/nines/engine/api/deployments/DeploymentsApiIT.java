package dev.nines.engine.api.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.nines.engine.access.Doorkeeper;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.access.Tokens;
import dev.nines.engine.api.ProblemMapper;
import dev.nines.engine.api.access.AccessFeature;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.configuration.Settings.Access.Readers;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.deployments.CauseDesk;
import dev.nines.engine.deployments.DeploymentDesk;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.incidents.IncidentTable;
import dev.nines.engine.incidents.Incidents;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The present is half past twelve. */
class DeploymentsApiIT {
  private static final ObjectMapper MAPPER =
      Jackson.newObjectMapper().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
  private static final Instant NOW = Instant.parse("2026-11-24T12:30:00Z");
  private static final Pattern BODY = Pattern.compile("(?s)```json\\n(\\{.*?)```");
  private static final Catalog CATALOG =
      new Catalog(
          List.of(
              new Service("checkout", "Checkout", "", Map.of(), Map.of()),
              new Service("shop", "Shop", "", Map.of(), Map.of())),
          List.of(),
          List.of(),
          Map.of(),
          List.of());
  private static final Server SERVER = new Server();
  private static final ServerConnector CONNECTOR = new ServerConnector(SERVER);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static Database database;
  private static String token;
  private static long incident;

  @BeforeAll
  static void open() throws Exception {
    database = TestDatabase.fresh();
    var jdbi = database.jdbi();
    var causes = new CauseDesk(() -> CATALOG, new IncidentDesk(jdbi, URI.create("http://n.test")));
    var api =
        new ResourceConfig()
            .register(new JacksonFeature(MAPPER))
            .register(new ProblemMapper())
            .register(
                new DeploymentsResource(
                    () -> CATALOG, jdbi, new DeploymentDesk(causes), InstantSource.fixed(NOW)))
            .register(new CauseResource(jdbi, causes))
            .register(
                new AccessFeature(
                    new Doorkeeper(jdbi),
                    new OwnMachine(URI.create("https://nines.example")),
                    Readers.LOOPBACK));
    var context = new ServletContextHandler();
    context.addServlet(new ServletHolder(new ServletContainer(api)), "/*");
    CONNECTOR.setHost("127.0.0.1");
    SERVER.addConnector(CONNECTOR);
    SERVER.setHandler(context);
    SERVER.start();
    token = Tokens.create(jdbi, "pipeline");
    incident = Incidents.open(jdbi, "shop").id();
  }

  @AfterAll
  static void close() {
    LifeCycle.stop(SERVER);
    CLIENT.close();
    database.close();
  }

  @BeforeEach
  void forget() {
    database
        .jdbi()
        .useHandle(handle -> handle.execute("truncate deployment, incident_cause, audit cascade"));
  }

  @Test
  void newDeploymentIsCreated_andToldAgainItIsTheSame() throws Exception {
    var body =
        """
        {"id": 42, "service": "shop", "result": "success", "startedAt": "2026-11-24T12:00:00Z",
         "finishedAt": "2026-11-24T13:05:00.123456789+01:00", "version": "1.4.2", "sha": "a10867b",
         "artifact": "pkg:oci/shop@sha256:1", "committedAt": "2026-11-24T10:00:00Z",
         "rework": false, "url": "https://ci.example.com/42"}
        """;

    var first = post(body);
    var again = post(body);

    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(json(again)).isEqualTo(json(first));
    var location = URI.create(first.headers().firstValue("Location").orElseThrow()).getPath();
    assertThat(json(get(location))).isEqualTo(json(first));
    assertThat(json(first).get("source").asText()).isEqualTo("api:shop");
    assertThat(json(first).get("externalId").asText()).isEqualTo("42");
    assertThat(json(first).get("environment").asText()).isEqualTo("production");
    assertThat(json(first).get("result").asText()).isEqualTo("succeeded");
    assertThat(json(first).get("finishedAt").asText()).isEqualTo("2026-11-24T12:05:00.123456Z");
    assertThat(json(first).get("rework").asBoolean(true)).isFalse();
    assertThat(json(first).get("actor").asText()).isEqualTo("pipeline");
    assertThat(audited()).containsExactly("pipeline deployment.add");
  }

  @Test
  void laterMoreIsKnown_andNothingElse() throws Exception {
    var id = json(post(deployment("42", "failed", "2026-11-24T12:00:00Z", ""))).get("id");

    var retried =
        post(deployment("42", "succeeded", "2026-11-24T12:10:00Z", ", \"version\": \"7\""));
    var other = post(deployment("42", "failed", "2026-11-24T12:20:00Z", ", \"version\": \"8\""));

    assertThat(retried.statusCode()).isEqualTo(200);
    assertThat(json(retried).get("id")).isEqualTo(id);
    assertThat(json(retried).get("result").asText()).isEqualTo("succeeded");
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(other.body())
        .contains(
            "{\"field\":\"result\",\"message\":\"succeeded was told before, now failed\"}",
            "{\"field\":\"version\",\"message\":\"7 was told before, now 8\"}");
    assertThat(json(get("/api/v1/deployments/" + id))).isEqualTo(json(retried));
    assertThat(audited()).containsExactly("pipeline deployment.add", "pipeline deployment.change");
  }

  @Test
  void withoutAnEndItIsOverNow_andToldAgainItStaysSo() throws Exception {
    var body = "{\"id\": \"a\", \"service\": \"shop\", \"result\": \"ABORTED\"}";

    var first = post(body);

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(json(first).get("result").asText()).isEqualTo("canceled");
    assertThat(json(first).get("finishedAt").asText()).isNotEmpty();
    assertThat(json(post(body))).isEqualTo(json(first));
  }

  @Test
  void servicesCountTheirBuildsThemselves() throws Exception {
    assertThat(post(deployment("1", "succeeded", "2026-11-24T12:00:00Z", "")).statusCode())
        .isEqualTo(201);
    assertThat(
            post(deployment("1", "succeeded", "2026-11-24T12:00:00Z", "")
                    .replace("shop", "checkout"))
                .statusCode())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'id': 1, 'service': 'shp', 'result': 'succeeded'} | 422 |"
            + " no service named shp is declared (did you mean shop?)",
        "{'id': 1, 'service': 'shop', 'result': 'succeeded', 'finishedAt': '2026-11-24T12:35:01Z'}"
            + " | 422 | must not be more than 5 minutes from now, 2026-11-24T12:30:00Z",
        "{'id': 1, 'service': 'shop', 'result': 'succeeded', 'finishedAt': '2026-11-24T12:00:00Z',"
            + " 'startedAt': '2026-11-24T12:00:01Z'} | 422 | must not be after finishedAt",
        "{'id': 1, 'service': 'shop', 'result': 'succeeded', 'finishedAt': '2026-11-24T12:00:00Z',"
            + " 'committedAt': ['2026-11-24T12:06:00Z']} | 422 | must not be after finishedAt",
        "{'id': 1, 'service': 'shop', 'result': 'succeeded', 'causeOf': 987} | 422 |"
            + " there is no incident 987",
        "{'id': 1, 'service': 'shop', 'result': 'running'} | 400 |"
            + " expected succeeded, failed or canceled, once it is over; got running",
        "{'id': 1, 'service': 'shop', 'result': 'succeeded', 'finishedAt': '2026-11-24T12:00:00'}"
            + " | 400 | expected a time with its offset",
        "{'id': 1, 'service': 'shop', 'result': 'succeeded', 'enviroment': 'x'} | 400 |"
            + " unknown key (did you mean environment?)",
        "{'id': 1, 'service': 'shop', 'result': 'succeeded', 'url': 'javascript:alert(1)'} | 400 |"
            + " expected an http or https URL",
        "{'id': 1, 'service': 'shop', 'result': 'succeeded', 'rework': 'yes'} | 400 |"
            + " expected true or false",
        "[] | 400 | expected an object",
      })
  void whatIsWrongIsSaid_andNothingIsStored(String body, int status, String why) throws Exception {
    var answer = post(body.replace('\'', '"'));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(why);
    assertThat(json(get("/api/v1/deployments"))).isEmpty();
    assertThat(audited()).isEmpty();
  }

  @Test
  void allFaultsAreToldAtOnce_whatCannotBeReadFirst() throws Exception {
    var answer = post("{\"service\": \"shp\", \"result\": \"x\", \"causeOf\": \"no\", \"ids\": 1}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).get("errors"))
        .extracting(fault -> fault.get("field").asText())
        .containsExactly("ids", "id", "result", "causeOf", "service");
  }

  @Test
  void whatCurlSendsUnlessToldIsRefused_withTheContentTypeToSend() throws Exception {
    var request =
        HttpRequest.newBuilder(address("/api/v1/deployments"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(deployment("1", "failed", "2026-11-24T12:00:00Z", "")))
            .build();

    var answer = CLIENT.send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).contains("send Content-Type: application/json");
  }

  @Test
  void withoutATokenNothingIsTaken() throws Exception {
    var request =
        HttpRequest.newBuilder(address("/api/v1/deployments"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(deployment("1", "failed", "2026-11-24T12:00:00Z", "")))
            .build();

    assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
  }

  @Test
  void listIsTheLatestFirst_byServiceEnvironmentAndTime_andReadsOn() throws Exception {
    for (var i = 0; i < 5; i++) {
      post(deployment("" + i, "succeeded", "2026-11-24T12:0%d:00Z".formatted(i), ""));
    }
    post(deployment("s", "succeeded", "2026-11-24T12:09:00Z", ", \"environment\": \"Staging\""));

    assertThat(ids("")).containsExactly("s", "4", "3", "2", "1", "0");
    assertThat(ids("?environment=staging&service=shop")).containsExactly("s");
    assertThat(ids("?environment=production&limit=2")).containsExactly("4", "3");
    var before = json(get("/api/v1/deployments?limit=3")).get(2).get("id").asLong();
    assertThat(ids("?before=" + before)).containsExactly("2", "1", "0");
    assertThat(ids("?from=2026-11-24T12:01:00Z&to=2026-11-24T12:03:00Z")).containsExactly("2", "1");
    assertThat(ids("?service=gone")).isEmpty();
    var wrong = get("/api/v1/deployments?servce=a&limit=0&from=x");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("did you mean service?", "limit:", "from:");
    assertThat(get("/api/v1/deployments/987").statusCode()).isEqualTo(404);
  }

  @Test
  void causeIsToldWithTheDeployment() throws Exception {
    var body = deployment("42", "succeeded", "2026-11-24T11:59:00Z", ", \"causeOf\": " + incident);

    var first = post(body);
    var again = post(body);
    var late =
        post(deployment("43", "succeeded", "2026-11-24T12:20:00Z", ", \"causeOf\": " + incident));

    assertThat(json(first).get("causeOf")).hasSize(1);
    assertThat(json(again)).isEqualTo(json(first));
    assertThat(late.statusCode()).isEqualTo(422);
    assertThat(late.body()).contains("after incident " + incident + " was detected");
    assertThat(json(get(cause())).get("evidence").asText()).isEqualTo("api");
    assertThat(audited()).containsExactly("pipeline incident.cause", "pipeline deployment.add");
  }

  @Test
  void causeIsNamed_takenBack_andStandsInTheTimeline() throws Exception {
    var steps = timeline().size();
    var id =
        json(post(deployment("42", "succeeded", "2026-11-24T11:59:00Z", ", \"version\": \"7\"")))
            .get("id")
            .asLong();

    assertThat(get(cause()).statusCode()).isEqualTo(404);
    var named = "{\"deployment\": %d, \"reason\": \"the diff\"}".formatted(id);
    assertThat(put(named).statusCode()).isEqualTo(200);
    assertThat(put(named).statusCode()).isEqualTo(200);
    assertThat(json(get(cause())).get("deployment").asLong()).isEqualTo(id);
    assertThat(json(get("/api/v1/deployments/" + id)).get("causeOf").get(0).asLong())
        .isEqualTo(incident);
    var none = put("{\"none\": true, \"reason\": \"a fibre was cut\"}");
    assertThat(json(none).get("deployment").isNull()).isTrue();
    assertThat(json(get("/api/v1/deployments/" + id)).get("causeOf")).isEmpty();

    assertThat(timeline().subList(steps, steps + 2))
        .containsExactly(
            "pipeline: deployment %d (shop 7 to production): the diff".formatted(id),
            "pipeline: no deployment: a fibre was cut");
    assertThat(timeline()).hasSize(steps + 2);
    assertThat(audited())
        .containsExactly(
            "pipeline deployment.add", "pipeline incident.cause", "pipeline incident.cause");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'reason': 'a'} | 400 | expected the number of a deployment, or none: true",
        "{'deployment': 1, 'none': true, 'reason': 'a'} | 400 | or none: true",
        "{'deployment': 'x', 'reason': 'a'} | 400 | expected the number of a deployment",
        "{'none': true} | 400 | required",
        "{'none': true, 'reason': 'a', 'resaon': 'b'} | 400 | did you mean reason?",
        "{'deployment': 987, 'reason': 'a'} | 422 | there is no deployment 987",
      })
  void causeThatIsNoneIsRefused(String body, int status, String why) throws Exception {
    var answer = put(body.replace('\'', '"'));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(why);
  }

  /** What the documentation shows can be sent as it stands. */
  @Test
  void bodiesOfTheDocumentationAreTaken() throws Exception {
    var page = Files.readString(Path.of("../docs/reference/deployments.md"));
    var bodies = BODY.matcher(page).results().map(found -> found.group(1)).toList();

    assertThat(bodies).isNotEmpty();
    for (var body : bodies) {
      assertThat(post(body.replace("\"causeOf\": 17", "\"causeOf\": " + incident)).statusCode())
          .as(body)
          .isEqualTo(201);
    }
    DeploymentBody.KEYS.forEach(key -> assertThat(page).contains("| `" + key + "` |"));
  }

  private static String deployment(String id, String result, String finishedAt, String more) {
    return "{\"id\": \"%s\", \"service\": \"shop\", \"result\": \"%s\", \"finishedAt\": \"%s\"%s}"
        .formatted(id, result, finishedAt, more);
  }

  private static String cause() {
    return "/api/v1/incidents/" + incident + "/cause";
  }

  private static List<String> ids(String query) throws Exception {
    return StreamSupport.stream(json(get("/api/v1/deployments" + query)).spliterator(), false)
        .map(view -> view.get("externalId").asText())
        .toList();
  }

  private static List<String> timeline() {
    return database.jdbi().withHandle(handle -> IncidentTable.timeline(handle, incident)).stream()
        .map(step -> step.actor() + ": " + step.text())
        .toList();
  }

  private static List<String> audited() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select actor || ' ' || action from audit order by id")
                .mapTo(String.class)
                .list());
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return MAPPER.readTree(answer.body());
  }

  private static URI address(String path) {
    return URI.create("http://127.0.0.1:" + CONNECTOR.getLocalPort() + path);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(address(path)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String body) throws Exception {
    return send("POST", "/api/v1/deployments", body);
  }

  private static HttpResponse<String> put(String body) throws Exception {
    return send("PUT", cause(), body);
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(address(path))
            .header("Content-Type", "application/json")
            .header("Authorization", Tokens.bearer(token))
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
