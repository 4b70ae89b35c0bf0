package dev.nines.engine.pages.dora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.api.ProblemMapper;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.dora.Delivered;
import dev.nines.engine.dora.DeliveryReader;
import dev.nines.engine.gate.Gate;
import dev.nines.engine.pages.Chromium;
import dev.nines.engine.pages.PagesServer;
import dev.nines.engine.pages.Snapshots;
import dev.nines.engine.pages.gate.GatePanels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoraPageIT {
  private static final Path PICTURES = Path.of("target", "pictures");
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final String EVIL = "<script>alert(1)</script>";
  private static final Catalog CATALOG =
      new Catalog(
          List.of(
              service("shop", "Shop", "payments"),
              service("checkout", "Checkout", "payments"),
              service("mail", EVIL, "web")),
          List.of(),
          List.of(),
          Map.of(),
          List.of());

  private static Database database;
  private static PagesServer server;

  private static Service service(String name, String displayName, String team) {
    return new Service(name, displayName, "", Map.of("team", List.of(team)), Map.of());
  }

  /** Twelve deployments of the shop, three of which failed, and two of the checkout. */
  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    database = TestDatabase.fresh();
    var delivered = new Delivered(database.jdbi());
    for (var day = 24; day > 2; day -= 2) {
      delivered.deployment("shop", NOON.minus(Duration.ofDays(day)));
    }
    delivered.deployment("shop", "production", "failed", NOON.minus(Duration.ofDays(5)), false);
    var inferred = NOON.minus(Duration.ofDays(8));
    delivered.incident("shop", inferred.plusSeconds(420), Optional.of(inferred.plusSeconds(1_500)));
    var declared = NOON.minus(Duration.ofDays(10));
    var incident =
        delivered.incident(
            "shop",
            declared.plus(Duration.ofHours(5)),
            Optional.of(declared.plus(Duration.ofHours(6))));
    delivered.cause(incident, Optional.of(8L), "person");
    delivered.rollback("shop", NOON.minus(Duration.ofDays(4)).plusSeconds(900));
    delivered.deployment("checkout", NOON.minusSeconds(4_000));
    delivered.deployment("checkout", NOON.minusSeconds(3_000));
    delivered.incident("checkout", NOON.minusSeconds(2_700), Optional.empty());
    var reader = new DeliveryReader(database.jdbi(), Duration.ofHours(1));
    server =
        PagesServer.start(
            folder,
            NOON,
            new ProblemMapper(),
            new DoraPageResource(() -> CATALOG, reader, () -> NOON, UTC),
            new ServicePageResource(
                () -> CATALOG, Snapshots::everything, gates(), reader, () -> NOON, UTC));
  }

  private static GatePanels gates() {
    return new GatePanels(
        new Gate(
            () -> CATALOG,
            Snapshots::everything,
            () -> Duration.ZERO,
            Duration.ofMinutes(1),
            UTC,
            InstantSource.fixed(NOON)),
        () -> NOON,
        UTC);
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
    database.close();
  }

  @Test
  void servicesStandInTheOrderOfTheAlphabet_withTheReasons() throws Exception {
    var page = server.get("/dora");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("<title>DORA figures · Nines</title>", "there is no ranking")
        .contains("12", "2.8 a week, on 11 days; 1 failed run", "2023: High")
        .contains("25 %", "3 of 12; declared alone 2")
        .contains("1 h 15 min")
        .contains(
            "declared: somebody said so", "began 7 min after it, and no other came in between")
        .contains("rolled back by v13", "recovered after 25 min")
        .contains("not recovered yet")
        .contains("not told of any")
        .contains("&lt;script&gt;")
        .doesNotContain(EVIL);
    assertThat(page.body().indexOf(">Checkout<")).isLessThan(page.body().indexOf(">Shop<"));
  }

  @Test
  void labelIsShownTogetherAndByService() throws Exception {
    assertThat(server.get("/dora?label=team%3Dpayments&month=2026-11").body())
        .contains("All with team=payments together", "value=\"team=payments\"", "value=\"2026-11\"")
        .doesNotContain("&lt;script&gt;");
    assertThat(server.get("/dora?label=team%3Dnobody").body())
        .contains("No service with team=nobody.");
  }

  @Test
  void faultsOfTheQueryAreToldOnThePage() throws Exception {
    var refused = server.get("/dora?month=2026-13&label=payments");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("month: not a month", "label: not key=value");
  }

  @Test
  void serviceHasItsFiguresAndDeployments() throws Exception {
    assertThat(server.get("/services/shop").body())
        .contains("<title>Shop · Nines</title>", "DORA figures of the last 30 d")
        .contains("href=\"https://ci.test/13\"", ">rollback</span>", "kim", "2 h", "no change")
        .contains("inferred: began 7 min after it", "no failure is known");
    assertThat(server.get("/services/mail").body()).contains("None to production in the last 30 d");
    assertThat(server.get("/services/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void serviceHasItsUptimeWithCoverageAndItsIncidents() throws Exception {
    assertThat(server.get("/services/checkout").body())
        .contains("<dt>Uptime 30 d</dt><dd>99.928 %", "<dt>Downtime 30 d</dt><dd>31 min")
        .contains("<dt>MTTR 30 d</dt><dd>3 min 40 s", "n = 3: 1 min, 3 min, 7 min")
        .contains("<h2 id=\"incidents\">Incidents of the last 30 d</h2>")
        .contains("href=\"/incidents/12\"", "href=\"/incidents/10\"", "not yet")
        .contains("href=\"/incidents?service=checkout\"")
        .doesNotContain("href=\"/incidents/11\"");
    assertThat(server.get("/services/mail").body()).contains("96.6 % watched", ">None.</p>");
  }

  private static double heightOf(Chromium browser, String label) throws Exception {
    return browser
        .evaluate(
            "document.querySelector('.stack td[data-label=\"%s\"]').getBoundingClientRect().height"
                .formatted(label))
        .asDouble();
  }

  @Test
  void nothingScrollsSideways(@TempDir Path profile) throws Exception {
    Files.createDirectories(PICTURES);
    try (var browser = Chromium.start(profile)) {
      for (var path : List.of("dora", "services/shop", "services/checkout")) {
        for (var width : List.of(360, 1_280)) {
          browser.open(server.address("/" + path), width, 900, width > 400 ? "light" : "dark");
          browser.picture(
              PICTURES.resolve(path.replace("services/", "service-") + "-" + width + ".png"));

          assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
              .isLessThanOrEqualTo(width);
          assertThat(
                  browser
                      .evaluate(
                          "[...document.querySelectorAll('.table')]"
                              + ".filter(t => t.scrollWidth > t.clientWidth).length")
                      .asInt())
              .as("tables of %s that hide columns behind a scrollbar at %d", path, width)
              .isZero();
        }
      }
      browser.open(server.address("/services/shop"), 360, 900, "light");
      assertThat(heightOf(browser, "Since its oldest commit"))
          .as("a cell whose label takes two lines")
          .isGreaterThan(1.5 * heightOf(browser, "Finished"));
      assertThat(browser.complaints()).isEmpty();
    }
  }
}
