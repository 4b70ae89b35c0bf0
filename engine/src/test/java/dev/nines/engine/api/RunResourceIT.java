package dev.nines.engine.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.nines.engine.access.Doorkeeper;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.access.Tokens;
import dev.nines.engine.api.access.AccessFeature;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.configuration.Settings.Access.Readers;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.demo.Shop;
import dev.nines.engine.schedule.DeclaredProbes;
import dev.nines.engine.schedule.HalfAnswers;
import dev.nines.engine.schedule.OnDemandRuns;
import dev.nines.engine.schedule.RunGates;
import dev.nines.engine.schedule.RunTracing;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.http.BodyBudget;
import dev.nines.probe.run.Prober;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.jackson.JacksonFeature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST probes/{name}/run} over real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunResourceIT {
  private static final ObjectMapper MAPPER =
      Jackson.newObjectMapper().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

  private final RunGates gates = new RunGates(2, 1);
  private final Prober prober = new Prober(System::nanoTime, InstantSource.system(), "test");
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> noted = new CopyOnWriteArrayList<>();
  private Database database;
  private String token;
  private Shop shop;
  private ServerSocket silent;

  /** For one test alone: what it accepts must be its own. */
  private ServerSocket awaited;

  @BeforeAll
  void start() throws Exception {
    shop = new Shop();
    silent = listening();
    awaited = listening();
    database = TestDatabase.fresh();
    token = Tokens.create(database.jdbi(), "alice");
    var runs = new OnDemandRuns("here", prober, gates, RunTracing.OFF, InstantSource.system());
    var api =
        new ResourceConfig()
            .register(new JacksonFeature(MAPPER))
            .register(new ProblemMapper())
            .register(
                new RunResource(
                    this::catalog,
                    runs,
                    (actor, probe, success) ->
                        noted.add(actor.name() + " " + probe + " " + success)))
            .register(
                new AccessFeature(
                    new Doorkeeper(database.jdbi()),
                    new OwnMachine(URI.create("https://nines.example")),
                    Readers.LOOPBACK));
    var context = new ServletContextHandler();
    context.addServlet(new ServletHolder(new ServletContainer(api)), "/*");
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(context);
    server.start();
  }

  @AfterAll
  void stop() throws IOException {
    LifeCycle.stop(server);
    client.close();
    prober.close();
    shop.close();
    silent.close();
    awaited.close();
    database.close();
  }

  private static ServerSocket listening() throws IOException {
    var socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    socket.setSoTimeout(5_000);
    return socket;
  }

  private Catalog catalog() {
    return new Catalog(
        List.of(),
        List.of(
            probe("page", shop.page().toString().replace("http://", "http://me:s3cret@")),
            probe("silent", "http://127.0.0.1:" + silent.getLocalPort() + "/?key=s3cret"),
            probe("awaited", "http://127.0.0.1:" + awaited.getLocalPort() + "/")),
        List.of(),
        Map.of(),
        List.of());
  }

  private static ProbeDeclaration probe(String name, String url) {
    return DeclaredProbes.probe(name, Duration.ofSeconds(10), DeclaredProbes.http(url));
  }

  private HttpRequest request(String probe, String... headers) {
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/api/v1/probes/%s/run"
                        .formatted(connector.getLocalPort(), probe)))
            .header("Authorization", Tokens.bearer(token))
            .POST(BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  private HttpResponse<String> run(String probe, String... headers) throws Exception {
    return client.send(request(probe, headers), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return MAPPER.readTree(response.body());
  }

  private static void assertProblem(HttpResponse<String> response, int status, String detail)
      throws IOException {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(response).at("/detail").asText()).isEqualTo(detail);
  }

  @Test
  void runIsAnsweredWithItsVerdictAndItsPhases() throws Exception {
    var run = json(run("page"));

    assertThat(run.at("/probe").asText()).isEqualTo("page");
    assertThat(run.at("/location").asText()).isEqualTo("here");
    assertThat(run.at("/began").asText()).endsWith("Z");
    assertThat(run.at("/success").asBoolean()).isTrue();
    assertThat(run.at("/target").asText()).isEqualTo(shop.page().toString());
    assertThat(run.at("/sentence").asText()).startsWith("up in ");
    assertThat(run.at("/http/status").asInt()).isEqualTo(200);
    assertThat(run.at("/phases").findValuesAsText("phase"))
        .containsExactly("resolve", "connect", "processing", "transfer");
    assertThat(run.has("traceId")).isFalse();
  }

  @Test
  void failedRunIsAnAnswerToo() throws Exception {
    var response = run("silent");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).at("/failure/reason").asText()).isEqualTo("timeout");
    assertThat(json(response).at("/sentence").asText()).startsWith("PROCESSING timeout: ");
    assertThat(response.body()).doesNotContain("s3cret");
  }

  @Test
  void secondRunOfAProbeIsRefusedWhileTheFirstIsUnderWay() throws Exception {
    var first = client.sendAsync(request("awaited"), BodyHandlers.ofString());
    awaited.accept(); // it is under way now

    assertProblem(run("awaited"), 409, "a run of awaited that was asked for is still under way");
    assertThat(first.get().statusCode()).isEqualTo(200);
    assertThat(run("awaited").statusCode()).isEqualTo(200);
  }

  @Test
  void fullGateRefuses_andIsLeftAgain() throws Exception {
    gates.enter(shop.page().getAuthority());
    assertProblem(run("page"), 429, "as many runs are under way as concurrency.perHost allows");
    gates.enter("other");
    assertProblem(run("page"), 429, "as many runs are under way as concurrency.total allows");
    gates.leave("other");
    gates.leave(shop.page().getAuthority());

    for (var i = 0; i < 3; i++) {
      assertThat(run("page").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void bodiesThatLeaveNoRoomAreAFullGate() throws Exception {
    var budget = new BodyBudget(64 * 1024);
    try (var half = new HalfAnswers();
        var small = new Prober(System::nanoTime, InstantSource.system(), "test", budget)) {
      var runs =
          new OnDemandRuns(
              "here", small, new RunGates(2, 2), RunTracing.OFF, InstantSource.system());
      var spec =
          new HttpSpec(URI.create(half.url()), Duration.ofMillis(900), DeclaredProbes.searching());
      var first =
          Thread.ofVirtual()
              .start(() -> runs.run(DeclaredProbes.probe("a", Duration.ofSeconds(10), spec)));
      await().until(() -> budget.taken() > 0);

      assertThat(runs.run(DeclaredProbes.probe("b", Duration.ofSeconds(10), spec)))
          .isInstanceOf(OnDemandRuns.Answer.Overloaded.class);
      first.join();
    }
  }

  @Test
  void probeThatIsNotDeclaredIsNotFound() throws Exception {
    assertProblem(run("nobody"), 404, "there is no probe named nobody");
  }

  @Test
  void whoAskedForARunIsNoted_oncePerRunThatWasMade() throws Exception {
    noted.clear();
    run("page");
    run("nobody");

    assertThat(noted).containsExactly("alice page true");
  }

  @Test
  void whoShowsNoTokenIsRefused() throws Exception {
    var anonymous =
        client.send(
            HttpRequest.newBuilder(request("page").uri()).POST(BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());

    assertThat(anonymous.statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, https://evil.example",
    "Origin, null",
    "Origin, http://127.0.0.1",
    "Origin, http://localhost.evil.example",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site"
  })
  void pageOfAnotherSiteIsRefused_evenWithAToken(String header, String value) throws Exception {
    assertProblem(
        run("page", header, value), 403, "a page of another site may change nothing here");
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, https://nines.example",
    "Sec-Fetch-Site, same-origin",
    "X-Forwarded-For, 192.0.2.1"
  })
  void ownPageOrAProxyMayAsk_withAToken(String header, String value) throws Exception {
    assertThat(run("page", header, value).statusCode()).isEqualTo(200);
  }

  @Test
  void readingRunsNothing() throws Exception {
    var get =
        client.send(HttpRequest.newBuilder(request("page").uri()).build(), BodyHandlers.ofString());

    assertProblem(get, 405, "HTTP 405 Method Not Allowed");
  }
}
