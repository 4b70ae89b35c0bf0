package dev.nines.engine.api.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.NinesApplication;
import dev.nines.engine.access.AccessKey;
import dev.nines.engine.access.Audit;
import dev.nines.engine.access.AuditQueries;
import dev.nines.engine.access.Doorkeeper;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.access.Tokens;
import dev.nines.engine.api.ProblemMapper;
import dev.nines.engine.api.access.AccessFeature;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.cli.CommandExit;
import dev.nines.engine.cli.GateCommand;
import dev.nines.engine.configuration.NinesConfiguration;
import dev.nines.engine.configuration.Settings.Access.Readers;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.dora.DeliveryReader;
import dev.nines.engine.evaluation.ServiceStatus;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.gate.Gate;
import dev.nines.engine.gate.OverrideTable;
import dev.nines.engine.gate.Overrides;
import dev.nines.engine.pages.Chromium;
import dev.nines.engine.pages.PagesServer;
import dev.nines.engine.pages.Snapshots;
import dev.nines.engine.pages.dora.ServicePageResource;
import dev.nines.engine.pages.gate.GatePanelResource;
import dev.nines.engine.pages.gate.GatePanels;
import dev.nines.engine.pages.login.LoginResource;
import io.dropwizard.core.setup.Bootstrap;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.sourceforge.argparse4j.ArgumentParsers;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate over HTTP, on its page and by its command, guarded as Nines guards it. */
class GateIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PICTURES = Path.of("target", "pictures");
  private static final URI OWN = URI.create("http://127.0.0.1:8080/");
  private static final Snapshot SNAPSHOT = Snapshots.everything();
  private static final Catalog CATALOG =
      new Catalog(
          SNAPSHOT.services().stream().map(ServiceStatus::service).toList(),
          List.of(),
          List.of(),
          Map.of(),
          List.of());
  private static final String EVIL = "<script>alert('x')</script>\ngo: me";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static Database database;
  private static Jdbi jdbi;
  private static Gate gate;
  private static PagesServer server;
  private static String kim;
  private static AccessKey session;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    database = TestDatabase.fresh();
    jdbi = database.jdbi();
    gate =
        new Gate(
            () -> CATALOG,
            () -> SNAPSHOT,
            () -> Duration.ZERO,
            Duration.ofMinutes(1),
            ZoneId.of("UTC"),
            InstantSource.system());
    var overrides = new Overrides(jdbi, () -> gate.follow(jdbi));
    var panels = new GatePanels(gate, SNAPSHOT::at, ZoneId.of("UTC"));
    var doorkeeper = new Doorkeeper(jdbi);
    kim = Tokens.create(jdbi, "kim");
    session = doorkeeper.logIn(kim, "127.0.0.1").orElseThrow();
    var own = new OwnMachine(OWN);
    server =
        PagesServer.start(
            folder,
            SNAPSHOT.at(),
            new ProblemMapper(),
            new AccessFeature(doorkeeper, own, Readers.LOOPBACK),
            new LoginResource(doorkeeper, own),
            new GateResource(gate, overrides, () -> CATALOG, () -> SNAPSHOT),
            new GatePanelResource(panels, overrides),
            new ServicePageResource(
                () -> CATALOG,
                () -> SNAPSHOT,
                panels,
                new DeliveryReader(jdbi, Duration.ofHours(1)),
                SNAPSHOT::at,
                ZoneId.of("UTC")));
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
    CLIENT.close();
    database.close();
  }

  @BeforeEach
  void clean() {
    jdbi.useHandle(handle -> handle.execute("truncate gate_override, audit"));
    gate.follow(jdbi);
  }

  @Test
  void answersWithReasons() throws Exception {
    var held = get("gate/checkout");

    assertThat(held.body())
        .startsWith("{\"answer\":\"hold\",\"sentence\":\"hold: probe checkout-http");
    assertThat(held.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
    var answer = JSON.readTree(held.body());
    assertThat(answer.at("/reasons").findValuesAsText("kind"))
        .containsExactly("down", "burn", "budget");
    assertThat(answer.at("/reasons/1/derivation/formula").asText()).isNotEmpty();
    assertThat(answer.at("/override").isNull()).isTrue();
    assertThat(answer.has("at")).isTrue();
    assertThat(json("gate/search").at("/answer").asText()).isEqualTo("go");
    assertThat(json("gate/mail").at("/sentence").asText())
        .isEqualTo("go: mail is in maintenance and nothing holds it");
    assertThat(json("gate/invoices").at("/answer").asText()).isEqualTo("unknown");
    assertThat(json("gate/invoices?on-unknown=go").at("/answer").asText()).isEqualTo("go");
    assertThat(json("gate/invoices?on-unknown=hold").at("/answer").asText()).isEqualTo("hold");
  }

  @Test
  void shellsReadLines() throws Exception {
    var text = send("GET", "/api/v1/gate/checkout", Map.of("Accept", "text/plain"), "").body();

    assertThat(text.lines())
        .startsWith(
            "hold: probe checkout-http is down (and 1 more reason)",
            "hold down:checkout-http probe checkout-http is down")
        .hasSize(4);
  }

  @Test
  void whatCannotBeAskedIsToldWithTheWayOn() throws Exception {
    assertThat(get("gate/chekout").statusCode()).isEqualTo(404);
    assertThat(get("gate/chekout").body())
        .contains("there is no service named chekout (did you mean checkout?)");
    assertThat(get("gate/checkout?on-unknown=stop").statusCode()).isEqualTo(400);
    assertThat(get("gate/checkout?on-unknown=stop").body())
        .contains("on-unknown: not one of go, hold: stop");
    assertThat(get("gate/checkout?on-unknow=hold").statusCode()).isEqualTo(400);
    assertThat(get("gate/checkout?on-unknow=hold").body()).contains("did you mean on-unknown?");
  }

  @Test
  void personOverrides_forATime_andItIsNoted() throws Exception {
    var added = act("POST", "checkout", "{\"reason\": \"this mends it\", \"for\": \"2h\"}");

    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    var answer = json("gate/checkout");
    assertThat(answer.at("/answer").asText()).isEqualTo("go");
    assertThat(answer.at("/sentence").asText())
        .startsWith("go: overridden by kim until ")
        .contains(" because this mends it; would hold: probe checkout-http is down");
    assertThat(answer.at("/override/by").asText()).isEqualTo("kim");
    assertThat(answer.at("/reasons/0/effect").asText()).isEqualTo("hold");
    assertThat(json("gate/catalogue").at("/override").isNull()).isTrue();

    act("POST", "checkout", "{\"reason\": \"a second thought\", \"for\": \"30m\"}");
    assertThat(json("gate/checkout").at("/override/reason").asText()).isEqualTo("a second thought");
    assertThat(jdbi.withHandle(OverrideTable::active))
        .as("the longer one does not come back when the shorter one is over")
        .hasSize(1);

    assertThat(act("DELETE", "checkout", "").statusCode()).isEqualTo(200);
    assertThat(json("gate/checkout").at("/answer").asText()).isEqualTo("hold");
    assertThat(act("DELETE", "checkout", "").statusCode()).isEqualTo(404);
    assertThat(audited())
        .extracting(Audit.Entry::action, Audit.Entry::subject, Audit.Entry::actor)
        .containsExactly(
            tuple("gate.override_end", "checkout", "kim"),
            tuple("gate.override", "checkout", "kim"),
            tuple("gate.override", "checkout", "kim"));
  }

  @Test
  void everythingThatIsWrongWithAnOverrideIsToldAtOnce_andNothingIsKept() throws Exception {
    var wrong = act("POST", "checkout", "{\"until\": \"2020-01-01T00:00:00Z\", \"because\": 1}");

    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(wrong.body()).at("/errors").findValuesAsText("field"))
        .containsExactly("because", "until", "reason");
    for (var body :
        List.of(
            "{\"reason\": \"x\"}",
            "{\"reason\": \"x\", \"for\": \"25h\"}",
            "{\"reason\": \"x\", \"for\": \"1h\", \"until\": \"2026-11-24T12:00:00Z\"}",
            "{\"reason\": \"x\", \"until\": \"2099-01-01T00:00:00Z\"}",
            "[]")) {
      assertThat(act("POST", "checkout", body).statusCode()).as(body).isEqualTo(400);
    }
    assertThat(act("POST", "chekout", "{}").statusCode()).isEqualTo(404);
    var stranger =
        send(
            "POST",
            "/api/v1/gate/checkout/override",
            Map.of("Content-Type", "application/json"),
            "{\"reason\": \"x\", \"for\": \"1h\"}");
    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(json("gate/checkout").at("/answer").asText()).isEqualTo("hold");
    assertThat(audited()).isEmpty();
  }

  @Test
  void pageShowsTheGate_andItsFormsDoWhatTheApiDoes() throws Exception {
    assertThat(server.get("/services/checkout").body())
        .contains("<title>Checkout · Nines</title>", "hold: probe checkout-http is down")
        .doesNotContain("<form");
    assertThat(server.get("/fragments/services/checkout/gate").body())
        .contains("hold: probe checkout-http is down")
        .doesNotContain("<html", "<form");
    assertThat(server.get("/services/nobody").statusCode()).isEqualTo(404);
    assertThat(server.get("/services/nobody").body()).contains("<strong>nobody</strong>");

    assertThat(
            form("/services/checkout/override", Map.of("reason", "x", "for", "1h"), false)
                .statusCode())
        .isEqualTo(403);
    var refused = form("/services/checkout/override", Map.of("reason", "", "for", "4h"), true);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("reason: required", "value=\"4h\" selected");
    assertThat(
            form("/services/checkout/override", Map.of("reason", EVIL, "for", "1h"), true)
                .statusCode())
        .isEqualTo(303);
    assertThat(page("/services/checkout"))
        .contains("go: overridden by kim until", "End the override", "&lt;script&gt;")
        .doesNotContain("<script>alert");
    assertThat(
            send("GET", "/api/v1/gate/checkout", Map.of("Accept", "text/plain"), "").body().lines())
        .as("what others wrote makes no line of its own")
        .noneMatch(line -> line.startsWith("go: me"));
    assertThat(form("/services/checkout/override/end", Map.of(), true).statusCode()).isEqualTo(303);
    assertThat(page("/services/checkout"))
        .contains("hold: probe")
        .doesNotContain("End the override");
  }

  @Test
  void browserSubmitsTheForm_andScrollsNothingSideways(@TempDir Path profile) throws Exception {
    Files.createDirectories(PICTURES);
    try (var browser = Chromium.start(profile)) {
      browser.open(server.address("/login"), 1_280, 900, "light");
      browser.evaluate(
          """
          (async () => (await fetch('/login', {method: 'POST',
            body: new URLSearchParams([...new FormData(document.querySelector('form')), ['token', '%s']]
              .filter(([name, value]) => name != 'token' || value))})).ok)()
          """
              .formatted(kim));
      for (var width : List.of(360, 1_280)) {
        for (var colours : List.of("light", "dark")) {
          browser.open(server.address("/services/checkout"), width, 900, colours);
          browser.picture(PICTURES.resolve("service-%d-%s.png".formatted(width, colours)));
        }
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
            .isLessThanOrEqualTo(width);
      }
      browser.evaluate("document.querySelector('#override-reason').value = 'this mends it'");
      browser.evaluate(
          "setTimeout(() => document.querySelector('form[action$=override] button').click(), 0)");
      Awaitility.await()
          .ignoreExceptions() // between two pages
          .until(() ->
              browser
                  .evaluate("document.body.textContent.includes('End the override')")
                  .asBoolean());
      assertThat(json("gate/checkout").at("/answer").asText()).isEqualTo("go");
      browser.picture(PICTURES.resolve("service-overridden.png"));
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private record Ended(String printed, int code) {}

  private static Ended command(String url, String... words) throws Exception {
    var printed = new ByteArrayOutputStream();
    var command =
        new GateCommand(
            _ -> Optional.empty(),
            InstantSource.system(),
            Thread::sleep,
            new PrintStream(printed, true, StandardCharsets.UTF_8));
    var parser = ArgumentParsers.newFor("nines").build();
    command.configure(parser.addSubparsers().addParser("gate"));
    var all = new ArrayList<>(List.of("gate", "--url", url));
    all.addAll(List.of(words));
    try {
      command.run(
          new Bootstrap<NinesConfiguration>(new NinesApplication()),
          parser.parseArgs(all.toArray(String[]::new)));
      return new Ended(printed.toString(StandardCharsets.UTF_8), 0);
    } catch (CommandExit e) {
      return new Ended(
          printed.toString(StandardCharsets.UTF_8) + e.explanation(), e.code().number());
    }
  }

  @Test
  void commandEndsAsItIsAnswered(@TempDir Path folder) throws Exception {
    var nines = server.address("").toString();

    assertThat(command(nines, "catalogue"))
        .isEqualTo(new Ended("go: catalogue is up and nothing holds it\n", 0));
    var held = command(nines + "/", "checkout");
    assertThat(held.code()).isEqualTo(1);
    assertThat(held.printed()).startsWith("hold: probe checkout-http is down").contains("  note  ");
    assertThat(command(nines, "invoices").code()).isEqualTo(3);
    assertThat(command(nines, "invoices", "--on-unknown", "go").code()).isZero();
    assertThat(command(nines, "invoices", "--on-unknown", "hold").code()).isEqualTo(1);
    assertThat(command(nines, "chekout"))
        .isEqualTo(new Ended("there is no service named chekout (did you mean checkout?)", 2));
    assertThat(
            JSON.readTree(command(nines, "checkout", "--output", "json").printed())
                .at("/reasons/0/key")
                .asText())
        .isEqualTo("down:checkout-http");
    var wrong = Files.writeString(folder.resolve("token"), "nines_0123456789ab_" + "x".repeat(43));
    assertThat(command(nines, "checkout", "--token-file", wrong.toString()).code()).isEqualTo(2);
    assertThat(command("ftp://x", "checkout").code()).isEqualTo(2);
    assertThat(command(nines, "checkout", "--watch", "25h").printed())
        .isEqualTo("--watch: expected a time such as 10m, from 1s to 24h: 25h");
    assertThat(command(nines, "checkout", "--since", "2026-11-29T12:00:00Z"))
        .isEqualTo(new Ended("--since: goes with --watch alone", 2));
    assertThat(command(nines, "checkout", "--watch", "1s", "--since", "noon"))
        .isEqualTo(
            new Ended(
                "--since: expected a time with its offset, such as 2026-11-29T12:00:00Z: noon", 2));
  }

  @Test
  void nobodyWhoAnswersIsNotKnown() throws Exception {
    var nobody = "http://127.0.0.1:1";

    assertThat(command(nobody, "shop").code()).isEqualTo(3);
    assertThat(command(nobody, "shop").printed())
        .startsWith("unknown: http://127.0.0.1:1 does not answer (");
    assertThat(command(nobody, "shop", "--on-unknown", "go").code()).isZero();
    assertThat(command(nobody, "shop", "--on-unknown", "hold").code()).isEqualTo(1);
    assertThat(command(nobody, "shop", "--watch", "1s").code()).isEqualTo(3);
  }

  @Test
  void watchOfWhatStaysAsItIsEndsWell() throws Exception {
    var watched = command(server.address("").toString(), "checkout", "--watch", "1s");

    assertThat(watched.code()).isZero();
    assertThat(watched.printed().lines().toList())
        .hasSize(2)
        .satisfies(lines ->
            assertThat(lines.getLast())
                .contains(
                    "go: checkout is no worse than 1 s ago, when it was not well: probe"
                        + " checkout-http is down"));
  }

  private static List<Audit.Entry> audited() {
    return jdbi.withHandle(handle -> Audit.list(handle, AuditQueries.latest(10)));
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send("GET", "/api/v1/" + path, Map.of(), "");
  }

  private static JsonNode json(String path) throws Exception {
    var response = get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static HttpResponse<String> act(String method, String service, String body)
      throws Exception {
    return send(
        method,
        "/api/v1/gate/" + service + "/override",
        Map.of("Content-Type", "application/json", "Authorization", Tokens.bearer(kim)),
        body);
  }

  private static String page(String path) throws Exception {
    return send("GET", path, Map.of("Cookie", "nines_session=" + session.text()), "").body();
  }

  private static HttpResponse<String> form(String path, Map<String, String> fields, boolean csrf)
      throws Exception {
    var all = new LinkedHashMap<>(fields);
    if (csrf) {
      all.put("csrf", session.formToken());
    }
    return send(
        "POST",
        path,
        Map.of(
            "Cookie",
            "nines_session=" + session.text(),
            "Content-Type",
            "application/x-www-form-urlencoded",
            "Accept",
            "text/html"),
        all.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&")));
  }

  private static HttpResponse<String> send(
      String method, String path, Map<String, String> headers, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(server.address(path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
