package dev.nines.engine.api.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.nines.channel.ChannelSpec;
import dev.nines.engine.access.Doorkeeper;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.access.Tokens;
import dev.nines.engine.api.IncidentView;
import dev.nines.engine.api.IncidentsResource;
import dev.nines.engine.api.ProblemMapper;
import dev.nines.engine.api.access.AccessFeature;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.configuration.Settings.Access.Readers;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.dora.DeliveryReader;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.incidents.IncidentTable;
import dev.nines.engine.replay.SloHistory;
import dev.nines.engine.review.IncidentReviews;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.Run;
import dev.nines.incident.ServicePolicy;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import dev.nines.slo.Adjustments;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.jackson.JacksonFeature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People act on an incident over HTTP. Impact at noon, detected at 12:01. */
class IncidentActionsIT {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final ObjectMapper MAPPER =
      Jackson.newObjectMapper().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
  private static final Catalog CATALOG =
      new Catalog(
          List.of(),
          List.of(),
          List.of(),
          Map.of(
              "shop",
              new ServicePolicy(
                  Duration.ofMinutes(2),
                  Duration.ofMinutes(10),
                  Optional.of("https://wiki.test/shop"),
                  Optional.of("team shop"))),
          List.of(new ChannelSpec.Log("log", ChannelSpec.Match.ALL)));
  private static final SloHistory NO_HISTORY =
      new SloHistory(
          Jdbi.create("jdbc:none"),
          (_, _) -> NOON,
          (_, _) -> Adjustments.NONE,
          () -> Instant.EPOCH);
  private static final Server SERVER = new Server();
  private static final ServerConnector CONNECTOR = new ServerConnector(SERVER);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static Database database;
  private static Jdbi jdbi;
  private static IncidentDesk desk;
  private static String ada;
  private static String bob;
  private long id;

  @BeforeAll
  static void open() throws Exception {
    database = TestDatabase.fresh();
    jdbi = database.jdbi();
    desk = new IncidentDesk(jdbi, URI.create("http://nines.test"));
    ada = Tokens.create(jdbi, "ada");
    bob = Tokens.create(jdbi, "bob");
    var links =
        new IncidentView.Links(
            CATALOG::policyOf, trace -> Optional.of("https://traces.test/" + trace));
    var actions = new IncidentActions(() -> CATALOG, jdbi, desk, () -> {});
    var reviews =
        new IncidentReviews(
            jdbi,
            () -> CATALOG,
            NO_HISTORY,
            new DeliveryReader(jdbi, Duration.ofHours(1)),
            Evaluator::now);
    var api =
        new ResourceConfig()
            .register(new JacksonFeature(MAPPER))
            .register(new ProblemMapper())
            .register(new IncidentsResource(jdbi, reviews, links, ZoneId.of("UTC")))
            .register(new IncidentActionsResource(actions, jdbi, links))
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
  }

  @AfterAll
  static void close() {
    LifeCycle.stop(SERVER);
    CLIENT.close();
    database.close();
  }

  @BeforeEach
  void openIncident() {
    jdbi.useHandle(handle ->
        handle.execute("truncate incident, incident_step, notification restart identity cascade"));
    var down =
        new Signal.ProbeDown(
            "front",
            "local",
            Optional.of(NOON.minusSeconds(30)),
            NOON,
            NOON.plusSeconds(60),
            Severity.CRITICAL,
            new Run.Failure("connect", "timeout", "timeout", Optional.of("0af7651916cd43dd")),
            Optional.empty());
    var opening =
        new IncidentLifecycle(ServicePolicy.DEFAULT)
            .evaluate("shop", Optional.empty(), List.of(down), NOON.plusSeconds(70))
            .getFirst();
    assertThat(desk.commit(CATALOG, opening, _ -> {})).isTrue();
    id = jdbi.withHandle(handle -> IncidentTable.since(handle, NOON)).getFirst().id();
  }

  @Test
  void personTakesItOn_saysWhatIsKnown_andResolvesIt() throws Exception {
    post("acknowledge", ada, "{'note': 'on it'}");
    post("notes", ada, "{'text': 'the disk is full'}");
    post("owner", ada, "{'owner': 'bob'}");
    post(
        "impact",
        bob,
        "{'impactStart': '2026-11-24T12:58:00+01:00', 'reason': 'first 500 in the log'}");
    var answer = post("resolve", bob, "{'reason': 'disk emptied'}");

    assertThat(answer.statusCode()).isEqualTo(200);
    var incident = MAPPER.readTree(answer.body());
    assertThat(incident.at("/state").asText()).isEqualTo("resolved");
    assertThat(incident.at("/owner").asText()).isEqualTo("bob");
    assertThat(incident.at("/runbook").asText()).isEqualTo("https://wiki.test/shop");
    assertThat(incident.at("/impactEdited").asBoolean()).isTrue();
    assertThat(incident.at("/times/impactStart").asText()).isEqualTo("2026-11-24T11:58:00Z");
    assertThat(incident.at("/times/detected").asText()).isEqualTo("2026-11-24T12:01:00Z");
    assertThat(incident.at("/signals/0/traceId").asText()).isEqualTo("0af7651916cd43dd");
    assertThat(incident.at("/signals/0/link").asText())
        .isEqualTo("https://traces.test/0af7651916cd43dd");
    assertThat(steps(incident))
        .containsExactly(
            "opened nines",
            "signal_added nines",
            "acknowledged ada on it",
            "note_added ada the disk is full",
            "owner_changed ada bob",
            "impact_edited bob impact start 2026-11-24T12:00:00Z -> 2026-11-24T11:58:00Z: first 500"
                + " in the log",
            "resolved bob disk emptied (still active: probe front is down at local: timeout)");
    var read = CLIENT.send(request("incidents/" + id).GET().build(), BodyHandlers.ofString());
    var whole = MAPPER.readTree(read.body());
    incident
        .fieldNames()
        .forEachRemaining(name -> assertThat(whole.get(name)).isEqualTo(incident.get(name)));
    assertThat(told())
        .containsExactly(
            "incident-1-1-opened-log", "incident-1-2-updated-log", "incident-1-6-resolved-log");
  }

  @Test
  void whatIsSoAlreadyIsNoStep() throws Exception {
    post("acknowledge", ada, "");
    var again = post("acknowledge", bob, "{}");

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(steps(MAPPER.readTree(again.body())))
        .containsExactly("opened nines", "signal_added nines", "acknowledged ada taken on");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "acknowledge | {'notes': 'x'} | notes: unknown key (did you mean note?)",
        "resolve | {} | reason: required",
        "resolve | \"\" | reason: required",
        "notes | {'text': ' ', 'by': 'x'}"
            + " | by: unknown key; text: expected a text of 1 to 1050 characters",
        "owner | {'owner': 5} | owner: expected a text of 1 to 1050 characters",
        "impact | {'impactStart': 'noon', 'reason': 'x'}"
            + " | impactStart: expected a time with its offset, such as 2026-11-29T02:00:00+01:00",
        "impact | {'impactStart': '-9000-01-01T00:00:00Z', 'reason': 'x'}"
            + " | impactStart: expected a time of the years 1970 to 9999",
        "impact | {'impactStart': '2026-11-24T12:01:01Z', 'reason': 'x'}"
            + " | impactStart: must not be after it was detected or restored, 2026-11-24T12:01:00Z",
        "notes | [] | : expected an object",
      })
  void badBodyIsRefusedWithAllThatIsWrong(String action, String body, String faults)
      throws Exception {
    var answer = post(action, ada, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .isEqualTo("application/problem+json");
    var told = new ArrayList<String>();
    MAPPER
        .readTree(answer.body())
        .at("/errors")
        .forEach(
            error -> told.add(error.at("/field").asText() + ": " + error.at("/message").asText()));
    assertThat(String.join("; ", told)).isEqualTo(faults);
  }

  @Test
  void strangersMayNot_andUnknownNumbersAreNotFound() throws Exception {
    var foreign =
        CLIENT.send(
            request("incidents/" + id + "/resolve")
                .POST(BodyPublishers.ofString(json("{'reason': 'x'}")))
                .build(),
            BodyHandlers.ofString());
    assertThat(foreign.statusCode()).isEqualTo(401);

    id = 999;
    assertThat(post("resolve", ada, "{'reason': 'x'}").statusCode()).isEqualTo(404);
  }

  @Test
  void notesOfManyAtTheSameMomentAreAllKept() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          List.of("a", "b", "c").stream()
              .map(text -> threads.submit(() -> post("notes", ada, "{'text': '" + text + "'}")))
              .toList();
      for (var answer : answers) {
        assertThat(answer.get().statusCode()).isEqualTo(200);
      }
    }

    var timeline = jdbi.withHandle(handle -> IncidentTable.timeline(handle, id));
    assertThat(timeline).extracting(step -> step.text()).contains("a", "b", "c");
  }

  private static List<String> steps(JsonNode incident) {
    return StreamSupport.stream(incident.at("/timeline").spliterator(), false)
        .map(step -> {
          var head = step.at("/kind").asText() + " " + step.at("/actor").asText();
          return step.at("/actor").asText().equals("nines")
              ? head
              : head + " " + step.at("/text").asText();
        })
        .toList();
  }

  private List<String> told() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select idempotency_key from notification order by id")
            .mapTo(String.class)
            .list());
  }

  private HttpResponse<String> post(String action, String token, String body)
      throws IOException, InterruptedException {
    return CLIENT.send(
        request("incidents/" + id + "/" + action)
            .header("Authorization", Tokens.bearer(token))
            .POST(BodyPublishers.ofString(json(body)))
            .build(),
        BodyHandlers.ofString());
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + CONNECTOR.getLocalPort() + "/api/v1/" + path))
        .header("Content-Type", "application/json");
  }
}
