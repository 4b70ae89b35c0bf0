package dev.nines.engine.pages.incidents;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.channel.ChannelSpec;
import dev.nines.engine.access.AccessKey;
import dev.nines.engine.access.Audit;
import dev.nines.engine.access.AuditQueries;
import dev.nines.engine.access.Doorkeeper;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.access.Tokens;
import dev.nines.engine.api.IncidentReviewView;
import dev.nines.engine.api.IncidentView;
import dev.nines.engine.api.ProblemMapper;
import dev.nines.engine.api.SuspectView;
import dev.nines.engine.api.access.AccessFeature;
import dev.nines.engine.api.incidents.IncidentActions;
import dev.nines.engine.api.telling.SilenceActions;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.catalog.Telling;
import dev.nines.engine.configuration.Settings.Access.Readers;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.dora.Delivered;
import dev.nines.engine.dora.DeliveryReader;
import dev.nines.engine.dora.Suspect;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.incidents.IncidentTable;
import dev.nines.engine.pages.Chromium;
import dev.nines.engine.pages.PagesServer;
import dev.nines.engine.pages.login.LoginResource;
import dev.nines.engine.replay.SloHistory;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.Runs;
import dev.nines.engine.review.IncidentReviews;
import dev.nines.engine.silences.SilenceTable;
import dev.nines.engine.silences.StoredSilence;
import dev.nines.engine.sli.SliBook;
import dev.nines.engine.sli.SliHours;
import dev.nines.incident.Escalation;
import dev.nines.incident.ServicePolicy;
import dev.nines.incident.Severity;
import dev.nines.slo.Adjustments;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import io.dropwizard.jackson.Jackson;
import java.io.IOException;
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
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list and the page as they are served, guarded as Nines guards them. */
class IncidentPageIT {
  /** For a person to look at. */
  private static final Path PICTURES = Path.of("target", "pictures");

  private static final URI OWN = URI.create("http://127.0.0.1:8080/");
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Instant NOW = NOON.plusSeconds(720);
  private static final Slo SLO =
      new Slo(
          "shop-available",
          "Shop available",
          "shop",
          new Sli.Runs(List.of("front"), Criterion.SUCCESS),
          new BudgetWindow.Rolling(Duration.ofHours(1)),
          List.of(new Objective("90", 0.9)));
  private static final Catalog CATALOG =
      new Catalog(
              List.of(new Service("shop", "Shop", "", Map.of(), Map.of())),
              List.of(),
              List.of(SLO),
              Map.of("shop", ShopIncident.POLICY),
              List.of(new ChannelSpec.Log("log", ChannelSpec.Match.ALL)))
          .with(
              new Telling(
                  Map.of(),
                  Map.of(
                      "shop",
                      new Escalation(
                          List.of(
                              new Escalation.Step(
                                  Duration.ofMinutes(15), List.of("pagerduty-oncall"))))),
                  List.of(),
                  List.of()));
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static PagesServer server;
  private static Database database;
  private static final IncidentView.Links LINKS =
      new IncidentView.Links(_ -> ServicePolicy.DEFAULT, _ -> Optional.empty());

  private static Jdbi jdbi;
  private static IncidentDesk desk;
  private static IncidentReviews reviews;
  private static String token;
  private static AccessKey session;

  private long id;

  /** A run every ten seconds: eight minutes of them bad here, two minutes missing elsewhere. */
  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    database = TestDatabase.fresh();
    jdbi = database.jdbi();
    var ids = new NameIds(jdbi);
    var runs = new ArrayList<ProbeResult>();
    for (var second = -600; second < 600; second += 10) {
      var at = NOON.plusSeconds(second);
      var good = second < 0 || second >= 480;
      runs.add(Runs.run("front", "local", at, good, Duration.ofMillis(9)));
      if (second < 120 || second >= 240) {
        runs.add(Runs.run("front", "far", at, true, Duration.ofMillis(9)));
      }
    }
    new ResultStore(
            jdbi,
            ids,
            new ResultPartitions(jdbi),
            List.of(new SliHours(ids, new SliBook(), _ -> Set.of(Criterion.SUCCESS))),
            () -> {})
        .append(runs);
    desk = new IncidentDesk(jdbi, OWN);
    var history =
        new SloHistory(
            jdbi,
            (_, _) -> NOON.minusSeconds(600),
            (_, _) -> Adjustments.NONE,
            () -> Instant.EPOCH);
    reviews =
        new IncidentReviews(
            jdbi, () -> CATALOG, history, new DeliveryReader(jdbi, Duration.ofHours(1)), _ -> NOW);
    var doorkeeper = new Doorkeeper(jdbi);
    token = Tokens.create(jdbi, "kim");
    session = doorkeeper.logIn(token, "127.0.0.1").orElseThrow();
    var own = new OwnMachine(OWN);
    server =
        PagesServer.start(
            folder,
            NOON,
            new ProblemMapper(),
            new AccessFeature(doorkeeper, own, Readers.LOOPBACK),
            new LoginResource(doorkeeper, own),
            new IncidentListResource(jdbi, () -> CATALOG, InstantSource.fixed(NOW), UTC),
            new PostMortemResource(reviews, new PostMortem(OWN, UTC)),
            new IncidentPageResource(
                reviews,
                new IncidentActions(() -> CATALOG, jdbi, desk, () -> {}),
                new SilenceActions(() -> CATALOG, jdbi, () -> {}),
                new PostMortem(OWN, UTC),
                trace -> Optional.of("https://traces.test/" + trace),
                UTC));
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
    CLIENT.close();
    database.close();
  }

  @BeforeEach
  void openIncident() {
    jdbi.useHandle(handle ->
        handle.execute(
            "truncate incident, incident_step, notification, silence restart identity cascade"));
    assertThat(desk.commit(CATALOG, ShopIncident.opening(), _ -> {})).isTrue();
    id = find().id();
  }

  private static dev.nines.incident.Incident find() {
    return jdbi.withHandle(handle -> IncidentTable.list(handle, IncidentTable.Filter.ALL, 1))
        .getFirst();
  }

  private static void mend() {
    assertThat(desk.commit(CATALOG, ShopIncident.mended(find()), _ -> {})).isTrue();
  }

  private static HttpResponse<String> post(String path, Map<String, String> form, boolean csrf)
      throws IOException, InterruptedException {
    var fields = new java.util.LinkedHashMap<>(form);
    if (csrf) {
      fields.put("csrf", session.formToken());
    }
    var body =
        fields.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return CLIENT.send(
        HttpRequest.newBuilder(server.address(path))
            .header("Cookie", "nines_session=" + session.text())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "text/html")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> getAsKim(String path)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(server.address(path))
            .header("Cookie", "nines_session=" + session.text())
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void everythingIsPrinted() throws Exception {
    mend();

    var page = server.get("/incidents/" + id);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Cache-Control"))
        .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    assertThat(page.body())
        .contains("<title>Incident #1: Shop, open · Nines</title>")
        .contains("Shop was not well for 8 min: probe front is down at local: ")
        .contains("detected - last good run = 12:00:20 - 11:59:50")
        .contains("restored - impact start = 12:08:00 - 12:00:00")
        .contains("bad from 12:00:00 to 12:08:00")
        .contains("unknown from 12:02:00 to 12:04:00")
        .contains("48 bad of 84")
        .contains("(48 / 204) / (1 - 0.9) ≈ 2.352941176")
        .contains("235.2 %", "4 min 14 s")
        .contains("href=\"https://traces.test/0af7651916cd43dd\"")
        .contains("href=\"/probes/front\"", "href=\"/slos/shop-available\"")
        .contains("team shop")
        .contains("(recovered at 12:08:00)", ">good again since 12:08:00<");
    assertThat(page.body().replaceAll("<[^>]*>", "")).doesNotContain("T12:08");
  }

  @Test
  void whoIsToldNextIsNamed_untilSomebodyTakesItOn() throws Exception {
    var path = "/incidents/" + id;

    assertThat(server.get(path).body())
        .containsPattern(
            "Nobody has taken it on. Next: pagerduty-oncall at [^,]+, unless somebody"
                + " acknowledges it before.");
    assertThat(ofTheApi().next().orElseThrow().channels()).containsExactly("pagerduty-oncall");
    post(path + "/acknowledge", Map.of("note", ""), true);
    assertThat(server.get(path).body()).doesNotContain("pagerduty-oncall");
    assertThat(ofTheApi().next()).isEmpty();
  }

  private IncidentReviewView ofTheApi() {
    return IncidentReviewView.of(reviews.whole(id).orElseThrow(), LINKS);
  }

  @Test
  void deploymentsJustBeforeAreShown_withTheEvidence() throws Exception {
    jdbi.useHandle(handle -> handle.execute("truncate deployment restart identity cascade"));
    var delivered = new Delivered(jdbi);
    var old = delivered.deployment("shop", NOON.minus(Duration.ofDays(9)));
    delivered.deployment("shop", NOON.minus(Duration.ofHours(3)));
    delivered.deployment("shop", NOON.minusSeconds(300));
    delivered.deployment("shop", NOON.plusSeconds(30));

    var untold = server.get("/incidents/1").body();
    delivered.cause(1, Optional.of(old), "person");
    var told = server.get("/incidents/1").body();

    assertThat(untold)
        .contains("Nothing is declared of its cause.")
        .contains("href=\"https://ci.test/3\"", "5 min before the impact")
        .containsOnlyOnce("inferred: the latest before the impact")
        .doesNotContain("https://ci.test/1\"", "https://ci.test/4");
    assertThat(told)
        .contains("A deployment is declared its cause (person), by alex at 12:30:00:")
        .contains("the &lt;b&gt;trace&lt;/b&gt; says so")
        .contains("https://ci.test/1\"", "declared the cause", "9 d before the impact")
        .doesNotContain("inferred");
    var view = IncidentReviewView.of(reviews.whole(1).orElseThrow(), LINKS);
    assertThat(view.cause().orElseThrow().deployment()).contains(old);
    assertThat(view.deployments())
        .extracting(SuspectView::link)
        .containsExactly("declared", "none", "none");
  }

  @Test
  void deploymentThatAWideCauseWindowBlamesIsShownToo() {
    jdbi.useHandle(handle -> handle.execute("truncate deployment restart identity cascade"));
    var blamed = new Delivered(jdbi).deployment("shop", NOON.minus(Duration.ofHours(30)));
    var reader = new DeliveryReader(jdbi, Duration.ofHours(48));

    var known =
        jdbi.withHandle(handle ->
            reader.suspects(handle, CATALOG, IncidentTable.find(handle, 1).orElseThrow()));

    assertThat(known.suspects())
        .extracting(suspect -> suspect.row().id(), Suspect::link)
        .containsExactly(tuple(blamed, Suspect.Link.INFERRED));
  }

  @Test
  void textsOfOthersStayTexts() throws Exception {
    post("/incidents/" + id + "/notes", Map.of("text", ShopIncident.EVIL), true);
    post("/incidents/" + id + "/owner", Map.of("owner", ShopIncident.EVIL), true);

    for (var path : List.of("/incidents/" + id, "/incidents")) {
      assertThat(getAsKim(path).body())
          .doesNotContain("<script>alert", "href=\"javascript:")
          .contains("&lt;script&gt;alert(&#39;x&#39;)");
    }
    assertThat(server.get("/incidents/" + id + "/postmortem.md").body())
        .doesNotContain("<script>alert", "[link](");
  }

  @Test
  void whoIsNotLoggedInSeesNoForms_andChangesNothing() throws Exception {
    assertThat(server.get("/incidents/" + id).body()).doesNotContain("<form", "What you do");
    assertThat(getAsKim("/incidents/" + id).body())
        .contains("action=\"/incidents/1/acknowledge\"", "action=\"/incidents/1/resolve\"");
    assertThat(post("/incidents/" + id + "/resolve", Map.of("reason", "x"), false).statusCode())
        .isEqualTo(403);
    var stranger =
        CLIENT.send(
            HttpRequest.newBuilder(server.address("/incidents/" + id + "/resolve"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("reason=x"))
                .build(),
            BodyHandlers.ofString());
    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(find().open()).isTrue();
  }

  @Test
  void formsDoWhatTheApiDoes() throws Exception {
    var path = "/incidents/" + id;

    assertThat(post(path + "/acknowledge", Map.of("note", ""), true).statusCode()).isEqualTo(303);
    assertThat(post(path + "/notes", Map.of("text", "the disk is full"), true).statusCode())
        .isEqualTo(303);
    var moved =
        Map.of("impactStart", "2026-11-24T12:59:00+01:00", "reason", "first 500 in the log");
    assertThat(post(path + "/impact", moved, true).statusCode()).isEqualTo(303);
    var answer = post(path + "/resolve", Map.of("reason", "disk emptied"), true);

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/incidents/1");
    var timeline = jdbi.withHandle(handle -> IncidentTable.timeline(handle, id));
    assertThat(timeline)
        .filteredOn(step -> step.actor().equals("kim"))
        .extracting(step -> step.kind().label())
        .containsExactly("acknowledged", "note_added", "impact_edited", "resolved");
    assertThat(find().times().impactStart()).isEqualTo(NOON.minusSeconds(60));
    assertThat(getAsKim(path).body())
        .doesNotContain("action=\"/incidents/1/acknowledge\"", "action=\"/incidents/1/resolve\"")
        .contains("action=\"/incidents/1/notes\"");
  }

  @Test
  void formThatIsNotTakenComesBackWithWhatIsWrong_andWhatWasWritten() throws Exception {
    var answer =
        post(
            "/incidents/" + id + "/impact", Map.of("impactStart", "at <noon>", "reason", ""), true);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("impactStart: expected a time with its offset", "reason: required")
        .contains("value=\"at &lt;noon&gt;\"");
  }

  private static List<StoredSilence> silences() {
    return jdbi.withHandle(SilenceTable::newest);
  }

  @Test
  void formSilencesTheService() throws Exception {
    var path = "/incidents/" + id;
    var written = Map.of("duration", "4h", "end", "", "severities", "critical", "reason", "known");

    assertThat(post(path + "/silence", written, true).statusCode()).isEqualTo(303);

    assertThat(silences())
        .singleElement()
        .satisfies(stored -> {
          assertThat(stored.silence().match())
              .isEqualTo(
                  new ChannelSpec.Match(Set.of("shop"), Set.of(Severity.CRITICAL), Map.of()));
          assertThat(stored.silence().span().length()).isEqualTo(Duration.ofHours(4));
          assertThat(stored.silence().by()).isEqualTo("kim");
        });
    assertThat(jdbi.withHandle(handle -> Audit.list(handle, AuditQueries.latest(1))).getFirst())
        .satisfies(entry -> {
          assertThat(entry.actor()).isEqualTo("kim");
          assertThat(entry.action()).isEqualTo("silence.add");
        });
    assertThat(server.get(path).body()).contains("Nobody is told of it until", "known (kim)");
  }

  @Test
  void endOfOnesOwnGoesOverTheChoice_inTheZoneOfThePage() throws Exception {
    var written = Map.of("duration", "1h", "end", "2099-11-30T06:00", "reason", "a move");

    assertThat(post("/incidents/" + id + "/silence", written, true).statusCode()).isEqualTo(303);

    assertThat(silences().getFirst().silence().span().to())
        .isEqualTo(Instant.parse("2099-11-30T06:00:00Z"));
    assertThat(silences().getFirst().silence().match().severities()).isEmpty();
  }

  @Test
  void silenceThatIsNotTakenComesBackWithWhatWasWritten() throws Exception {
    var path = "/incidents/" + id + "/silence";
    var written =
        Map.of("duration", "1h", "end", "2001-01-01T00:00", "severities", "info", "reason", "");

    var answer = post(path, written, true);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("end: must be after now", "reason: required", "value=\"2001-01-01T00:00\"")
        .containsPattern("value=\"info\"\\s+checked");
    assertThat(post(path, written, false).statusCode()).isEqualTo(403);
    assertThat(post("/incidents/4711/silence", written, true).statusCode()).isEqualTo(404);
    assertThat(silences()).isEmpty();
  }

  @Test
  void numbersThatAreNoIncidentAreAPageThatSaysSo() throws Exception {
    for (var path :
        List.of("/incidents/4711", "/incidents/4711/postmortem.md", "/fragments/incidents/4711")) {
      var missing = server.get(path);

      assertThat(missing.statusCode()).isEqualTo(404);
      assertThat(missing.body())
          .contains("<title>No such incident · Nines</title>", "incident <strong>4711</strong>");
    }
    assertThat(post("/incidents/4711/notes", Map.of("text", "x"), true).statusCode())
        .isEqualTo(404);
    assertThat(server.get("/incidents/x").statusCode()).isEqualTo(404);
  }

  @Test
  void fragmentsHoldNoForm() throws Exception {
    assertThat(getAsKim("/fragments/incidents/" + id).body())
        .startsWith("<title>Incident #1: Shop, open · Nines</title>")
        .doesNotContain("<html", "<textarea");
    assertThat(getAsKim("/fragments/incidents/" + id + "/effects").body())
        .contains("<rect class=\"bad\"")
        .doesNotContain("<html", "<form");
  }

  @Test
  void draftIsMarkdown() throws Exception {
    for (var path :
        List.of("/incidents/" + id + "/postmortem.md", "/api/v1/incidents/" + id + "/postmortem")) {
      var draft = server.get(path);

      assertThat(draft.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/markdown");
      assertThat(draft.body()).startsWith("# Post-mortem of incident #1: Shop\n");
    }
    assertThat(server.get("/api/v1/incidents/4711/postmortem").statusCode()).isEqualTo(404);
  }

  @Test
  void apiHasTheSame() throws Exception {
    mend();
    ObjectMapper mapper =
        Jackson.newObjectMapper()
            .disable(com.fasterxml.jackson.databind.SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    var links = new IncidentView.Links(CATALOG::policyOf, _ -> Optional.empty());

    var json = mapper.valueToTree(IncidentReviewView.of(reviews.whole(id).orElseThrow(), links));

    assertThat(json.at("/id").asLong()).isEqualTo(1);
    assertThat(json.at("/timeline/0/kind").asText()).isEqualTo("opened");
    assertThat(json.at("/budgets/0/bad").asLong()).isEqualTo(48);
    assertThat(json.at("/budgets/0/derivation/workings").asText()).startsWith("(48 / 204)");
    assertThat(json.at("/runs").findValuesAsText("location")).containsExactly("far", "local");
    assertThat(json.at("/runs/1/parts/1/state").asText()).isEqualTo("bad");
    assertThat(json.at("/runs/1/parts/1/to").asText()).isEqualTo("2026-11-24T12:08:00Z");
    assertThat(json.at("/notifications/0/channel").asText()).isEqualTo("log");
    assertThat(json.at("/notifications/0/type").asText()).isEqualTo("opened");
    assertThat(json.at("/lengths/3/seconds").asDouble()).isEqualTo(480);
  }

  @Test
  void listIsNarrowedDown_andGoesOn() throws Exception {
    mend();
    post("/incidents/" + id + "/resolve", Map.of("reason", "over"), true);
    jdbi.useHandle(handle ->
        handle.execute(
            """
            insert into incident (service, state, severity, version, impact_start, opened_at, body)
            select 'shop', 'resolved', severity, version, impact_start - n * interval '1 day',
              opened_at, body
            from incident, generate_series(1, 60) n
            """));

    var first = server.get("/incidents").body();
    assertThat(first).contains("Older incidents", "/incidents?before=");
    var older = first.replaceAll("(?s).*href=\"(/incidents\\?before=\\d+)\".*", "$1");
    assertThat(server.get(older).body()).doesNotContain("Older incidents").contains("#61");
    assertThat(server.get("/incidents?month=2026-09&service=shop&severity=critical").body())
        .contains("#61")
        .doesNotContain("href=\"/incidents/1\"");
    assertThat(server.get("/incidents?state=open").body()).contains("None of these.");

    var wrong = server.get("/incidents?state=%3Cb%3E&severity=bad&limit=0&month=x");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body())
        .contains("state: not one of", "&lt;b&gt;", "severity: not one of", "month: not a month")
        .contains("limit: not a whole number");
  }

  @Test
  void halfWrittenNoteOutlivesTheRefresh(@TempDir Path profile) throws Exception {
    try (var browser = Chromium.start(profile)) {
      logIn(browser);
      browser.open(server.address("/incidents/" + id), 1_280, 900, "light");
      browser.evaluate("document.querySelector('#note-text').value = 'half written'");
      browser.evaluate("document.querySelector('.says').textContent = 'stale'");

      var fresh =
          browser.evaluate(
              """
              new Promise(done => document.body.addEventListener('htmx:afterSettle', () =>
                done(document.querySelector('.says').textContent)))
              """);

      assertThat(fresh.asText()).startsWith("Shop has not been well for 12 min: ");
      assertThat(browser.evaluate("document.querySelector('#note-text').value").asText())
          .isEqualTo("half written");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static void logIn(Chromium browser) throws InterruptedException {
    browser.logIn(server.address("/login"), token);
  }

  @Test
  void browserSilencesTheService(@TempDir Path profile) throws Exception {
    try (var browser = Chromium.start(profile)) {
      logIn(browser);
      browser.open(server.address("/incidents/" + id), 360, 900, "light");
      browser.evaluate(
          """
          (() => {
            document.querySelector('input[value=critical]').click();
            document.querySelector('input[value=error]').click();
            document.querySelector('#silence-duration').value = '12h';
            document.querySelector('#silence-reason').value = 'everybody knows';
          })()
          """);
      browser.click("form[action$=silence] button");

      Awaitility.await().until(() -> !silences().isEmpty());
      Awaitility.await()
          .ignoreExceptions()
          .until(() ->
              browser
                  .evaluate("document.body.innerText.includes('everybody knows (kim)')")
                  .asBoolean());
      browser.picture(PICTURES.resolve("incident-silenced-360.png"));
      assertThat(browser.complaints()).isEmpty();
    }
    var silence = silences().getFirst().silence();
    assertThat(silence.match().severities())
        .containsExactlyInAnyOrder(Severity.CRITICAL, Severity.ERROR);
    assertThat(silence.span().length()).isEqualTo(Duration.ofHours(12));
  }

  @Test
  void browserSubmitsForms_andScrollsNothingSideways(@TempDir Path profile) throws Exception {
    Files.createDirectories(PICTURES);
    mend();
    try (var browser = Chromium.start(profile)) {
      logIn(browser);
      browser.open(server.address("/incidents/" + id), 1_280, 900, "light");
      browser.evaluate("document.querySelector('#acknowledge-note').value = 'on it'");
      browser.click("form[action$=acknowledge] button");
      Awaitility.await().until(() -> find().times().acknowledged().isPresent());
      for (var path : List.of("/incidents/" + id, "/incidents")) {
        for (var width : List.of(360, 1_280)) {
          for (var colours : List.of("light", "dark")) {
            browser.open(server.address(path), width, 900, colours);
            browser.picture(
                PICTURES.resolve(
                    path.substring(1).replace('/', '-') + "-" + width + "-" + colours + ".png"));
          }
          assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
              .as("%s at %d", path, width)
              .isLessThanOrEqualTo(width);
          assertThat(browser.complaints()).isEmpty();
        }
      }
    }
  }
}
