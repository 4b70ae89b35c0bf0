package dev.nines.engine.pages.reports;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.NinesApplication;
import dev.nines.engine.adjustments.AdjustmentDesk;
import dev.nines.engine.alerts.BurnAlerts;
import dev.nines.engine.api.ProblemMapper;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.cli.CommandExit;
import dev.nines.engine.cli.ReportCommand;
import dev.nines.engine.configuration.NinesConfiguration;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.dora.Delivered;
import dev.nines.engine.dora.DeliveryReader;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.figures.PastReader;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.incidents.OutageLog;
import dev.nines.engine.monthly.MonthlyReport;
import dev.nines.engine.monthly.MonthlyReports;
import dev.nines.engine.pages.Chromium;
import dev.nines.engine.pages.PagesServer;
import dev.nines.engine.replay.SloHistory;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeGrids;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.Runs;
import dev.nines.engine.schedule.DeclaredProbes;
import dev.nines.engine.sli.GapLog;
import dev.nines.engine.sli.SliBook;
import dev.nines.engine.sli.SliHours;
import dev.nines.incident.OutageRule;
import dev.nines.slo.Adjustments;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import dev.nines.slo.time.Interval;
import io.dropwizard.core.setup.Bootstrap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import net.sourceforge.argparse4j.ArgumentParsers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A shop watched every ten minutes from the fifth of the month before last on, with an outage in it
 * and another in last month, a gap, and deployments; a mail that nobody watches.
 */
class MonthlyReportIT {
  private static final Path PICTURES = Path.of("target", "pictures");
  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final String EVIL = "<script>alert(1)</script>";
  private static final Objective OBJECTIVE = new Objective("99", 0.99);
  private static final Slo SLO =
      new Slo(
          "shop-available",
          "Shop available",
          "shop",
          new Sli.Runs(List.of("shop-http"), Criterion.SUCCESS),
          new BudgetWindow.Rolling(Duration.ofDays(28)),
          List.of(OBJECTIVE));

  private static final Instant PRESENT =
      InstantSource.system().instant().truncatedTo(ChronoUnit.HOURS);
  private static final YearMonth PRESENT_MONTH = YearMonth.from(PRESENT.atOffset(ZoneOffset.UTC));
  private static final YearMonth MONTH = PRESENT_MONTH.minusMonths(1);
  private static final YearMonth BEFORE = MONTH.minusMonths(1);
  private static final Instant SINCE = on(BEFORE, 5);
  private static final Interval OLD_OUTAGE = span(BEFORE, 15, Duration.ofMinutes(90));
  private static final Interval OUTAGE = span(MONTH, 12, Duration.ofMinutes(50));
  private static final Interval GAP = span(MONTH, 20, Duration.ofHours(7));

  private static Database database;
  private static PastReader past;
  private static PagesServer server;

  private static Catalog catalog(Slo... slos) {
    return new Catalog(
        List.of(service("shop", "Shop"), service("mail", EVIL)),
        List.of(
            DeclaredProbes.probe("shop-http", INTERVAL, DeclaredProbes.http("http://shop.test/"))),
        List.of(slos),
        Map.of(),
        List.of());
  }

  private static Service service(String name, String displayName) {
    return new Service(name, displayName, "", Map.of(), Map.of());
  }

  private static Instant on(YearMonth month, int day) {
    return month.atDay(day).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private static Interval span(YearMonth month, int day, Duration length) {
    return new Interval(on(month, day), on(month, day).plus(length));
  }

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    database = TestDatabase.fresh();
    var jdbi = database.jdbi();
    var ids = new NameIds(jdbi);
    var gaps = new GapLog(ids, _ -> Optional.of(INTERVAL));
    var book = new SliBook((probe, now) -> gaps.unknown(probe, now));
    var grids = new ProbeGrids(jdbi, ids).declare("local", Map.of("shop-http", INTERVAL), SINCE);
    jdbi.useHandle(
        handle -> handle.execute("update probe set service = 'shop' where name = 'shop-http'"));
    book.open(
        List.of(),
        _ -> Set.of(),
        grids,
        (_, _) -> new SliBook.History(SINCE, EventCounts.NONE),
        Duration.ofDays(32),
        _ -> {},
        (_, _) -> {},
        PRESENT);
    new ResultStore(
            jdbi,
            ids,
            new ResultPartitions(jdbi),
            List.of(
                new SliHours(ids, book, _ -> Set.of(Criterion.SUCCESS)),
                new OutageLog(ids, _ -> Optional.of(new OutageRule(3, 2))),
                gaps),
            () -> {})
        .append(runs());
    new Evaluator(
            jdbi,
            book,
            new BurnAlerts(book),
            new IncidentDesk(jdbi, URI.create("http://nines.test")),
            _ -> false,
            _ -> Optional.empty(),
            new AdjustmentDesk(ZoneOffset.UTC),
            ZoneOffset.UTC)
        .tick(catalog(), jdbi.withHandle(Evaluator::now));
    var delivered = new Delivered(jdbi);
    delivered.deployment("shop", on(BEFORE, 10));
    delivered.deployment("shop", on(MONTH, 3));
    delivered.deployment("shop", OUTAGE.from().minusSeconds(600));
    delivered.deployment("mail", on(MONTH, 14));
    past = new PastReader(jdbi, book, ZoneOffset.UTC);
    var reports = reports(SLO, (_, _) -> SINCE, () -> PRESENT);
    server =
        PagesServer.start(
            folder,
            PRESENT,
            new ProblemMapper(),
            new ReportPageResource(reports, () -> PRESENT, ZoneOffset.UTC),
            new ReportResource(reports));
  }

  private static MonthlyReports reports(
      Slo slo, BiFunction<String, String, Instant> began, Supplier<Instant> clock) {
    var jdbi = database.jdbi();
    return new MonthlyReports(
        () -> catalog(slo),
        past,
        new DeliveryReader(jdbi, Duration.ofHours(1)),
        new SloHistory(jdbi, began, (_, _) -> Adjustments.NONE, () -> SINCE),
        clock,
        ZoneOffset.UTC);
  }

  private static List<ProbeResult> runs() {
    var runs = new ArrayList<ProbeResult>();
    for (var at = SINCE; !at.isAfter(PRESENT); at = at.plus(INTERVAL)) {
      if (!GAP.contains(at)) {
        var bad = OLD_OUTAGE.contains(at) || OUTAGE.contains(at);
        runs.add(bad ? Runs.bad("shop-http", at) : Runs.good("shop-http", at));
      }
    }
    return runs;
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
    database.close();
  }

  @Test
  void figuresAreThoseThatWerePlanted_besideThoseOfTheMonthBefore() throws Exception {
    var report = json("/api/v1/reports/" + MONTH);

    assertThat(report.at("/soFar").asBoolean(true)).isFalse();
    assertThat(report.at("/watchedSince").asDouble()).isEqualTo(SINCE.getEpochSecond());
    var shop = part(report, "shop");
    var month = shop.at("/month");
    var length = Duration.between(on(MONTH, 1), on(PRESENT_MONTH, 1));
    assertThat(month.at("/downtimeSeconds").asDouble()).isEqualTo(OUTAGE.length().toSeconds());
    assertThat(month.at("/unknownSeconds").asDouble()).isEqualTo(GAP.length().toSeconds());
    assertThat(month.at("/knownSeconds").asDouble())
        .isEqualTo(length.minus(GAP.length()).toSeconds());
    assertThat(month.at("/uptime/value").asDouble())
        .isCloseTo(
            1.0 - OUTAGE.length().toSeconds() / month.at("/knownSeconds").asDouble(),
            within(1e-12));
    assertThat(month.at("/incidents").asInt()).isEqualTo(1);
    assertThat(month.at("/timeToRestore/medianSeconds").asDouble())
        .isEqualTo(OUTAGE.length().toSeconds());
    assertThat(month.at("/delivery/deploymentFrequency/n").asInt()).isEqualTo(2);
    assertThat(month.at("/delivery/all/changeFailRate/count").asInt()).isEqualTo(1);
    var before = shop.at("/before");
    assertThat(before.at("/downtimeSeconds").asDouble()).isEqualTo(OLD_OUTAGE.length().toSeconds());
    assertThat(before.at("/knownSeconds").asDouble())
        .isEqualTo(Duration.between(SINCE, on(MONTH, 1)).toSeconds());
    assertThat(before.at("/delivery/deploymentFrequency/n").asInt()).isEqualTo(1);
  }

  /** 28 days end with the month; five of its runs were bad, 42 are missing. */
  @Test
  void budgetIsThatOfTheMonthsEnd() throws Exception {
    var budget = part(json("/api/v1/reports/" + MONTH), "shop").at("/month/errorBudgets/0");
    var end = on(PRESENT_MONTH, 1);
    var inWindow =
        runs().stream()
            .filter(run -> run.key().scheduledAt().isBefore(end))
            .filter(run -> !run.key().scheduledAt().isBefore(end.minus(Duration.ofDays(28))))
            .toList();
    var bad = inWindow.stream().filter(run -> OUTAGE.contains(run.key().scheduledAt())).count();

    assertThat(budget.at("/slo").asText()).isEqualTo("shop-available");
    assertThat(budget.at("/status").asText()).isEqualTo("known");
    assertThat(budget.at("/remainingRatio").asDouble())
        .isCloseTo(1 - ((double) bad / inWindow.size()) / (1 - 0.99), within(1e-9));
  }

  @Test
  void budgetOfACalendarMonthIsThatOfTheMonth_notOfTheOneThatBeginsAtItsEnd() {
    var monthly =
        new Slo(
            SLO.name(),
            SLO.displayName(),
            SLO.service(),
            SLO.terms().getFirst().sli(),
            new BudgetWindow.Calendar(
                LocalDateTime.of(2026, 1, 1, 0, 0), ZoneOffset.UTC, 1, ChronoUnit.MONTHS),
            List.of(OBJECTIVE));

    var report = reports(monthly, (_, _) -> SINCE, () -> PRESENT).of(MONTH);

    var shop =
        report.services().stream()
            .filter(one -> one.service().name().equals("shop"))
            .findFirst()
            .orElseThrow()
            .figures();
    assertThat(shop.month().budgets().getFirst().point().reading().orElseThrow().span())
        .isEqualTo(new Interval(on(MONTH, 1), on(PRESENT_MONTH, 1)));
    assertThat(shop.before().budgets().getFirst().point().reading().orElseThrow().span())
        .isEqualTo(new Interval(on(BEFORE, 1), on(MONTH, 1)));
  }

  @Test
  void manyWhoAskAtOnceCostTwoReportsAtMost_andNobodyIsGivenAnOldOne() throws Exception {
    var looks = new AtomicInteger();
    var counting = new CountDownLatch(1);
    var allHaveAsked = new CountDownLatch(1);
    var reports =
        reports(
            SLO,
            (_, _) -> {
              counting.countDown();
              assertThat(interrupted(allHaveAsked)).isFalse();
              return SINCE;
            },
            () -> PRESENT.plusMillis(looks.incrementAndGet()));

    var answers = new ArrayList<Future<MonthlyReport>>();
    try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
      answers.add(askers.submit(() -> reports.of(MONTH)));
      counting.await();
      for (var i = 0; i < 3; i++) {
        answers.add(askers.submit(() -> reports.of(MONTH)));
      }
      await().atMost(20, SECONDS).until(() -> looks.get() == 5);
      allHaveAsked.countDown();
    }

    var first = answers.getFirst().get();
    var second = answers.getLast().get();
    assertThat(second.now()).isAfter(first.now());
    for (var answer : answers.subList(1, 4)) {
      assertThat(answer.get()).isSameAs(second);
    }
    assertThat(reports.of(MONTH)).isNotSameAs(second);
    assertThat(reports.of(BEFORE).month()).isEqualTo(BEFORE);
  }

  private static boolean interrupted(CountDownLatch latch) {
    try {
      latch.await();
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Test
  void nothingToCountIsNone_andNothingWatchedIsNotKnown() throws Exception {
    var mail = part(json("/api/v1/reports/" + MONTH), "mail");

    assertThat(value(mail, "Uptime")).isEqualTo("not known");
    assertThat(value(mail, "Incidents")).isEqualTo("none");
    assertThat(line(mail, "Incidents").at("/sentence").asText())
        .isEqualTo("Nothing was watched, so that none can have been seen.");
    assertThat(value(mail, "Time to restore")).isEqualTo("none");
    assertThat(value(mail, "Deployments")).isEqualTo("1");
    assertThat(line(mail, "Deployments").at("/before").asText()).isEqualTo("none");
    assertThat(value(mail, "Change fail rate")).isEqualTo("0 %");
    assertThat(mail.at("/month/uptime/value").isNull()).isTrue();
  }

  @Test
  void allServicesTogetherAddUp() throws Exception {
    var together = json("/api/v1/reports/" + MONTH).at("/together");

    assertThat(together.at("/service").isNull()).isTrue();
    assertThat(together.at("/month/incidents").asInt()).isEqualTo(1);
    assertThat(together.at("/month/delivery/deploymentFrequency/n").asInt()).isEqualTo(3);
    assertThat(value(together, "Error budgets")).isEqualTo("1 of 1 kept");
  }

  @Test
  void markdownSaysTheSameInOneTableEach_andNobodyWritesMarkUpIntoIt() throws Exception {
    var answer = server.get("/api/v1/reports/" + MONTH + ".md");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/markdown");
    assertThat(answer.body())
        .startsWith("# Report of ")
        .contains("\n## All services together\n", "\n## Shop\n", "| Downtime | 50 min (of ")
        .contains("| Time to restore | 50 min (mean, n = 1, median 50 min) | 1 h 30 min |")
        .contains("Of the ", " that were watched, 50 min were downtime. |")
        .contains("7 h unknown", "1 of 2 deployments harmed users, or had to be taken back.")
        .doesNotContain(EVIL, "so far");
    assertThat(server.get("/reports/" + MONTH + ".md").body()).isEqualTo(answer.body());
  }

  @Test
  void monthThatIsRunningSaysSoFar_andHasNoNext() throws Exception {
    var page = server.get("/reports/" + PRESENT_MONTH).body();

    assertThat(page).contains(", so far</h1>", "is not over", "/reports/" + MONTH);
    assertThat(page).doesNotContain("rel=\"next\"");
    assertThat(json("/api/v1/reports/" + PRESENT_MONTH).at("/soFar").asBoolean()).isTrue();
    assertThat(server.get("/reports/" + MONTH).body())
        .contains("rel=\"next\"")
        .doesNotContain("so far</h1>");
  }

  @Test
  void monthBeforeAnyDataSaysSo() throws Exception {
    var empty = BEFORE.minusMonths(1);

    assertThat(server.get("/reports/" + empty).body())
        .contains("Nines has no data of ", "it has been watching since ")
        .doesNotContain("<table");
    assertThat(server.get("/api/v1/reports/" + empty + ".md").body())
        .contains("Nines has no data of ")
        .doesNotContain("|");
    assertThat(server.get("/reports/" + BEFORE).body())
        .contains("Nines has been watching only since ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-13", "november", "2026", "1969-12", "2026-1", "9999-01"})
  void whatIsNoMonthIsRefused_withTheFix(String month) throws Exception {
    for (var path : List.of("/reports/" + month, "/api/v1/reports/" + month)) {
      var refused = server.get(path);
      assertThat(refused.statusCode()).as(path).isEqualTo(400);
      assertThat(refused.body())
          .contains(
              month.startsWith("9")
                  ? "month: has not begun: 9999-01; the latest is " + PRESENT_MONTH
                  : "month: not a month from 1970 on such as 2026-11: " + month);
    }
    assertThat(server.get("/api/v1/reports/" + month + ".md").statusCode()).isEqualTo(400);
  }

  private record Ended(String printed, int code) {}

  private static Ended command(String url, String... words) throws Exception {
    var printed = new ByteArrayOutputStream();
    var command =
        new ReportCommand(
            _ -> Optional.empty(), new PrintStream(printed, true, StandardCharsets.UTF_8));
    var parser = ArgumentParsers.newFor("nines").build();
    command.configure(parser.addSubparsers().addParser("report"));
    var all = new ArrayList<>(List.of("report", "--url", url));
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
  void commandPrintsMarkdownOrJson() throws Exception {
    var nines = server.address("").toString();

    assertThat(command(nines, MONTH.toString()))
        .isEqualTo(new Ended(server.get("/reports/" + MONTH + ".md").body(), 0));
    var json = command(nines, MONTH.toString(), "--output", "json");
    assertThat(json.code()).isZero();
    assertThat(new ObjectMapper().readTree(json.printed()))
        .isEqualTo(json("/api/v1/reports/" + MONTH));
  }

  @Test
  void commandEndsWith2ForABadMonth_andWith3WhereNobodyAnswers() throws Exception {
    var nines = server.address("").toString();

    assertThat(command(nines, "november"))
        .isEqualTo(new Ended("MONTH: not a month from 1970 on such as 2026-11: november", 2));
    assertThat(command(nines, "9999-01").code()).isEqualTo(2);
    assertThat(command("ftp://nines", MONTH.toString()).code()).isEqualTo(2);
    assertThat(command("http://127.0.0.1:1", MONTH.toString()).code()).isEqualTo(3);
    assertThat(command(nines + "/metrics", MONTH.toString()).code()).isEqualTo(2);
  }

  @Test
  void withoutAMonthItIsThePresentOne() throws Exception {
    var answer = server.get("/reports");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location").orElseThrow())
        .endsWith("/reports/" + PRESENT_MONTH);
  }

  @Test
  void nothingScrollsSideways_andOthersTextsAreText(@TempDir Path profile) throws Exception {
    assertThat(server.get("/reports/" + MONTH).body())
        .contains("&lt;script&gt;")
        .doesNotContain(EVIL);
    Files.createDirectories(PICTURES);
    try (var browser = Chromium.start(profile)) {
      for (var width : List.of(360, 1_280)) {
        browser.open(server.address("/reports/" + MONTH), width, 900, "light");
        browser.picture(PICTURES.resolve("report-" + width + ".png"));

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
      }
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static JsonNode json(String path) throws IOException, InterruptedException {
    var answer = server.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  private static JsonNode part(JsonNode report, String service) {
    for (var part : report.at("/services")) {
      if (part.at("/service").asText().equals(service)) {
        return part;
      }
    }
    throw new AssertionError("no service " + service);
  }

  private static JsonNode line(JsonNode part, String name) {
    for (var line : part.at("/lines")) {
      if (line.at("/name").asText().equals(name)) {
        return line;
      }
    }
    throw new AssertionError("no line " + name);
  }

  private static String value(JsonNode part, String name) {
    return line(part, name).at("/value").asText();
  }
}
