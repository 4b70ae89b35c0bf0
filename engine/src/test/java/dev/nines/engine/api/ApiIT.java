package dev.nines.engine.api;

import static dev.nines.engine.results.Runs.NOON;
import static dev.nines.engine.results.Runs.bad;
import static dev.nines.engine.results.Runs.degraded;
import static dev.nines.engine.results.Runs.good;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.SwitchedDatabase;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.dora.DeliveryReader;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.evidence.SeenRuns;
import dev.nines.engine.failures.FailedRuns;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.pages.Snapshots;
import dev.nines.engine.replay.SloHistory;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.RunKey;
import dev.nines.engine.results.Runs;
import dev.nines.engine.review.IncidentReviews;
import dev.nines.engine.schedule.DeclaredProbes;
import dev.nines.engine.schedule.KnownRuns;
import dev.nines.engine.schedule.LatestRuns;
import dev.nines.engine.schedule.UnknownCause;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.Run;
import dev.nines.incident.ServicePolicy;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import dev.nines.probe.ProbeRun;
import dev.nines.slo.Adjustments;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.testing.junit5.DropwizardExtensionsSupport;
import io.dropwizard.testing.junit5.ResourceExtension;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(DropwizardExtensionsSupport.class)
class ApiIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Database DATABASE = TestDatabase.fresh();
  private static final SwitchedDatabase WAY = new SwitchedDatabase(DATABASE);
  private static final Catalog CATALOG =
      new Catalog(
          List.of(),
          List.of(
              DeclaredProbes.probe(
                  "web", Duration.ofSeconds(10), DeclaredProbes.http("http://u:p@a.test/x?y=z")),
              DeclaredProbes.probe(
                  "pay", Duration.ofSeconds(10), DeclaredProbes.http("http://a.test/pay"))),
          List.of(),
          Map.of(),
          List.of());
  private static final LatestRuns LATEST = new LatestRuns();
  private static final Supplier<Snapshot> SNAPSHOT = Snapshots::everything;
  private static final FailedRuns FAILURES = new FailedRuns(new NameIds(DATABASE.jdbi()));

  private static final SloHistory NO_HISTORY =
      new SloHistory(
          DATABASE.jdbi(), (_, _) -> NOON, (_, _) -> Adjustments.NONE, () -> Instant.EPOCH);
  private static final IncidentView.Links LINKS =
      new IncidentView.Links(
          _ -> ServicePolicy.DEFAULT, trace -> Optional.of("http://traces.test/" + trace));

  private static final ResourceExtension API =
      ResourceExtension.builder()
          .setMapper(
              Jackson.newObjectMapper().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS))
          .setRegisterDefaultExceptionMappers(false)
          .addProvider(new ProblemMapper())
          .addResource(new StatusResource(SNAPSHOT, _ -> Optional.empty()))
          .addResource(new ProbesResource(() -> CATALOG, SNAPSHOT, LATEST, FAILURES, WAY.jdbi()))
          .addResource(
              new IncidentsResource(
                  WAY.jdbi(),
                  new IncidentReviews(
                      WAY.jdbi(),
                      () -> CATALOG,
                      NO_HISTORY,
                      new DeliveryReader(WAY.jdbi(), Duration.ofHours(1)),
                      Evaluator::now),
                  LINKS,
                  ZoneId.of("UTC")))
          .build();

  @BeforeAll
  static void plant() {
    var jdbi = DATABASE.jdbi();
    new ResultStore(jdbi, new NameIds(jdbi), new ResultPartitions(jdbi), List.of(FAILURES))
        .append(
            List.of(
                good("web", NOON),
                bad("web", NOON.plusSeconds(10)),
                degraded("web", NOON.plusSeconds(20)),
                failed("pay", NOON, SeenRuns.outOfOrder()),
                failed("pay", NOON.plusSeconds(10), SeenRuns.secondStepFailed()),
                bad("pay", NOON.plusSeconds(20))));
    var down =
        new Signal.ProbeDown(
            "web",
            "local",
            Optional.empty(),
            NOON,
            NOON.plusSeconds(20),
            Severity.CRITICAL,
            new Run.Failure("connect", "timeout", "timeout in connect", Optional.empty()),
            Optional.empty());
    var opening =
        new IncidentLifecycle(ServicePolicy.DEFAULT)
            .evaluate("shop", Optional.empty(), List.of(down), NOON.plusSeconds(30))
            .getFirst();
    new IncidentDesk(jdbi, URI.create("http://nines.test")).commit(CATALOG, opening, _ -> {});
  }

  private static ProbeResult failed(String probe, Instant at, ProbeRun run) {
    return ProbeResult.of(
        new RunKey(probe, Runs.LOCAL, at), Duration.ofMillis(2), run, Optional.empty());
  }

  @AfterEach
  void mend() {
    WAY.mend();
  }

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @Test
  void servicesHaveTheirStateAndFigures() {
    assertThat(get("services")).hasSize(5);
    var checkout = get("services/checkout");
    assertThat(checkout.at("/state").asText()).isEqualTo("down");
    var month = checkout.at("/windows/2");
    assertThat(month.at("/window").asText()).isEqualTo("30d");
    assertThat(month.at("/downtimeSeconds").asDouble()).isEqualTo(31 * 60);
    assertThat(month.at("/timeToRestore/n").asInt()).isEqualTo(3);
    assertThat(month.at("/timeToRestore/meanSeconds").asDouble()).isEqualTo(220);
    assertThat(get("services/invoices").at("/state").asText()).isEqualTo("unknown");
  }

  @Test
  void slosHaveTheirBudgetAndItsDerivation() {
    assertThat(get("slos")).hasSize(6);
    var objective = get("slos/checkout-available").at("/objectives/0");
    assertThat(objective.at("/budgetRemainingRatio").asDouble()).isEqualTo(-0.875);
    assertThat(objective.at("/derivation/workings").asText())
        .isEqualTo("1 - (162 / 86400) / (1 - 0.999) = -0.875");
    assertThat(objective.at("/firing/0").asText()).isEqualTo("critical");
    assertThat(get("slos/invoices-available").at("/objectives/0/budgetRemainingRatio").isNull())
        .isTrue();
  }

  @Test
  void probeWhoseNewestRunIsUnknownSaysWhy() {
    assertThat(get("probes/web").at("/unknown").isNull()).isTrue();

    LATEST.follow(CATALOG.probes());
    KnownRuns.putUnknown(LATEST, "web", NOON, UnknownCause.SELF_CHECK);

    var unknown = get("probes/web").at("/unknown");
    assertThat(unknown.at("/scheduledAt").asText()).isEqualTo("2026-11-24T12:00:00Z");
    assertThat(unknown.at("/cause").asText()).isEqualTo("self_check");
    assertThat(unknown.at("/detail").asText()).isEqualTo("a sentence");
  }

  @Test
  void resultsAreNewestFirst_asFarBackAsAsked() {
    assertThat(get("probes/web/results").findValuesAsText("scheduledAt"))
        .containsExactly("2026-11-24T12:00:20Z", "2026-11-24T12:00:10Z", "2026-11-24T12:00:00Z");
    var older = get("probes/web/results?before=2026-11-24T12:00:20Z&limit=1");
    assertThat(older).hasSize(1);
    assertThat(older.at("/0/success").asBoolean()).isFalse();
    assertThat(older.at("/0/reason").asText()).isEqualTo("connection_refused");
    assertThat(older.at("/0/durationSeconds").asDouble()).isEqualTo(0.012);
  }

  @Test
  void degradedRunIsGoodWithAReason() {
    var slow = get("probes/web/results?limit=1").at("/0");

    assertThat(slow.at("/success").asBoolean()).isTrue();
    assertThat(slow.at("/degraded").asBoolean()).isTrue();
    assertThat(slow.at("/reason").asText()).isEqualTo("slow");
    assertThat(slow.at("/detail").asText()).isEqualTo("the run took 12ms, more than 10ms");
    assertThat(get("probes/web/results").findValuesAsText("degraded"))
        .containsExactly("true", "false", "false");
  }

  @Test
  void failuresAreNewestFirst_withWhatTheySaw() {
    var failures = get("probes/pay/failures");

    assertThat(failures)
        .extracting(failure -> failure.at("/reason").asText())
        .containsExactly("connection_refused", "timeout", "status");
    assertThat(failures.at("/0/evidence").isNull()).isTrue();
    assertThat(failures.at("/1/evidence/steps/1/name").asText()).isEqualTo("<b>pay</b>");
    assertThat(failures.at("/1/evidence/steps/1/success").asBoolean()).isFalse();
    assertThat(failures.at("/1/evidence/steps/1/reason").asText()).isEqualTo("timeout");
    assertThat(failures.at("/1/evidence/steps/0/status").asInt()).isEqualTo(200);
    var page = failures.at("/2");
    assertThat(page.at("/status").asInt()).isEqualTo(503);
    assertThat(page.at("/detail").asText()).isEqualTo("status is 503, not 2xx");
    var seen = page.at("/evidence");
    assertThat(seen.at("/timeline/1/phase").asText()).isEqualTo("connect");
    assertThat(seen.at("/timeline/1/startSeconds").asDouble()).isEqualTo(0.002);
    assertThat(seen.at("/timeline/1/durationSeconds").asDouble()).isEqualTo(0.012);
    assertThat(seen.at("/certificate/leafExpiry").asText()).isEqualTo("2026-12-03T12:00:00Z");
    assertThat(seen.at("/hops/0/url").asText()).isEqualTo("https://shop.test/");
    assertThat(seen.at("/hops/0/status").asInt()).isEqualTo(302);
    assertThat(seen.at("/hops/1/address").asText()).isEqualTo("127.0.0.1");
    assertThat(seen.at("/answer/headers/1/value").asText()).isEqualTo("120");
    assertThat(seen.at("/answer/bodyStart").asText()).contains("<script>");
    assertThat(get("probes/pay/failures?limit=1&before=2026-11-24T12:00:20Z"))
        .isEqualTo(JSON.createArrayNode().add(failures.at("/1")));
    assertThat(get("probes/web/failures")).hasSize(1);
  }

  @Test
  void failuresAreAsTheyAreDocumented() throws IOException {
    var page = Files.readString(Path.of("../docs/reference/probing.md"));
    var example =
        page.substring(
            page.indexOf("```json") + 7, page.indexOf("```", page.indexOf("```json") + 7));
    var documented = new TreeSet<String>();
    shape("", JSON.readTree(example), documented);
    var answered = new TreeSet<String>();
    shape("", get("probes/pay/failures"), answered);

    assertThat(documented).isEqualTo(answered).hasSizeGreaterThan(40);
  }

  /** Collects the names of all fields, however deep. */
  private static void shape(String at, JsonNode json, Set<String> names) {
    json.forEach(element -> {
      if (json.isArray()) {
        shape(at + "[]", element, names);
      }
    });
    json.properties()
        .forEach(field -> {
          names.add(at + "/" + field.getKey());
          shape(at + "/" + field.getKey(), field.getValue(), names);
        });
  }

  @Test
  void probeHasItsStateAndItsLastFailure() {
    var probe = get("probes/web");

    assertThat(probe.at("/state").asText()).isEqualTo("unknown");
    assertThat(probe.at("/lastFailure/scheduledAt").asText()).isEqualTo("2026-11-24T12:00:10Z");
    assertThat(probe.at("/lastFailure/reason").asText()).isEqualTo("connection_refused");
    WAY.cut();
    assertThat(get("probes").at("/0")).as("from memory").isEqualTo(probe);
  }

  @Test
  void probeShowsItsTargetWithoutSecrets() {
    assertThat(get("probes")).hasSize(2);
    assertThat(get("probes/web").at("/target").asText()).isEqualTo("http://a.test/x");
  }

  @Test
  void incidentHasItsTimeline() {
    var listed = get("incidents?state=open");
    assertThat(listed).hasSize(1);
    var incident = get("incidents/" + listed.at("/0/id").asLong());
    assertThat(incident.at("/times/impactStart").asText()).isEqualTo("2026-11-24T12:00:00Z");
    assertThat(incident.at("/signals/0/probe").asText()).isEqualTo("web");
    assertThat(incident.at("/timeline").findValuesAsText("kind"))
        .containsExactly("opened", "signal_added");
    assertThat(get("incidents?state=resolved")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          services/nobody                   | 404 | there is no service named nobody
          slos/nothing                      | 404 | there is no SLO named nothing
          probes/none                       | 404 | there is no probe named none
          probes/none/results               | 404 | there is no probe named none
          probes/none/failures              | 404 | there is no probe named none
          probes/web/failures?limit=0       | 400 | limit: not in [1, 1000]: 0
          probes/web/failures?before=now    | 400 | before: not an instant such as 2026-11-24T12:00:00Z: now
          incidents/4711                    | 404 | there is no incident named 4711
          incidents/x                       | 404 | HTTP 404 Not Found
          nowhere                           | 404 | HTTP 404 Not Found
          incidents?state=broken            | 400 | state: not one of open, acknowledged, resolved: broken
          incidents?limit=0                 | 400 | limit: not a whole number in [1, 1000]: 0
          incidents?limit=1001              | 400 | limit: not a whole number in [1, 1000]: 1001
          incidents?limit=many&severity=x&from=y | 400 | from: not an instant such as 2026-11-24T12:00:00Z: y; severity: not one of critical, error, warning, info: x; limit: not a whole number in [1, 1000]: many
          probes/web/results?limit=-1       | 400 | limit: not in [1, 1000]: -1
          probes/web/results?limit=1.5      | 400 | limit: cannot be read
          probes/web/results?before=monday  | 400 | before: not an instant such as 2026-11-24T12:00:00Z: monday
          """)
  void wrongRequestGetsAProblem(String path, int status, String detail) {
    try (var response = ask(path)) {
      assertProblem(response, status, detail);
    }
  }

  @Test
  void wrongMethodIsAProblemToo() {
    try (var response = API.target("/api/v1/services").request().post(Entity.text(""))) {
      assertProblem(response, 405, "HTTP 405 Method Not Allowed");
    }
  }

  @Test
  void databaseThatIsAwayIsAProblemOfThatMoment() {
    WAY.cut();

    try (var response = ask("incidents")) {
      assertProblem(response, 503, "the database does not answer");
    }
    assertThat(get("services")).as("from memory").hasSize(5);
    try (var response = ask("probes/web/failures")) {
      assertProblem(response, 503, "the database does not answer");
    }
  }

  private static void assertProblem(Response response, int status, String detail) {
    assertThat(response.getStatus()).isEqualTo(status);
    assertThat(response.getHeaderString("Content-Type")).isEqualTo("application/problem+json");
    var problem = response.readEntity(JsonNode.class);
    assertThat(problem.at("/status").asInt()).isEqualTo(status);
    assertThat(problem.at("/detail").asText()).isEqualTo(detail);
    assertThat(problem.at("/type").asText()).isEqualTo("about:blank");
  }

  private static Response ask(String path) {
    return API.client().target(API.target("/").getUri().resolve("/api/v1/" + path)).request().get();
  }

  private static JsonNode get(String path) {
    try (var response = ask(path)) {
      assertThat(response.getStatus()).isEqualTo(200);
      return response.readEntity(JsonNode.class);
    }
  }
}
