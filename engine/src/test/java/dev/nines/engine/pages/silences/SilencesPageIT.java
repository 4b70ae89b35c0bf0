package dev.nines.engine.pages.silences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.channel.ChannelSpec.Match;
import dev.nines.engine.access.Audit;
import dev.nines.engine.access.AuditQueries;
import dev.nines.engine.access.Doorkeeper;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.access.Tokens;
import dev.nines.engine.api.ProblemMapper;
import dev.nines.engine.api.access.AccessFeature;
import dev.nines.engine.api.telling.SilenceActions;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.catalog.Silence;
import dev.nines.engine.catalog.Telling;
import dev.nines.engine.configuration.Settings.Access.Readers;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.pages.Chromium;
import dev.nines.engine.pages.PagesServer;
import dev.nines.engine.pages.login.LoginResource;
import dev.nines.engine.silences.SilenceTable;
import dev.nines.incident.Severity;
import dev.nines.slo.time.Interval;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SilencesPageIT {
  /** For a person to look at. */
  private static final Path PICTURES = Path.of("target", "pictures");

  private static final URI OWN = URI.create("http://127.0.0.1:8080/");
  private static final String EVIL = "<script>alert('x')</script>";
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
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
                  List.of(
                      new Silence(
                          "move",
                          new Match(Set.of(), Set.of(Severity.WARNING, Severity.INFO), Map.of()),
                          new Interval(LONG_AGO, Instant.parse("2099-12-02T05:00:00Z")),
                          "we move to another data centre",
                          "ada"),
                      silence("past", "once", LONG_AGO.plusSeconds(60))),
                  List.of()));

  private static Database database;
  private static Jdbi jdbi;
  private static PagesServer server;
  private static String token;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    database = TestDatabase.fresh();
    jdbi = database.jdbi();
    token = Tokens.create(jdbi, "kim");
    var doorkeeper = new Doorkeeper(jdbi);
    var own = new OwnMachine(OWN);
    server =
        PagesServer.start(
            folder,
            LONG_AGO,
            new ProblemMapper(),
            new AccessFeature(doorkeeper, own, Readers.LOOPBACK),
            new LoginResource(doorkeeper, own),
            new SilencesPageResource(
                () -> CATALOG,
                jdbi,
                new SilenceActions(() -> CATALOG, jdbi, () -> {}),
                ZoneOffset.UTC));
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
    database.close();
  }

  @BeforeEach
  void clean() {
    jdbi.useHandle(handle -> handle.execute("truncate silence, audit restart identity"));
  }

  private static Silence silence(String name, String reason, Instant end) {
    return new Silence(
        name,
        new Match(Set.of("shop"), Set.of(), Map.of()),
        new Interval(LONG_AGO, end),
        reason,
        "kim");
  }

  private static void add(String reason) {
    jdbi.useHandle(handle ->
        SilenceTable.add(
            handle, silence("", reason, Evaluator.now(handle).plus(Duration.ofHours(4)))));
  }

  @Test
  void declaredOnesAndThoseOfPeopleAreListed_theirTextsAsTexts() throws Exception {
    add(EVIL);

    var page = server.get("/silences");

    assertThat(page.statusCode()).isEqualTo(200);
    var parts = page.body().split("<h2 id=\"past\">");
    assertThat(parts[0])
        .contains("warning or info", "we move to another data centre", "ada", "declared as move")
        .contains("2 Dec 2099 05:00:00", "shop", "&lt;script&gt;alert")
        .doesNotContain("<script>alert", "declared as past");
    assertThat(parts[1]).contains("declared as past", "once", "<span class=\"tag\">over</span>");
    assertThat(page.body()).as("who is not logged in").doesNotContain("End now");
  }

  @Test
  void strangerEndsNone() throws Exception {
    add("known");

    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(server.address("/silences/1/end"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString(""))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(401);
    }

    assertThat(jdbi.withHandle(SilenceTable::newest).getFirst().endedAt()).isEmpty();
  }

  @Test
  void browserEndsOne_andScrollsNothingSideways(@TempDir Path profile) throws Exception {
    add("the payment provider is down: everybody knows");
    try (var browser = Chromium.start(profile)) {
      browser.logIn(server.address("/login"), token);
      for (var width : List.of(360, 1_280)) {
        for (var colours : List.of("light", "dark")) {
          browser.open(server.address("/silences"), width, 900, colours);
          browser.picture(PICTURES.resolve("silences-" + width + "-" + colours + ".png"));
        }
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
            .isLessThanOrEqualTo(width);
        assertThat(browser.complaints()).isEmpty();
      }
      assertThat(browser.evaluate("document.querySelectorAll('form[action$=end]').length").asInt())
          .as("only what is no declaration")
          .isEqualTo(1);

      browser.click("form[action$=end] button");

      Awaitility.await()
          .ignoreExceptions()
          .until(() ->
              browser.evaluate("document.body.innerText.includes('ended by kim')").asBoolean());
    }
    assertThat(jdbi.withHandle(SilenceTable::newest).getFirst().endedBy()).hasValue("kim");
    var newest = jdbi.withHandle(handle -> Audit.list(handle, AuditQueries.latest(1))).getFirst();
    assertThat(newest.actor()).isEqualTo("kim");
    assertThat(newest.action()).isEqualTo("silence.end");
  }
}
