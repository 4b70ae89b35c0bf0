package dev.nines.engine.pages.probes;

import static dev.nines.engine.pages.probes.Probes.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.database.Database;
import dev.nines.engine.database.SwitchedDatabase;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.evidence.SeenRuns;
import dev.nines.engine.failures.FailedRuns;
import dev.nines.engine.pages.Chromium;
import dev.nines.engine.pages.PagesServer;
import dev.nines.engine.pages.Snapshots;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.schedule.KnownRuns;
import dev.nines.engine.schedule.LatestRuns;
import dev.nines.probe.Answer;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Header;
import dev.nines.probe.Phase;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page as it is served, and as a real browser shows it. */
class ProbePageIT {
  /** For a person to look at. */
  private static final Path PICTURES = Path.of("target", "pictures");

  /** What Chromium says of a page that is answered by 404. */
  private static final String NOT_FOUND =
      "Failed to load resource: the server responded with a status of 404 (Not Found)";

  private static PagesServer server;
  private static final LatestRuns LATEST = new LatestRuns();
  private static Database database;
  private static SwitchedDatabase way;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    database = TestDatabase.fresh();
    way = new SwitchedDatabase(database);
    var jdbi = database.jdbi();
    var runs = new ArrayList<ProbeResult>(Probes.results());
    runs.add(Probes.result("eu-west", NOON.minusSeconds(1), hostile()));
    new ResultStore(
            jdbi,
            new NameIds(jdbi),
            new ResultPartitions(jdbi),
            List.of(new FailedRuns(new NameIds(jdbi))))
        .append(runs);
    LATEST.follow(Probes.CATALOG.probes());
    KnownRuns.put(LATEST, "checkout-http", NOON.minusSeconds(5), Probes.slow());
    server =
        PagesServer.start(
            folder,
            NOON,
            new ProbePageResource(
                () -> Probes.CATALOG,
                Snapshots::everything,
                _ -> Optional.empty(),
                LATEST,
                way.jdbi(),
                InstantSource.fixed(NOON),
                ZoneId.of("UTC")));
  }

  @AfterEach
  void mend() {
    way.mend();
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
    database.close();
  }

  /** Would run, or break out of its place, if it were not escaped. */
  private static ProbeRun hostile() {
    var evil =
        "</pre></div></details><script>document.title='owned'</script>"
            + "<img src=x onerror=\"document.title='owned'\">\0\ud83d"
            + "unbroken".repeat(60);
    return new ProbeRun(
        new ProbeOutcome.Failed(new Failure(Phase.TRANSFER, FailureReason.BODY, evil)),
        50_000_000,
        SeenRuns.outOfOrder().phases(),
        Optional.empty(),
        SeenRuns.outOfOrder().http(),
        Optional.empty(),
        Map.of(),
        Set.of(),
        Optional.of(new Answer(List.of(Header.of("X-" + evil, evil)), evil)),
        List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "/probes/checkout-http, 200",
    "/fragments/probes/checkout-http, 200",
    "/probes/nobody, 404",
    "/fragments/probes/nobody, 404",
    "/probes/%3Cscript%3E, 404",
  })
  void pageIsHtmlThatNothingKeeps(String path, int status) throws Exception {
    var answer = server.get(path);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(value -> assertThat(value).startsWith("text/html"));
    assertThat(answer.headers().firstValue("Cache-Control"))
        .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    assertThat(answer.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(value -> assertThat(value).startsWith("default-src 'self';"));
    assertThat(answer.body()).doesNotContain("<script>");
  }

  @Test
  void pageStandsWhileTheDatabaseIsAway() throws Exception {
    way.cut();
    var answer = server.get("/probes/checkout-http");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("The database does not answer", "processing took 660ms, more than 500ms");
  }

  private static final String HIDDEN_SIDEWAYS =
      "[...document.querySelectorAll('.table')].filter(t => t.scrollWidth > t.clientWidth)"
          + ".map(t => t.id + ' ' + t.scrollWidth + ' in ' + t.clientWidth).join(', ')";

  @Test
  void browserShowsItWideAndNarrow_lightAndDark(@TempDir Path profile) throws Exception {
    try (var browser = Chromium.start(profile)) {
      for (var colours : List.of("light", "dark")) {
        for (var width : List.of(360, 1_280, 1_440)) {
          for (var page : List.of("/", "/probes/checkout-http", "/probes/nobody")) {
            browser.open(server.address(page), width, 900, colours);
            var name = page.replace("/", "_") + "-" + width + "-" + colours + ".png";
            browser.picture(PICTURES.resolve(name));

            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .as("%s does not scroll sideways", name)
                .isLessThanOrEqualTo(width);
            assertThat(browser.evaluate(HIDDEN_SIDEWAYS).asText())
                .as("tables of %s that hide columns behind a scrollbar", name)
                .isEmpty();
            assertThat(browser.complaints())
                .as(name)
                .allMatch(complaint -> complaint.equals(NOT_FOUND) && page.endsWith("nobody"));
          }
        }
      }
    }
  }

  @Test
  void browserDrawsTheWaterfall_andRunsNothingThatATargetSent(@TempDir Path profile)
      throws Exception {
    try (var browser = Chromium.start(profile)) {
      browser.open(server.address("/probes/checkout-http"), 1_280, 900, "light");

      assertThat(browser.evaluate("document.title").asText())
          .isEqualTo("checkout-http is down · Nines");
      assertThat(browser.evaluate("document.images.length").asInt()).as("ours alone").isEqualTo(1);
      assertThat(
              browser
                  .evaluate(
                      "document.querySelector('.failure .body').textContent.startsWith('</pre>')")
                  .asBoolean())
          .isTrue();
      var drawn =
          browser.evaluate(
              """
              [...document.querySelectorAll('#latest-run .waterfall rect')].map(bar => {
                const {x, width} = bar.getBoundingClientRect();
                return {x, width, fill: getComputedStyle(bar).fill};
              })\
              """);
      assertThat(drawn).hasSize(5);
      for (var i = 1; i < 5; i++) {
        var before = drawn.get(i - 1);
        assertThat(drawn.get(i).path("x").asDouble()).isGreaterThan(before.path("x").asDouble());
        assertThat(drawn.get(i).path("width").asDouble()).isGreaterThan(1);
        assertThat(drawn.get(i).path("fill")).isNotEqualTo(before.path("fill"));
      }
      assertThat(drawn.get(3).path("width").asDouble())
          .as("processing took nearly all of the run")
          .isGreaterThan(10 * drawn.get(2).path("width").asDouble());
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void browserComesFromTheOverviewToWhatAFailedRunSaw(@TempDir Path profile) throws Exception {
    try (var browser = Chromium.start(profile)) {
      browser.open(server.address("/"), 1_280, 900, "light");
      var link =
          browser
              .evaluate("document.querySelector('#services-table a[href^=\"/probes/\"]').href")
              .asText();
      browser.open(URI.create(link), 1_280, 900, "light");
      browser.evaluate("document.querySelectorAll('.runs a[href^=\"#\"]')[1].click()");

      var shown = browser.evaluate("document.querySelector(':target').textContent").asText();
      assertThat(shown).contains("status is 503, not 2xx");
    }
  }
}
