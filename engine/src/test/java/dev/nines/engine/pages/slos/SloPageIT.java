package dev.nines.engine.pages.slos;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.adjustments.AdjustedSpans;
import dev.nines.engine.catalog.BlackboxModules;
import dev.nines.engine.catalog.BudgetRules;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Correction;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.SwitchedDatabase;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.pages.Chromium;
import dev.nines.engine.pages.PagesServer;
import dev.nines.engine.pages.Snapshots;
import dev.nines.engine.replay.SloHistory;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.Runs;
import dev.nines.engine.sli.SliBook;
import dev.nines.engine.sli.SliHours;
import dev.nines.slo.Adjustments;
import dev.nines.slo.Criterion;
import dev.nines.slo.time.Interval;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as it is served, and as a real browser shows it. */
class SloPageIT {
  /** For a person to look at. */
  private static final Path PICTURES = Path.of("target", "pictures");

  private static PagesServer server;
  private static Database database;
  private static SwitchedDatabase way;

  /** Ten hours of a run a minute, with an outage of two minutes five hours ago. */
  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    database = TestDatabase.fresh();
    way = new SwitchedDatabase(database);
    var jdbi = database.jdbi();
    var ids = new NameIds(jdbi);
    var runs = new ArrayList<ProbeResult>();
    for (var minute = 600; minute >= 0; minute--) {
      var good = minute < 299 || minute > 300;
      runs.add(
          Runs.run(
              "checkout-http",
              "local",
              NOON.minus(Duration.ofMinutes(minute)),
              good,
              Duration.ofMillis(9)));
    }
    new ResultStore(
            jdbi,
            ids,
            new ResultPartitions(jdbi),
            List.of(new SliHours(ids, new SliBook(), _ -> Set.of(Criterion.SUCCESS))),
            () -> {})
        .append(runs);
    server =
        PagesServer.start(
            folder,
            NOON,
            new SloPageResource(
                Snapshots::everything,
                _ -> Optional.empty(),
                new SloHistory(
                    way.jdbi(),
                    (_, _) -> NOON.minus(Duration.ofHours(10)),
                    (_, _) -> Adjustments.NONE,
                    () -> Instant.EPOCH),
                new AdjustedSpans(way.jdbi(), SloPageIT::declared, ZoneId.of("UTC")),
                InstantSource.fixed(NOON),
                ZoneId.of("UTC")));
  }

  /** A correction alone. */
  private static Catalog declared() {
    var correction =
        new Correction(
            new Interval(NOON.minus(Duration.ofHours(3)), NOON.minus(Duration.ofHours(2))),
            Set.of("checkout-available"),
            Set.of(),
            Correction.Counts.EXCLUDED,
            "the load test was ours",
            "anna");
    return new Catalog(
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        Map.of(),
        BlackboxModules.STANDARD,
        new BudgetRules(List.of(), new LinkedHashMap<>(Map.of("load-test", correction)), Map.of()),
        Map.of());
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

  @Test
  void everythingIsPrinted() throws Exception {
    var page = server.get("/slos/checkout-available");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Cache-Control"))
        .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    assertThat(page.body())
        .contains("<title>checkout is available · Nines</title>")
        .contains("1 - (162 / 86400) / (1 - 0.999) = -0.875")
        .contains("Error budget overspent by 37 min 48 s of outage")
        .contains("critical alert firing</span> 14.4x over 1h and 5m, since <time datetime=")
        .contains("<polyline")
        .contains("the lowest was")
        .contains("Times allowed")
        .contains("Counted otherwise than seen", "not counted", "correction load-test")
        .contains("the load test was ours", "anna");
  }

  @Test
  void fragmentIsWhatChanges_andTheHistoryIsOneOfItsOwn() throws Exception {
    var fragment = server.get("/fragments/slos/checkout-available").body();
    var history = server.get("/fragments/slos/checkout-available/history").body();

    assertThat(fragment)
        .startsWith("<title>checkout is available · Nines</title>")
        .contains("-0.875", "critical alert firing")
        .doesNotContain("<polyline", "<html");
    assertThat(history).contains("<polyline").doesNotContain("-0.875", "<html");
    assertThat(server.get("/fragments/slos/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void unknownSloIsAPageThatSaysSo() throws Exception {
    var missing = server.get("/slos/%3Cscript%3E");

    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body())
        .contains("<title>No such SLO · Nines</title>", "<strong>&lt;script&gt;</strong>");
  }

  @Test
  void sloWithoutDataSaysSo() throws Exception {
    assertThat(server.get("/slos/invoices-available").body())
        .contains("No data in the window", "No history is known yet.");
  }

  @Test
  void whatIsKnownIsShownWhileTheDatabaseDoesNotAnswer() throws Exception {
    way.cut();

    var page = server.get("/slos/checkout-available");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("-0.875", "No history is known yet.");
  }

  @Test
  void openPageFetchesWhatChanges(@TempDir Path profile) throws Exception {
    try (var browser = Chromium.start(profile)) {
      browser.open(server.address("/slos/checkout-available"), 1_280, 900, "light");
      browser.evaluate("document.querySelector('.says').textContent = 'stale'");

      var fresh =
          browser.evaluate(
              """
              new Promise(done => document.body.addEventListener('htmx:afterSettle', () =>
                done(document.querySelector('.says').textContent)))
              """);

      assertThat(fresh.asText()).startsWith("Error budget overspent");
      assertThat(browser.evaluate("document.querySelectorAll('.history polyline').length").asInt())
          .isPositive();
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void browserComesFromTheOverview_andScrollsNothingSideways(@TempDir Path profile)
      throws Exception {
    Files.createDirectories(PICTURES);
    try (var browser = Chromium.start(profile)) {
      browser.open(server.address("/"), 1_280, 900, "light");
      var link = browser.evaluate("document.querySelector('#slos-table a[href*=checkout]').href");
      for (var width : List.of(360, 1_280)) {
        browser.open(URI.create(link.asText()), width, 900, "light");
        browser.picture(PICTURES.resolve("slo-" + width + ".png"));

        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
            .isLessThanOrEqualTo(width);
        assertThat(
                browser
                    .evaluate(
                        "[...document.querySelectorAll('.table')]"
                            + ".filter(t => t.scrollWidth > t.clientWidth).length")
                    .asInt())
            .as("tables that hide columns behind a scrollbar at %d", width)
            .isZero();
        assertThat(
                browser
                    .evaluate(
                        "document.querySelector('.history polyline').getBoundingClientRect().width")
                    .asInt())
            .as("the line goes over the whole figure")
            .isGreaterThan(width / 2);
        assertThat(browser.complaints()).isEmpty();
      }
    }
  }
}
