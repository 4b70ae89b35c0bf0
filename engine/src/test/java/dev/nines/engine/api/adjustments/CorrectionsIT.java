package dev.nines.engine.api.adjustments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.nines.engine.access.Audit;
import dev.nines.engine.access.AuditQueries;
import dev.nines.engine.access.Doorkeeper;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.access.Tokens;
import dev.nines.engine.adjustments.AdjustedSpans;
import dev.nines.engine.adjustments.AdjustmentDesk;
import dev.nines.engine.alerts.BurnAlerts;
import dev.nines.engine.api.ProblemMapper;
import dev.nines.engine.api.StatusResource;
import dev.nines.engine.api.access.AccessFeature;
import dev.nines.engine.calendar.Schedule;
import dev.nines.engine.catalog.BlackboxModules;
import dev.nines.engine.catalog.BudgetRules;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Correction;
import dev.nines.engine.catalog.Correction.Counts;
import dev.nines.engine.catalog.Maintenance;
import dev.nines.engine.catalog.Maintenance.Scope;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.configuration.Settings.Access.Readers;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeGrids;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.Runs;
import dev.nines.engine.schedule.DeclaredProbes;
import dev.nines.engine.sli.SliBook;
import dev.nines.engine.sli.SliHours;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion;
import dev.nines.slo.ErrorBudgetPolicy;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import dev.nines.slo.time.Interval;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.jackson.JacksonFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hours of runs with twenty minutes of outage, and what people say of them over HTTP. */
class CorrectionsIT {
  private static final ObjectMapper MAPPER =
      Jackson.newObjectMapper().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Slo AVAILABLE =
      new Slo(
          "shop-available",
          "shop is available",
          "shop",
          new Sli.Runs(List.of("shop-http"), Criterion.SUCCESS),
          new BudgetWindow.Rolling(Duration.ofDays(30)),
          List.of(new Objective("90", 0.9)));
  private static final ErrorBudgetPolicy POLICY =
      new ErrorBudgetPolicy(
          "careful",
          "Careful",
          List.of(
              new ErrorBudgetPolicy.Step(new BigDecimal("0.5"), "look into it"),
              new ErrorBudgetPolicy.Step(BigDecimal.ONE, "no more deployments")));

  private final SliBook book = new SliBook();
  private final Instant now = InstantSource.system().instant();
  private final Instant since = now.minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MINUTES);
  private final Interval outage =
      new Interval(since.plus(Duration.ofMinutes(30)), since.plus(Duration.ofMinutes(50)));
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final HttpClient client = HttpClient.newHttpClient();
  private Catalog catalog = catalog(rules(List.of(), Map.of()));
  private Database database;
  private String anna;
  private String bert;
  private Evaluator evaluator;
  private long events;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.fresh();
    var jdbi = database.jdbi();
    var ids = new NameIds(jdbi);
    var store =
        new ResultStore(
            jdbi,
            ids,
            new ResultPartitions(jdbi),
            List.of(new SliHours(ids, book, _ -> Set.of(Criterion.SUCCESS))),
            () -> {});
    evaluator =
        new Evaluator(
            jdbi,
            book,
            new BurnAlerts(book),
            new IncidentDesk(jdbi, URI.create("http://nines.test")),
            _ -> false,
            _ -> Optional.empty(),
            new AdjustmentDesk(ZoneOffset.UTC),
            ZoneOffset.UTC);
    book.open(
        catalog.slos(),
        slo -> BurnAlerts.windowsOf(slo, List.of()),
        Map.of("shop-http", new ProbeGrids.Declared(since, INTERVAL, INTERVAL)),
        (_, _) -> new SliBook.History(since, EventCounts.NONE),
        Duration.ofDays(30),
        _ -> {},
        (_, _) -> {},
        now);
    var runs = new ArrayList<ProbeResult>();
    for (var at = since; at.isBefore(now); at = at.plus(INTERVAL)) {
      runs.add(outage.contains(at) ? Runs.bad("shop-http", at) : Runs.good("shop-http", at));
    }
    events = runs.size();
    store.append(runs);
    evaluator.tick(catalog);
    var api =
        new ResourceConfig()
            .register(new JacksonFeature(MAPPER))
            .register(new ProblemMapper())
            .register(new StatusResource(evaluator::snapshot, _ -> Optional.empty()))
            .register(
                new MaintenanceResource(() -> catalog, InstantSource.fixed(now), ZoneOffset.UTC))
            .register(
                new SloAdjustmentsResource(
                    evaluator::snapshot, new AdjustedSpans(jdbi, () -> catalog, ZoneOffset.UTC)))
            .register(new CorrectionsResource(() -> catalog, jdbi, () -> evaluator.tick(catalog)))
            .register(
                new AccessFeature(
                    new Doorkeeper(jdbi),
                    new OwnMachine(URI.create("https://nines.example")),
                    Readers.LOOPBACK));
    anna = Tokens.create(jdbi, "anna");
    bert = Tokens.create(jdbi, "bert");
    var context = new ServletContextHandler();
    context.addServlet(new ServletHolder(new ServletContainer(api)), "/*");
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(context);
    server.start();
  }

  @AfterEach
  void close() {
    LifeCycle.stop(server);
    client.close();
    database.close();
  }

  @Test
  void correctionRestoresTheBudget_andRevokingItTakesThatBack() throws Exception {
    assertThat(counts()).isEqualTo(new EventCounts(events - 40, events));
    var spent = objective().get("budgetSpentRatio").doubleValue();
    assertThat(spent).isGreaterThan(1);
    assertThat(objective().get("policyStep").get("action").textValue())
        .isEqualTo("no more deployments");

    var posted = post(body(outage, "excluded"));

    assertThat(posted.statusCode()).isEqualTo(201);
    assertThat(posted.headers().firstValue("Location").orElseThrow())
        .endsWith("/api/v1/corrections/1");
    assertThat(counts()).isEqualTo(new EventCounts(events - 40, events - 40));
    assertThat(objective().get("budgetSpentRatio").doubleValue()).isZero();
    assertThat(objective().get("policyStep").isNull()).isTrue();

    var revoked = send(request("corrections/1", bert).DELETE());

    assertThat(revoked.statusCode()).isEqualTo(200);
    assertThat(counts()).isEqualTo(new EventCounts(events - 40, events));
    assertThat(objective().get("budgetSpentRatio").doubleValue()).isEqualTo(spent);
    var kept = json("corrections").get(0);
    assertThat(kept.get("reason").textValue()).isEqualTo("a drill");
    assertThat(kept.get("by").textValue()).isEqualTo("anna");
    assertThat(kept.get("createdAt").textValue()).isNotBlank();
    assertThat(kept.get("revokedBy").textValue()).isEqualTo("bert");
    assertThat(kept.get("revokedAt").textValue()).isNotBlank();
  }

  @Test
  void whatIsRevokedStaysRevoked_byWhomItWasFirst() throws Exception {
    post(body(outage, "good"));
    var first = send(request("corrections/1", bert).DELETE());
    var second = send(request("corrections/1", anna).DELETE());

    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(send(request("corrections/2", anna).DELETE()).statusCode()).isEqualTo(404);
  }

  @Test
  void excludedGoesBeforeBad_andBadBeforeGood() throws Exception {
    post(body(outage, "good"));
    assertThat(counts()).isEqualTo(new EventCounts(events, events));

    post(body(outage, "bad"));
    assertThat(counts()).isEqualTo(new EventCounts(events - 40, events));

    post(body(outage, "excluded"));
    assertThat(counts()).isEqualTo(new EventCounts(events - 40, events - 40));
  }

  @Test
  void maintenanceDeclaredAfterwardsWorksBackwards_asFarAsItsSloLets() throws Exception {
    var half = new Interval(outage.from(), outage.from().plus(Duration.ofMinutes(10)));
    catalog = catalog(rules(List.of(maintenance("upgrade", half, Set.of("shop"))), Map.of()));
    evaluator.tick(catalog);

    assertThat(counts()).isEqualTo(new EventCounts(events - 40, events - 20));

    catalog = catalog(catalog.budgetRules(), counting(AVAILABLE));
    evaluator.tick(catalog);
    assertThat(counts()).isEqualTo(new EventCounts(events - 40, events));
  }

  @Test
  void budgetSaysWhatChangedItsCounts_butNotWhatNoLongerHolds() throws Exception {
    var half = new Interval(outage.from(), outage.from().plus(Duration.ofMinutes(10)));
    catalog =
        catalog(
            rules(
                List.of(
                    maintenance("upgrade", half, Set.of("shop")),
                    maintenance("elsewhere", half, Set.of("stock"))),
                Map.of()));
    evaluator.tick(catalog);
    post(body(outage, "good"));
    post(body(outage, "bad"));
    send(request("corrections/2", bert).DELETE());

    var said = json("slos/shop-available/adjustments").get("adjustments");

    assertThat(said.findValuesAsText("name")).containsExactly("upgrade", "1");
    assertThat(said.findValuesAsText("kind")).containsExactly("maintenance", "correction");
    assertThat(said.findValuesAsText("counts")).containsExactly("excluded", "good");
    assertThat(said.get(0).get("to").textValue()).isEqualTo(half.to().toString());
    assertThat(said.get(1).get("by").textValue()).isEqualTo("anna");

    catalog = catalog(catalog.budgetRules(), counting(AVAILABLE));
    evaluator.tick(catalog);
    assertThat(json("slos/shop-available/adjustments").get("adjustments").findValuesAsText("name"))
        .as("an SLO that counts maintenance")
        .containsExactly("1");
  }

  @Test
  void maintenanceUnderWayIsShownWithItsEnd() throws Exception {
    var running = new Interval(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(3)));
    catalog = catalog(rules(List.of(maintenance("upgrade", running, Set.of("shop"))), Map.of()));
    evaluator.tick(catalog);

    var shop = json("services/shop");
    assertThat(shop.get("state").textValue()).isEqualTo("maintenance");
    assertThat(shop.get("maintenanceUntil").textValue()).isEqualTo(running.to().toString());
    var declared = json("maintenance").get(0);
    assertThat(declared.get("name").textValue()).isEqualTo("upgrade");
    assertThat(declared.get("underWay").booleanValue()).isTrue();
    assertThat(declared.get("next").get(0).get("to").textValue())
        .isEqualTo(running.to().toString());
  }

  @Test
  void whatWasSaidOfALongPastSpanIsThereForTheHistory() throws Exception {
    var old =
        new Interval(
            outage.from().minus(Duration.ofDays(50)), outage.to().minus(Duration.ofDays(50)));
    var older =
        new Interval(
            outage.from().minus(Duration.ofDays(80)), outage.to().minus(Duration.ofDays(80)));
    catalog = catalog(rules(List.of(maintenance("upgrade", older, Set.of("shop"))), Map.of()));
    post(body(old, "bad"));

    var said =
        database
            .jdbi()
            .withHandle(handle ->
                AdjustmentDesk.of(
                    handle,
                    catalog,
                    AVAILABLE,
                    new Interval(now.minus(Duration.ofDays(90)), now),
                    ZoneOffset.UTC));

    assertThat(said.bad().spans()).containsExactly(old);
    assertThat(said.excluded().spans()).containsExactly(older);
  }

  @Test
  void declaredCorrectionsAreListedWithTheOthers() throws Exception {
    var declared = new Correction(outage, Set.of(), Set.of("shop"), Counts.GOOD, "was us", "anna");
    catalog = catalog(rules(List.of(), Map.of("was-us", declared)));
    evaluator.tick(catalog);
    post(body(outage, "bad"));

    assertThat(StreamSupport.stream(json("corrections").spliterator(), false))
        .extracting(c -> c.get("name").textValue(), c -> c.get("counts").textValue())
        .containsExactly(tuple("was-us", "good"), tuple(null, "bad"));
    assertThat(counts()).isEqualTo(new EventCounts(events - 40, events));
  }

  @Test
  void everythingThatIsWrongWithABodyIsToldAtOnce() throws Exception {
    var problem =
        problem(
            post(
                """
                {"from": "2026-11-20T10:00:00Z", "to": "2026-11-20", "slos": ["shop-availble"],
                 "counts": "excluded", "reason": " ", "by": "somebody else"}
                """),
            400);

    assertThat(problem.get("detail").textValue()).isEqualTo("the body has 4 faults");
    assertThat(StreamSupport.stream(problem.get("errors").spliterator(), false))
        .extracting(e -> e.get("field").textValue(), e -> e.get("message").textValue())
        .containsExactlyInAnyOrder(
            tuple("by", "unknown key"),
            tuple("to", "expected a time with its offset, such as 2026-11-29T02:00:00+01:00"),
            tuple("slos[0]", "no SLO of this name (did you mean shop-available?)"),
            tuple("reason", "expected a text of 1 to 1050 characters"));
    assertThat(json("corrections")).isEmpty();
  }

  @Test
  void timesThatNoDatabaseHoldsAreRefused() throws Exception {
    var early = body(outage, "good").replace(outage.from().toString(), "-9999-01-01T00:00:00Z");
    var late = body(outage, "good").replace(outage.to().toString(), "+999999-01-01T00:00:00Z");

    for (var text : List.of(early, late)) {
      assertThat(problem(post(text), 400).get("errors").get(0).get("message").textValue())
          .isEqualTo("expected a time of the years 1970 to 9999");
    }
  }

  @Test
  void bodyThatIsNoneIsRefused() throws Exception {
    assertThat(problem(post("{"), 400).get("errors").get(0).get("message").textValue())
        .startsWith("not JSON");
    problem(post("[]"), 400);
    problem(post("x".repeat(70_000)), 413);
    var noSubject = body(outage, "good").replace("\"slos\": [\"shop-available\"],", "");
    assertThat(problem(post(noSubject), 400).get("errors").get(0).get("field").textValue())
        .isEqualTo("slos");
    assertThat(
            send(request("corrections", anna).header("Content-Type", "text/plain").POST(text("{}")))
                .statusCode())
        .isEqualTo(415);
  }

  @Test
  void whoShowsNoTokenChangesNothing() throws Exception {
    var anonymous =
        send(request("corrections").header("Content-Type", "application/json").POST(text("{}")));
    problem(anonymous, 401);
    assertThat(anonymous.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"nines\"");
    problem(send(request("corrections/1").DELETE()), 401);
    assertThat(json("corrections")).isEmpty();
  }

  @Test
  void everyChangeIsInTheAuditLog_andNothingElse() throws Exception {
    post(body(outage, "good"));
    post("{}");
    send(request("corrections/1", bert).DELETE());
    send(request("corrections/1", anna).DELETE());

    assertThat(changes())
        .extracting(Audit.Entry::actor, Audit.Entry::action, Audit.Entry::subject)
        .containsExactly(
            tuple("bert", "correction.revoke", "1"), tuple("anna", "correction.add", "1"));
    assertThat(changes().getLast().details().get("reason").textValue()).isEqualTo("a drill");
    assertThat(changes().getLast().address()).isEqualTo("127.0.0.1");
  }

  private List<Audit.Entry> changes() {
    return database
        .jdbi()
        .withHandle(handle -> Audit.list(handle, AuditQueries.latest(100)))
        .stream()
        .filter(entry -> entry.action().startsWith("correction."))
        .toList();
  }

  private static Slo counting(Slo slo) {
    return new Slo(
        slo.name(),
        slo.displayName(),
        slo.service(),
        slo.window(),
        slo.terms(),
        false,
        new Slo.Settings(Slo.Maintenance.COUNT, 0, Slo.BurnAlerts.DEFAULT));
  }

  private static Maintenance maintenance(String name, Interval span, Set<String> services) {
    return new Maintenance(
        name,
        name,
        new Schedule(
            new Schedule.Start.Fixed(span.from().atOffset(ZoneOffset.UTC)),
            span.length(),
            Optional.empty(),
            Optional.empty()),
        new Scope.Named(services, Set.of()),
        "");
  }

  private static BudgetRules rules(
      List<Maintenance> maintenances, Map<String, Correction> corrections) {
    return new BudgetRules(
        maintenances, new LinkedHashMap<>(corrections), Map.of(AVAILABLE.name(), POLICY));
  }

  private static Catalog catalog(BudgetRules rules) {
    return catalog(rules, AVAILABLE);
  }

  private static Catalog catalog(BudgetRules rules, Slo slo) {
    return new Catalog(
        List.of(new Service("shop", "Shop", "", Map.of(), Map.of())),
        List.of(
            DeclaredProbes.probe("shop-http", INTERVAL, DeclaredProbes.http("http://shop.test/"))),
        List.of(slo),
        Map.of(),
        List.of(),
        List.of(),
        Map.of(),
        BlackboxModules.STANDARD,
        rules,
        Map.of());
  }

  private static String body(Interval span, String counts) {
    return """
    {"from": "%s", "to": "%s", "slos": ["shop-available"],
     "counts": "%s", "reason": "a drill"}
    """
        .formatted(span.from(), span.to(), counts);
  }

  private JsonNode objective() throws Exception {
    return json("slos/shop-available").get("objectives").get(0);
  }

  private EventCounts counts() throws Exception {
    var objective = objective();
    return new EventCounts(
        objective.get("goodEvents").longValue(), objective.get("totalEvents").longValue());
  }

  private JsonNode json(String path) throws Exception {
    var response = send(request(path));
    assertThat(response.statusCode()).isEqualTo(200);
    return MAPPER.readTree(response.body());
  }

  private HttpResponse<String> post(String body) throws Exception {
    return send(
        request("corrections", anna).header("Content-Type", "application/json").POST(text(body)));
  }

  private static HttpRequest.BodyPublisher text(String body) {
    return BodyPublishers.ofString(body);
  }

  private HttpRequest.Builder request(String path, String token) {
    return request(path).header("Authorization", Tokens.bearer(token));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/api/v1/" + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode problem(HttpResponse<String> response, int status) throws IOException {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    return MAPPER.readTree(response.body());
  }
}
