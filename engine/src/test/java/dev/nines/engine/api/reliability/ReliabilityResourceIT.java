package dev.nines.engine.api.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.nines.engine.adjustments.AdjustmentDesk;
import dev.nines.engine.alerts.BurnAlerts;
import dev.nines.engine.api.ProblemMapper;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.figures.PastReader;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.incidents.OutageLog;
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
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion;
import dev.nines.slo.EventCounts;
import dev.nines.slo.reliability.Figure;
import dev.nines.slo.reliability.ReliabilityFigures;
import dev.nines.slo.reliability.TimeTo;
import dev.nines.slo.time.Interval;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.testing.junit5.DropwizardExtensionsSupport;
import io.dropwizard.testing.junit5.ResourceExtension;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Forty days of runs every ten minutes, two outages and a gap, each on both sides of 30 days. */
@ExtendWith(DropwizardExtensionsSupport.class)
class ReliabilityResourceIT {
  private static final Database DATABASE = TestDatabase.fresh();
  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final Catalog CATALOG =
      new Catalog(
          List.of(service("shop", "payments"), service("search", "web"), service("mail", "web")),
          List.of(
              DeclaredProbes.probe(
                  "shop-http", INTERVAL, DeclaredProbes.http("http://shop.test/"))),
          List.of(),
          Map.of(),
          List.of());

  private static final Instant PRESENT =
      InstantSource.system().instant().truncatedTo(ChronoUnit.HOURS);
  private static final Instant SINCE = PRESENT.minus(Duration.ofDays(40));
  private static final Interval OLD_OUTAGE = after(Duration.ofDays(2), Duration.ofMinutes(90));
  private static final Interval OLD_GAP = after(Duration.ofDays(5), Duration.ofHours(7));
  private static final Interval OUTAGE = after(Duration.ofDays(30), Duration.ofMinutes(50));
  private static final Interval GAP = after(Duration.ofDays(32), Duration.ofHours(3));

  private static final SliBook BOOK = new SliBook((probe, now) -> gaps().unknown(probe, now));
  private static final NameIds IDS = new NameIds(DATABASE.jdbi());
  private static final GapLog GAPS = new GapLog(IDS, _ -> Optional.of(INTERVAL));
  private static final Evaluator EVALUATOR =
      new Evaluator(
          DATABASE.jdbi(),
          BOOK,
          new BurnAlerts(BOOK),
          new IncidentDesk(DATABASE.jdbi(), URI.create("http://nines.test")),
          _ -> false,
          _ -> Optional.empty(),
          new AdjustmentDesk(ZoneOffset.UTC),
          ZoneOffset.UTC);
  private static final PastReader PAST = new PastReader(DATABASE.jdbi(), BOOK, ZoneOffset.UTC);
  private static final ResourceExtension API =
      ResourceExtension.builder()
          .setMapper(
              Jackson.newObjectMapper().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS))
          .setRegisterDefaultExceptionMappers(false)
          .addProvider(new ProblemMapper())
          .addResource(
              new ReliabilityResource(
                  () -> CATALOG, PAST, () -> EVALUATOR.snapshot().at(), ZoneOffset.UTC))
          .build();

  private static List<ProbeResult> runs = List.of();

  private static GapLog gaps() {
    return GAPS;
  }

  private static Service service(String name, String team) {
    return new Service(name, name, "", Map.of("team", List.of(team)), Map.of());
  }

  private static Interval after(Duration start, Duration length) {
    return new Interval(SINCE.plus(start), SINCE.plus(start).plus(length));
  }

  @BeforeAll
  static void plant() {
    var jdbi = DATABASE.jdbi();
    var grids = new ProbeGrids(jdbi, IDS).declare("local", Map.of("shop-http", INTERVAL), SINCE);
    jdbi.useHandle(
        handle -> handle.execute("update probe set service = 'shop' where name = 'shop-http'"));
    var made = new ArrayList<ProbeResult>();
    for (var at = SINCE; !at.isAfter(PRESENT); at = at.plus(INTERVAL)) {
      if (!OLD_GAP.contains(at) && !GAP.contains(at)) {
        var bad = OLD_OUTAGE.contains(at) || OUTAGE.contains(at);
        made.add(bad ? Runs.bad("shop-http", at) : Runs.good("shop-http", at));
      }
    }
    runs = made;
    BOOK.open(
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
            IDS,
            new ResultPartitions(jdbi),
            List.of(
                new SliHours(IDS, BOOK, _ -> Set.of(Criterion.SUCCESS)),
                new OutageLog(IDS, _ -> Optional.of(new OutageRule(3, 2))),
                GAPS),
            () -> {})
        .append(made);
    EVALUATOR.tick(CATALOG, jdbi.withHandle(Evaluator::now));
  }

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @Test
  void overviewAndReportAgreeOnEveryWindow() {
    var now = EVALUATOR.snapshot().at();
    EVALUATOR
        .snapshot()
        .service("shop")
        .orElseThrow()
        .windows()
        .forEach((window, figures) -> {
          var span =
              switch (window) {
                case BudgetWindow.Rolling(var length) -> new Interval(now.minus(length), now);
                case BudgetWindow.Calendar month -> new Interval(month.spanAt(now).from(), now);
              };
          assertThat(figures(span)).as(window.text()).isEqualTo(figures);
        });
  }

  @Test
  void fortyDaysAreThoseThatWerePlanted() {
    var figures = figures(new Interval(SINCE, PRESENT));

    assertThat(figures.uptime().unknown()).isEqualTo(OLD_GAP.length().plus(GAP.length()));
    assertThat(figures.uptime().down()).isEqualTo(OLD_OUTAGE.length().plus(OUTAGE.length()));
    assertThat(figures.uptime().known())
        .isEqualTo(Duration.ofDays(40).minus(figures.uptime().unknown()));
    assertThat(figures.timeTo(TimeTo.RESTORE).figure().value().orElseThrow().values())
        .containsExactly(OUTAGE.length(), OLD_OUTAGE.length());
    assertThat(figures.timeTo(TimeTo.ACKNOWLEDGE).figure())
        .isEqualTo(new Figure.NotApplicable<>("resolved without being acknowledged"));
    assertThat(figures.timeBetweenFailures().failures()).isEqualTo(2);
  }

  @Test
  void incidentIsOfTheSpanItBeganIn_andItsDowntimeOfBoth() {
    var middle = OLD_OUTAGE.from().plus(Duration.ofMinutes(40));

    var before = figures(new Interval(SINCE, middle));
    var after = figures(new Interval(middle, PRESENT));

    assertThat(before.uptime().down()).isEqualTo(Duration.ofMinutes(40));
    assertThat(before.timeTo(TimeTo.RESTORE).figure().value().orElseThrow().values())
        .containsExactly(OLD_OUTAGE.length());
    assertThat(after.uptime().down()).isEqualTo(Duration.ofMinutes(50 + 50));
    assertThat(after.timeBetweenFailures().failures()).isEqualTo(1);
  }

  @Test
  void runsAreCountedToTheMinute() {
    var from = OLD_OUTAGE.from().minus(Duration.ofMinutes(25));
    var to = OLD_OUTAGE.to().plus(Duration.ofHours(9)).plusSeconds(30);

    var report = get("services/shop/reliability?from=" + from + "&to=" + to);

    var counted =
        runs.stream()
            .map(run -> run.key().scheduledAt())
            .filter(due -> !due.isBefore(from) && due.isBefore(to.truncatedTo(ChronoUnit.MINUTES)))
            .toList();
    var good = counted.stream().filter(due -> !OLD_OUTAGE.contains(due)).count();
    assertThat(report.at("/figures/goodRuns/value").asDouble())
        .isEqualTo((double) good / counted.size());
    assertThat(report.at("/figures/goodRuns/derivation/workings").asText())
        .startsWith(good + " / " + counted.size());
  }

  @Test
  void numberHasItsStatusDerivationAndRule() {
    var report = get("services/shop/reliability?from=" + SINCE + "&to=" + PRESENT);

    var restore = report.at("/figures/timeToRestore");
    assertThat(restore.at("/status").asText()).isEqualTo("recorded");
    assertThat(restore.at("/n").asInt()).isEqualTo(2);
    assertThat(restore.at("/meanSeconds").asDouble()).isEqualTo(4_200);
    assertThat(restore.at("/valuesSeconds")).hasSize(2);
    assertThat(restore.at("/derivation/workings").asText()).isEqualTo("8400 s / 2 = 4200");
    assertThat(restore.at("/rule").asText()).contains("in the window its impact began in");
    var acknowledge = report.at("/figures/timeToAcknowledge");
    assertThat(acknowledge.at("/status").asText()).isEqualTo("not_applicable");
    assertThat(acknowledge.at("/meanSeconds").isNull()).isTrue();
    assertThat(acknowledge.at("/n").asInt()).isZero();
    assertThat(report.at("/figures/uptime/derivation/workings").asText())
        .startsWith("1 - 8400 s / 3420000 s");
    assertThat(report.at("/figures/open/n").asInt()).isZero();
  }

  @Test
  void calendarWindowIsThatOfItsZone() {
    var month = get("services/shop/reliability?zone=Asia/Kathmandu&month=2026-02");
    assertThat(month.at("/window/from").asText()).isEqualTo("2026-01-31T18:15:00Z");
    assertThat(month.at("/window/to").asText()).isEqualTo("2026-02-28T18:15:00Z");
    assertThat(month.at("/figures/uptime/status").asText()).isEqualTo("not_applicable");
    assertThat(month.at("/figures/uptime/value").isNull()).isTrue();
    assertThat(get("services/shop/reliability?quarter=2026-Q1").at("/window/to").asText())
        .isEqualTo("2026-04-01T00:00:00Z");
    var year = LocalDate.ofInstant(PRESENT, ZoneOffset.UTC).getYear();
    assertThat(get("reliability?year=" + year).at("/window/name").asInt()).isEqualTo(year);
  }

  @Test
  void labelChoosesServices_andAllOfThemStandBesideTheSum() {
    var web = get("reliability?label=team=web");
    assertThat(web.at("/services")).extracting(JsonNode::asText).containsExactly("search", "mail");
    assertThat(web.at("/figures/uptime/status").asText()).isEqualTo("not_applicable");
    assertThat(web.at("/figures/timeBetweenFailures/why").asText()).isEqualTo("no failures");

    var all = get("reliability?from=" + SINCE + "&to=" + PRESENT);
    assertThat(all.at("/byService")).hasSize(3);
    assertThat(all.at("/byService/0/service").asText()).isEqualTo("shop");
    assertThat(all.at("/byService/0/figures")).isEqualTo(all.at("/figures"));
  }

  @Test
  void faultsAreToldAllAtOnce() {
    var answer = answer("reliability?label=payments&month=2026-13&year=26&zone=Berlin");

    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(answer.readEntity(String.class))
        .contains(
            "label: not key=value such as team=payments: payments",
            "month: not a month from 1970 on such as 2026-11: 2026-13",
            "year: not a year from 1970 on such as 2026: 26",
            "zone: not a time zone such as Europe/Berlin: Berlin",
            "month: give one of month, quarter, year, or from and to");
    assertThat(status("services/gone/reliability")).isEqualTo(404);
    assertThat(status("reliability?month=2999-01")).isEqualTo(400);
    assertThat(status("reliability?quarter=2026-Q5")).isEqualTo(400);
    assertThat(status("reliability?from=1970-01-01T00:00:00Z")).isEqualTo(400);
    assertThat(status("reliability?from=yesterday")).isEqualTo(400);
  }

  @Test
  void examplesOfTheReferenceAreAnswered() throws IOException {
    var page = Files.readString(Path.of("../docs/reference/reliability.md"));
    var examples =
        Pattern.compile("(?m)^GET /api/v1/(\\S+)$")
            .matcher(page)
            .results()
            .map(example -> example.group(1))
            .toList();
    assertThat(examples).hasSize(3);
    examples.forEach(example -> assertThat(get(example).at("/figures")).isNotEmpty());

    var json = Pattern.compile("(?s)```json\n(.*?)```").matcher(page);
    assertThat(json.find()).isTrue();
    assertThat(new ObjectMapper().readTree(json.group(1)))
        .isEqualTo(
            get("services/shop/reliability?from=" + SINCE + "&to=" + PRESENT)
                .at("/figures/timeToRestore"));
  }

  @Test
  void manyServicesAreReadByAsManyStatementsAsOne_andEachAsByItself() {
    var now = EVALUATOR.snapshot().at();
    var span = new Interval(SINCE.plusSeconds(600), PRESENT.minusSeconds(600));
    var catalog =
        new Catalog(
            CATALOG.services(),
            CATALOG.services().stream().map(ReliabilityResourceIT::watching).toList(),
            List.of(),
            Map.of(),
            List.of());
    var statements = new AtomicInteger();
    DATABASE
        .jdbi()
        .setSqlLogger(
            new SqlLogger() {
              @Override
              public void logAfterExecution(StatementContext context) {
                statements.incrementAndGet();
              }
            });

    var alone = PAST.read(catalog, catalog.services().subList(0, 1), span, now).getFirst();
    var forOne = statements.getAndSet(0);
    var all = PAST.read(catalog, catalog.services(), span, now);

    assertThat(statements).hasValue(forOne);
    assertThat(alone.runs().counts().total()).isPositive();
    assertThat(all)
        .hasSize(3)
        .allSatisfy(past -> {
          assertThat(past.runs()).isEqualTo(alone.runs());
          assertThat(past.history().unknown()).isEqualTo(alone.history().unknown());
        });
    DATABASE.jdbi().setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
  }

  /** The same probe as if it watched another service. */
  private static ProbeDeclaration watching(Service service) {
    var probe = CATALOG.probes().getFirst();
    return new ProbeDeclaration(
        probe.name(),
        probe.displayName(),
        probe.labels(),
        service.name(),
        probe.interval(),
        probe.locations(),
        probe.incident(),
        probe.dependsOn(),
        probe.spec());
  }

  private static ReliabilityFigures figures(Interval span) {
    return PAST.read(
            CATALOG,
            List.of(CATALOG.service("shop").orElseThrow()),
            span,
            EVALUATOR.snapshot().at())
        .getFirst()
        .history()
        .figures(span);
  }

  private static int status(String path) {
    return answer(path).getStatus();
  }

  private static JsonNode get(String path) {
    var answer = answer(path);
    assertThat(answer.getStatus()).as(path).isEqualTo(200);
    return answer.readEntity(JsonNode.class);
  }

  private static Response answer(String path) {
    var parts = path.split("\\?", 2);
    var target = API.target("/api/v1/" + parts[0]);
    if (parts.length > 1) {
      for (var pair : parts[1].split("&")) {
        var equals = pair.indexOf('=');
        target = target.queryParam(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return target.request().get();
  }
}
