package dev.nines.engine.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nines.engine.catalog.DataSource;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.datasource.MetricReading.Outcome;
import dev.nines.engine.datasource.PrometheusClient.Limits;
import dev.nines.engine.endtoend.Prometheus;
import dev.nines.engine.metrics.DataSourceMetrics;
import dev.nines.engine.sli.SliBook;
import dev.nines.probe.ProxySpec;
import dev.nines.probe.TlsSpec;
import dev.nines.probe.run.Prober;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Sli.Query;
import dev.nines.slo.Sli.Question;
import dev.nines.slo.Slo;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Prometheus that has ten days of samples, one a minute and series. */
class MetricReadingIT {
  private static final Duration PAST = Duration.ofDays(10);
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MINUTES);
  private static final Instant LATEST = NOW.plus(MetricReading.DELAY);
  private static final BudgetWindow WINDOW = new BudgetWindow.Rolling(Duration.ofDays(9));
  private static final BudgetWindow HOUR = new BudgetWindow.Rolling(Duration.ofHours(1));
  private static final Prober PROBER = new Prober(System::nanoTime, InstantSource.system(), "test");
  private static final Counter REQUESTS = DataSourceMetrics.requests(new PrometheusRegistry());

  @TempDir private static Path folder;
  private static Prometheus prometheus;

  private Database database;
  private SliBook book;
  private URI address;
  private Limits limits = Limits.DEFAULT;

  @BeforeAll
  static void start() throws Exception {
    prometheus = Prometheus.withHistory(folder, history());
  }

  @AfterAll
  static void stop() {
    prometheus.close();
    PROBER.close();
  }

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    address = prometheus.address();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void occurrencesAreWhatPrometheusSaysByExactSums() {
    var question = counter("calm_ok_total", "calm_all_total");
    book = book(question);
    readAll(reading(question));

    var end = NOW.getEpochSecond();
    var begin = end - WINDOW.longest().toSeconds() + 60; // the current minute is still to come
    var good = single("calm_ok_total @ %d - calm_ok_total @ %d".formatted(end, begin));
    var all = single("calm_all_total @ %d - calm_all_total @ %d".formatted(end, begin));
    var counts = counts(question, WINDOW);
    assertThat(counts).isEqualTo(new EventCounts((long) good, (long) all));
    assertThat((double) counts.good() / counts.total()).isCloseTo(good / all, within(1e-6));
    assertThat(counts.bad()).isPositive();
  }

  @Test
  void resetsGapsAndLateSeriesAreCountedAsTheRawSamplesHaveThem_inASumToo() {
    var question = counter("sum(ok_total)", "sum by (job) (all_total)");
    book = book(question);
    readAll(reading(question));

    assertThat(counts(question, WINDOW))
        .isEqualTo(new EventCounts(increase("ok_total"), increase("all_total")));
  }

  @Test
  void increasesAreTakenAsTheyAre() {
    var counters = counter("calm_ok_total", "calm_all_total");
    var increases =
        new Question.Ratio(
            false,
            Optional.empty(),
            Optional.of(
                query(
                    "calm_all_total - calm_all_total offset 1m"
                        + " - (calm_ok_total - calm_ok_total offset 1m)")),
            query("calm_all_total - calm_all_total offset 1m"));
    book = book(counters, increases);
    readAll(reading(counters));
    readAll(reading(increases));

    assertThat(counts(increases, WINDOW)).isEqualTo(counts(counters, WINDOW));
  }

  @Test
  void newestMinutesComeFirst_andAKilledBackFillGoesOn() {
    var question = counter("ok_total", "all_total");
    book = book(question);
    var killed = reading(question);

    assertThat(killed.forward(LATEST)).isEqualTo(new Outcome.Read());
    var newest = counts(question, HOUR);
    assertThat(newest.total()).isPositive();
    assertThat(counts(question, WINDOW).total()).isLessThan(increase("all_total"));

    book = book(question); // another life
    assertThat(counts(question, HOUR)).isEqualTo(newest);
    var next = reading(question);
    assertThat(next.forward(LATEST)).isEqualTo(new Outcome.Nothing());
    assertThat(next.backward(LATEST)).isEqualTo(new Outcome.Read());
    assertThat(next.backward(LATEST)).isEqualTo(new Outcome.Nothing());
    assertThat(counts(question, WINDOW).total()).isEqualTo(increase("all_total"));

    var told = counts(question, WINDOW);
    var all = book.all(question.text(), "99");
    book = book(question);
    assertThat(counts(question, WINDOW)).as("from the table").isEqualTo(told);
    assertThat(book.all(question.text(), "99")).as("from the table").isEqualTo(all);
    assertThat(next.status().readFrom().orElseThrow()).isEqualTo(NOW.minus(PAST));
  }

  @Test
  void minutesAreReadOnceButForAFewLateOnes() {
    var question = counter("ok_total", "all_total");
    book = book(question);
    var reading = reading(question);
    for (var minutes = 90; minutes >= 0; minutes -= 7) {
      reading.forward(LATEST.minus(Duration.ofMinutes(minutes)));
    }
    reading.forward(LATEST);
    var pieces = counts(question, HOUR);

    var whole = counter("sum(ok_total)", "sum(all_total)");
    book = book(whole);
    readAll(reading(whole));
    assertThat(pieces).isEqualTo(counts(whole, HOUR));
  }

  @Test
  void prometheusThatIsDownGivesNoDataAndIsCaughtUp(@TempDir Path own) throws Exception {
    var question = counter("calm_ok_total", "calm_all_total");
    book = book(question);
    MetricReading reading;
    try (var first = Prometheus.withHistory(own, history())) {
      address = first.address();
      reading = reading(question);
      assertThat(reading.forward(LATEST.minus(Duration.ofMinutes(40))))
          .isEqualTo(new Outcome.Read());
    }
    var before = counts(question, HOUR);

    assertThat(reading.forward(LATEST.minus(Duration.ofMinutes(20))))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.cause()).isEqualTo(MetricReading.Cause.SOURCE));

    assertThat(counts(question, HOUR)).as("no data is neither good nor bad").isEqualTo(before);
    assertThat(reading.status().error()).isPresent();
    assertThat(reading.status().readUpTo()).contains(NOW.minus(Duration.ofMinutes(40)));
    try (var second = Prometheus.start(own.resolve("prometheus.yml"))) {
      address = second.address();
      assertThat(reading.forward(LATEST)).isEqualTo(new Outcome.Read());
    }
    var end = NOW.getEpochSecond();
    assertThat(counts(question, HOUR).total())
        .isEqualTo(
            (long) single("calm_all_total @ %d - calm_all_total @ %d".formatted(end, end - 3540)));
    assertThat(reading.status().error()).isEmpty();
  }

  @Test
  void refusedQueryIsNoDataAndNoFaultOfTheSource() {
    var question = new Question.Raw(query("sum("), true);
    book = book(question);

    assertThat(reading(question).forward(LATEST))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.cause()).isEqualTo(MetricReading.Cause.QUESTION);
              assertThat(failed.why()).contains("status 400", "parse error");
            });
    assertThat(counts(question, HOUR)).isEqualTo(EventCounts.NONE);
  }

  @Test
  void answerThatIsTooLargeIsAskedForInPieces() {
    var question = counter("calm_ok_total", "calm_all_total");
    book = book(question);
    limits = new Limits(Duration.ofSeconds(20), 100_000); // 10,000 points are some 200,000 bytes
    var reading = reading(question);

    var tries = 0;
    while (reading.forward(LATEST) instanceof Outcome.Failed(var why, var cause) && tries++ < 3) {
      assertThat(why).contains("larger than 100000 bytes");
      assertThat(cause).isEqualTo(MetricReading.Cause.QUESTION);
    }
    assertThat(tries).isBetween(1, 3);
    assertThat(reading.status().error()).isEmpty();
    assertThat(counts(question, HOUR).total()).isPositive();
  }

  private void readAll(MetricReading reading) {
    assertThat(reading.forward(LATEST)).isEqualTo(new Outcome.Read());
    while (reading.backward(LATEST) instanceof Outcome.Read) {
      assertThat(reading.status().error()).isEmpty();
    }
  }

  private MetricReading reading(Question question) {
    return new MetricReading(question, "SLO shop", PAST, log(), _ -> client(address));
  }

  private MetricLog log() {
    return new MetricLog(database.jdbi(), book, Runnable::run, () -> NOW);
  }

  private PrometheusClient client(URI url) {
    return new PrometheusClient(
        new DataSource(
            "main", "main", url, Optional.empty(), List.of(), TlsSpec.DEFAULT, ProxySpec.NONE),
        limits,
        PROBER::fetch,
        REQUESTS);
  }

  private EventCounts counts(Question question, BudgetWindow window) {
    return book.read(question.text(), "99", window).counts();
  }

  private SliBook book(Question... questions) {
    var slos = new ArrayList<Slo>();
    for (var question : questions) {
      slos.add(
          new Slo(
              question.text(),
              "",
              "shop",
              new Sli.Metric(question),
              WINDOW,
              List.of(new Objective("99", 0.99))));
    }
    var opened = new SliBook();
    database
        .jdbi()
        .useTransaction(handle ->
            opened.open(
                slos,
                _ -> Set.of(WINDOW, HOUR),
                Map.of(),
                (_, sli) -> MetricLog.history(handle, ((Sli.Metric) sli).question(), NOW),
                Duration.ofDays(1),
                _ -> {},
                (question, minutes) -> MetricLog.read(handle, question, NOW.minus(PAST), minutes),
                NOW));
    return opened;
  }

  private static Question counter(String good, String total) {
    return new Question.Ratio(true, Optional.of(query(good)), Optional.empty(), query(total));
  }

  private static Query query(String promql) {
    return new Query("main", promql);
  }

  private static double single(String promql) {
    var results = prometheus.query(promql);
    assertThat(results).hasSize(1);
    return results.getFirst().at("/value/1").asDouble();
  }

  /** By every raw sample of the window, series by series. */
  private static long increase(String metric) {
    var end = NOW.getEpochSecond();
    var begin = end - WINDOW.longest().toSeconds() + 60;
    var sum = 0L;
    for (var series : prometheus.query(metric + "[11d]")) {
      var before = -1L;
      for (JsonNode sample : series.path("values")) {
        var at = sample.path(0).asDouble();
        var value = sample.path(1).asLong();
        if (before >= 0 && at > begin && at <= end) {
          sum += value < before ? value : value - before;
        }
        before = value;
      }
    }
    return sum;
  }

  /** Scraped at 17 s past each minute. */
  private static String history() {
    var random = new Random(7);
    var text = new StringBuilder();
    var minutes = PAST.toMinutes();
    var from = NOW.minus(PAST).getEpochSecond() - 43;
    for (var name : List.of("calm_ok", "calm_all", "ok", "all")) {
      text.append("# TYPE ").append(name).append(" counter\n");
      var seeds = name.startsWith("calm") ? List.of("a") : List.of("a", "b", "late");
      for (var instance : seeds) {
        random.setSeed(instance.hashCode() + (name.startsWith("calm") ? 1 : 0)); // ok and all alike
        var value = 1_000L;
        for (var minute = 0L; minute <= minutes; minute++) {
          var total = random.nextInt(200);
          var bad = random.nextInt(10) == 0 ? random.nextInt(total + 1) : 0;
          var reset = random.nextInt(1_000) == 0;
          var away = random.nextInt(2_000) == 0;
          var more = name.endsWith("ok") ? total - bad : total;
          value = reset && !name.startsWith("calm") ? more : value + more;
          if (away && !name.startsWith("calm")) {
            minute += 11;
          }
          if (!instance.equals("late") || minute > minutes / 2) {
            text.append(
                "%s_total{instance=\"%s\"} %d %d\n"
                    .formatted(name, instance, value, from + minute * 60));
          }
        }
      }
    }
    return text.append("# EOF\n").toString();
  }
}
