package dev.nines.engine.endtoend;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.NinesApplication;
import dev.nines.engine.cli.TokenCommand;
import dev.nines.engine.configuration.NinesConfiguration;
import dev.nines.engine.pages.Chromium;
import io.dropwizard.core.setup.Bootstrap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import net.sourceforge.argparse4j.ArgumentParsers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what with a Nines as it is started the first time. */
@Tag("process")
class AccessIT {
  private static final Path PICTURES = Path.of("target", "pictures");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Pattern FORM_TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
  private static final String WRONG =
      "nines_0123456789ab_" + "x".repeat(43); // has the form of a token

  private static Site site;
  private static NinesProcess nines;
  private static URI address;
  private static String admin;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    site =
        Site.of(
            folder,
            """
            apiVersion: openslo/v1
            kind: Service
            metadata: {name: shop}
            spec: {}
            ---
            apiVersion: nines.dev/v1
            kind: Probe
            metadata: {name: shop-tcp}
            spec: {service: shop, target: "127.0.0.1:1", interval: 1m, prober: tcp}
            """);
    nines = NinesProcess.start(site);
    address = nines.api().address();
    admin = Files.readString(site.data().resolve("admin-token")).strip();
  }

  @AfterAll
  static void stop() {
    nines.close();
  }

  private static HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(address.resolve(path));
  }

  private static HttpRequest.Builder run() {
    return to("/api/v1/probes/shop-tcp/run").POST(BodyPublishers.noBody());
  }

  private static HttpRequest.Builder as(String token, HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> form(String path, String cookie, Map<String, String> fields)
      throws IOException, InterruptedException {
    var body =
        fields.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(joining("&"));
    return send(
        to(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Cookie", cookie)
            .POST(BodyPublishers.ofString(body)));
  }

  private static String create(String name, String scope) throws Exception {
    var made =
        send(
            as(admin, to("/api/v1/tokens"))
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"name\": \"%s\", \"scope\": \"%s\"}".formatted(name, scope))));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return MAPPER.readTree(made.body()).get("token").asText();
  }

  private static List<JsonNode> audit(String query) throws Exception {
    var answer = send(as(admin, to("/api/v1/audit?" + query)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return StreamSupport.stream(MAPPER.readTree(answer.body()).spliterator(), false).toList();
  }

  private static JsonNode problem(HttpResponse<String> answer, int status) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    return MAPPER.readTree(answer.body());
  }

  /** A browser's session: the cookie as it sends it back, and what its forms carry. */
  private record Session(String cookie, String formToken) {}

  private static Session logIn(String token) throws Exception {
    var page = send(to("/login"));
    var answer =
        form("/login", cookie(page), Map.of("csrf", formToken(page), "token", token, "next", "/"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    var session = cookie(answer);
    var overview = send(to("/").header("Cookie", session));
    return new Session(session, formToken(overview));
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
  }

  private static String formToken(HttpResponse<String> page) {
    var found = FORM_TOKEN.matcher(page.body());
    assertThat(found.find()).as(page.body()).isTrue();
    return found.group(1);
  }

  @Test
  void firstTokenIsInAFileForItsOwnerAlone_andInNoLog() throws Exception {
    var file = site.data().resolve("admin-token");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(nines.output())
        .contains("an admin token was made; it is in " + file)
        .doesNotContain(admin);
    assertThat(nines.complaints()).isEmpty();
  }

  @Test
  void writingNeedsAToken() throws Exception {
    var anonymous = send(run());
    assertThat(problem(anonymous, 401).get("detail").asText())
        .contains("Authorization: Bearer TOKEN", "./nines token create NAME", "admin-token");
    assertThat(anonymous.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"nines\"");

    var mistaken = send(as(WRONG, run()));
    assertThat(problem(mistaken, 401).get("detail").asText()).startsWith("the token is not valid");
    assertThat(mistaken.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"nines\", error=\"invalid_token\"");
    problem(send(as("secret", run())), 401);
    problem(send(run().header("Authorization", "Basic " + WRONG)), 401);
    problem(send(to("/api/v1/probes/shop-tcp/run?access_token=" + admin).POST(none())), 401);

    assertThat(send(as(admin, run())).statusCode()).isEqualTo(200);
  }

  private static HttpRequest.BodyPublisher none() {
    return BodyPublishers.noBody();
  }

  @Test
  void revokedTokenOpensNothing_norTheSessionThatBeganByIt() throws Exception {
    var token = create("carol", "write");
    var session = logIn(token);
    assertThat(send(as(token, run())).statusCode()).isEqualTo(200);

    assertThat(send(as(admin, to("/api/v1/tokens/carol").DELETE())).statusCode()).isEqualTo(200);

    problem(send(as(token, run())), 401);
    problem(send(run().header("Cookie", session.cookie())), 401);
    assertThat(create("carol", "write")).as("the name is free again").isNotEqualTo(token);
  }

  @Test
  void tokenThatReadsWritesNothing_andOneThatWritesMakesNoTokens() throws Exception {
    var reads = create("prometheus", "read");
    assertThat(problem(send(as(reads, run())), 403).get("detail").asText())
        .isEqualTo("this needs a token of the scope write; that of prometheus has read");
    problem(send(as(reads, to("/api/v1/audit"))), 403);

    var writes = create("dave", "write");
    problem(send(as(writes, to("/api/v1/tokens"))), 403);
    assertThat(send(as(writes, to("/api/v1/audit"))).statusCode()).isEqualTo(200);
    problem(send(to("/api/v1/audit")), 401);
  }

  @Test
  void cookieChangesNothingWithoutWhatTheFormCarries() throws Exception {
    var session = logIn(create("erin", "write"));
    var other = logIn(create("frank", "write"));

    problem(send(run().header("Cookie", session.cookie())), 403);
    problem(
        send(run().header("Cookie", session.cookie()).header("X-CSRF-Token", other.formToken())),
        403);
    problem(form("/logout", session.cookie(), Map.of("csrf", "x")), 403);
    assertThat(
            send(run()
                    .header("Cookie", session.cookie())
                    .header("X-CSRF-Token", session.formToken()))
                .statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"Origin, https://evil.example", "Sec-Fetch-Site, cross-site"})
  void pageOfAnotherSiteChangesNothing(String header, String value) throws Exception {
    var session = logIn(admin);

    problem(
        send(
            run()
                .header("Cookie", session.cookie())
                .header("X-CSRF-Token", session.formToken())
                .header(header, value)),
        403);
  }

  @Test
  void logInIsRefusedToAFormOfSomebodyElse() throws Exception {
    var page = send(to("/login"));

    var foreign = form("/login", "", Map.of("csrf", formToken(page), "token", admin));
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(foreign.body()).contains("This form had expired");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"//evil.example/", "/\\evil.example", "https://evil.example/", "javascript:0"})
  void logInLeadsNowhereElse(String next) throws Exception {
    var page = send(to("/login?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8)));
    assertThat(page.body()).contains("name=\"next\" value=\"/\"");

    var answer =
        form("/login", cookie(page), Map.of("csrf", formToken(page), "token", admin, "next", next));
    assertThat(answer.headers().firstValue("Location")).hasValue(address.toString());
  }

  @Test
  void logInThatFailsIsCounted_andTheCookieIsAsItShouldBe() throws Exception {
    var page = send(to("/login"));
    for (var i = 0; i < 3; i++) {
      var refused = form("/login", cookie(page), Map.of("csrf", formToken(page), "token", WRONG));
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.body()).contains("This token is not valid").doesNotContain(WRONG);
    }

    assertThat(audit("action=session.refuse"))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.at("/details/times").asInt()).isEqualTo(3);
          assertThat(entry.get("address").asText()).isEqualTo("127.0.0.1");
        });
    assertThat(page.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("HttpOnly", "SameSite=Strict", "Path=/")
        .doesNotContain("Secure");
  }

  @Test
  void loggedOutCookieIsNobodys() throws Exception {
    var session = logIn(create("grace", "read"));

    var out = form("/logout", session.cookie(), Map.of("csrf", session.formToken()));

    assertThat(out.statusCode()).isEqualTo(303);
    assertThat(out.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
    assertThat(send(to("/").header("Cookie", session.cookie())).body())
        .contains("href=\"/login\"")
        .doesNotContain("grace");
  }

  @Test
  void readingIsForThisMachine_otherwiseForWhoShowsAToken() throws Exception {
    for (var path : List.of("/", "/probes/shop-tcp", "/api/v1/services", "/metrics")) {
      assertThat(send(to(path)).statusCode()).as(path).isEqualTo(200);
      var forwarded = to(path).header("X-Forwarded-For", "192.0.2.1");
      problem(send(forwarded), 401);
      assertThat(send(as(admin, forwarded.copy())).statusCode()).as(path).isEqualTo(200);
      problem(send(as(WRONG, forwarded.copy())), 401);
    }
    assertThat(send(to("/assets/nines.css").header("X-Forwarded-For", "192.0.2.1")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void howAProbeIsDeclaredIsForReaders() throws Exception {
    var report = to("/probe?probe=shop-tcp&debug=true");

    assertThat(send(report.copy()).body()).contains("prober: tcp");
    var forwarded = report.header("X-Forwarded-For", "192.0.2.1");
    problem(send(forwarded.copy()), 401);
    assertThat(send(as(admin, forwarded)).body()).contains("allowedTargets"); // let in by this door
  }

  @Test
  void browserFromElsewhereIsLedToTheLogIn_andBack() throws Exception {
    var led =
        send(
            to("/probes/shop-tcp?x=1")
                .header("X-Forwarded-For", "192.0.2.1")
                .header("Accept", "text/html,*/*"));

    assertThat(led.statusCode()).isEqualTo(303);
    assertThat(led.headers().firstValue("Location").orElseThrow())
        .endsWith("/login?next=%2Fprobes%2Fshop-tcp");
    var refreshed =
        send(
            to("/fragments/overview")
                .header("X-Forwarded-For", "192.0.2.1")
                .header("HX-Request", "true"));
    assertThat(refreshed.statusCode()).isEqualTo(401);
    assertThat(refreshed.headers().firstValue("HX-Redirect")).hasValue("/login");
  }

  @Test
  void declarationsAreReloadedFromThisMachine_otherwiseByAToken() throws Exception {
    var port = Pattern.compile("its admin port is (\\d+)").matcher(nines.output());
    assertThat(port.find()).isTrue();
    var reload =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + "/tasks/reload"))
            .POST(BodyPublishers.noBody());

    assertThat(send(reload.copy()).statusCode()).isEqualTo(200);
    var forwarded = reload.header("X-Forwarded-For", "192.0.2.1");
    problem(send(forwarded.copy()), 401);
    assertThat(send(as(admin, forwarded)).statusCode()).isEqualTo(200);
  }

  @Test
  void whatPeopleDoIsInTheAuditLog() throws Exception {
    var token = create("heidi", "write");
    send(as(token, run()));
    send(as(admin, to("/api/v1/tokens/heidi").DELETE()));

    assertThat(audit("subject=heidi"))
        .extracting(e -> e.get("actor").asText(), e -> e.get("action").asText())
        .containsExactly(tuple("admin", "token.revoke"), tuple("admin", "token.create"));
    assertThat(audit("actor=heidi"))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.get("action").asText()).isEqualTo("probe.run");
          assertThat(entry.get("subject").asText()).isEqualTo("shop-tcp");
          assertThat(entry.at("/details/success").asBoolean()).isFalse();
        });
    var newest = audit("limit=1").getFirst().get("id").asLong();
    assertThat(audit("limit=1&before=" + newest))
        .singleElement()
        .satisfies(entry -> assertThat(entry.get("id").asLong()).isLessThan(newest));
    problem(send(as(admin, to("/api/v1/audit?limit=0&from=yesterday&before=x"))), 400);
  }

  @Test
  void tokenBodyWithFaultsIsToldThemAll() throws Exception {
    var faulty =
        send(
            as(admin, to("/api/v1/tokens"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"nam\": \"x\", \"scope\": \"admn\"}")));

    assertThat(problem(faulty, 400).get("errors"))
        .extracting(e -> e.get("field").asText())
        .containsExactly("nam", "name", "scope");
    create("ivan", "read");
    problem(
        send(
            as(admin, to("/api/v1/tokens"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\": \"ivan\"}"))),
        409);
  }

  @Test
  void shellNeedsNoToken_whileNinesRuns() throws Exception {
    var made = token("create", "judy").lines().toList();

    assertThat(made.getFirst()).isEqualTo("token of judy (write), shown this once:");
    assertThat(send(as(made.getLast(), run())).statusCode()).isEqualTo(200);
    assertThat(token("list")).contains("judy").doesNotContain(made.getLast(), admin);
    assertThat(token("revoke", "judy")).isEqualTo("the token of judy is revoked\n");
    problem(send(as(made.getLast(), run())), 401);
    assertThat(audit("subject=judy"))
        .extracting(e -> e.get("actor").asText(), e -> e.get("address").asText())
        .containsExactly(tuple("someone", "command line"), tuple("someone", "command line"));
  }

  private static String token(String... arguments) throws Exception {
    var printed = new ByteArrayOutputStream();
    var command =
        new TokenCommand("someone", new PrintStream(printed, true, StandardCharsets.UTF_8));
    var parser = ArgumentParsers.newFor("nines").build();
    command.configure(parser.addSubparsers().addParser("token"));
    var words = new ArrayList<>(List.of("token"));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--config", site.config().toString()));
    var bootstrap = new Bootstrap<NinesConfiguration>(new NinesApplication());
    command.run(bootstrap, parser.parseArgs(words.toArray(String[]::new)));
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void tokenIsOnNoPageAndInNoMetric() throws Exception {
    var session = logIn(admin);

    for (var path : List.of("/", "/login", "/api/v1/tokens", "/metrics", "/api/v1/audit")) {
      var answer = send(as(admin, to(path)).header("Cookie", session.cookie()));
      assertThat(answer.body())
          .as(path)
          .doesNotContain(admin, session.cookie().replaceFirst("^[^=]*=", ""));
    }
    assertThat(nines.output()).doesNotContain(admin, session.cookie());
  }

  @Test
  void browserLogsInAndOut(@TempDir Path profile) throws Exception {
    var token = create("kim", "write");
    try (var browser = Chromium.start(profile)) {
      for (var width : List.of(1280, 360)) {
        browser.open(address.resolve("/login?next=/probes/shop-tcp"), width, 700, "light");
        browser.picture(PICTURES.resolve("login-%d.png".formatted(width)));
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
            .isLessThanOrEqualTo(width);
      }
      browser.open(address.resolve("/login"), 360, 700, "dark");
      submit(browser, WRONG);
      see(browser, "This token is not valid");
      browser.picture(PICTURES.resolve("login-refused-360-dark.png"));

      browser.open(address.resolve("/login?next=/probes/shop-tcp"), 1280, 700, "light");
      submit(browser, token);
      see(browser, "Logged in as kim");
      assertThat(browser.evaluate("location.pathname").asText()).isEqualTo("/probes/shop-tcp");
      assertThat(browser.evaluate("document.cookie").asText()).isEmpty();
      assertThat(browser.complaints()).isEmpty();
      browser.picture(PICTURES.resolve("logged-in-1280.png"));
      browser.open(address, 360, 700, "light");
      browser.picture(PICTURES.resolve("logged-in-360.png"));
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(360);

      browser.evaluate("document.querySelector('form[action=\"/logout\"]').requestSubmit()");
      see(browser, "Log in");
    }
    assertThat(audit("actor=kim"))
        .extracting(e -> e.get("action").asText())
        .containsExactly("session.close", "session.open");
  }

  private static void submit(Chromium browser, String token) throws InterruptedException {
    browser.evaluate(
        "document.getElementById('token').value = '%s'; document.querySelector('form.login').requestSubmit()"
            .formatted(token));
  }

  private static void see(Chromium browser, String text) {
    Awaitility.await()
        .ignoreExceptions()
        .until(() ->
            browser
                .evaluate(
                    "document.readyState == 'complete' && document.body.innerText.includes('%s')"
                        .formatted(text))
                .asBoolean());
  }
}
