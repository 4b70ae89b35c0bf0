package dev.nines.engine.datasource;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nines.engine.catalog.BlackboxModules;
import dev.nines.engine.catalog.BudgetRules;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.DataSource;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.datasource.PrometheusClient.Limits;
import dev.nines.engine.metrics.DataSourceMetrics;
import dev.nines.engine.sli.SliBook;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.ProxySpec;
import dev.nines.probe.TlsSpec;
import dev.nines.probe.run.Prober.Fetched;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DataSourceReaderIT {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final long MINUTE = NOON.getEpochSecond() / 60;
  private static final BudgetWindow WINDOW = new BudgetWindow.Rolling(Duration.ofHours(2));
  private static final Duration REACH = Duration.ofHours(2);
  private static final Question GOOD = raw("good");
  private static final Question OTHER = raw("other");
  private static final Question COUNTED =
      new Question.Ratio(false, Optional.of(query("ok")), Optional.empty(), query("all"));

  private final FakePrometheus prometheus = new FakePrometheus();
  private final Counter requests = DataSourceMetrics.requests(new PrometheusRegistry());
  private Database database;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void minuteIsReadTenSecondsAfterItIsOver() {
    prometheus.put("good", MINUTE - 1, 1);
    prometheus.put("good", MINUTE, 1);
    var reading = reading(GOOD, book());

    assertThat(reading.forward(after(0, 9))).isEqualTo(new MetricReading.Outcome.Read());
    assertThat(reading.status().readUpTo()).contains(NOON.minusSeconds(60));
    assertThat(reading.forward(after(0, 9))).isEqualTo(new MetricReading.Outcome.Nothing());
    assertThat(reading.forward(after(0, 10))).isEqualTo(new MetricReading.Outcome.Read());
    assertThat(reading.status().readUpTo()).contains(NOON);
  }

  @Test
  void whatIsScrapedLateIsSeenForFiveMinutes_andCountsOnce() {
    var book = book();
    var reading = reading(COUNTED, book);
    for (var minute = 0; minute < 10; minute++) {
      prometheus.put("all", MINUTE + minute, 10);
      prometheus.put("ok", MINUTE + minute, 9);
    }
    prometheus.put("all", MINUTE + 9, 1);
    reading.forward(after(10, 10));
    prometheus.put("all", MINUTE + 9, 10); // late, but in time
    prometheus.put("all", MINUTE, 1_000); // too late

    reading.forward(after(11, 10));

    assertThat(counts(book, COUNTED)).isEqualTo(new EventCounts(90, 100));
    assertThat(book.all("counted", "99")).isEqualTo(new EventCounts(90, 100));
    assertThat(counts(book(), COUNTED)).as("in the table").isEqualTo(new EventCounts(90, 100));
  }

  @Test
  void prometheusThatLostItsDataTakesNothingAway() {
    var book = book();
    prometheus.put("good", MINUTE, 0.5);
    var reading = reading(GOOD, book);
    reading.forward(after(1, 10));
    var before = counts(book, GOOD);
    reading.forward(after(7, 10));
    prometheus.put("good", MINUTE, Double.NaN);

    reading.forward(after(8, 10));

    assertThat(before.total()).isEqualTo(Question.Raw.WEIGHT);
    assertThat(counts(book, GOOD)).isEqualTo(before);
  }

  @Test
  void instancesThatReadTheSameStoreItOnce() {
    var here = book();
    var there = book();
    var readings = List.of(reading(COUNTED, here), reading(COUNTED, there));
    for (var minute = 0; minute < 30; minute++) {
      prometheus.put("all", MINUTE + minute, 10.3);
      prometheus.put("ok", MINUTE + minute, 9.7);
      readings.get(minute / 3 % 2).forward(after(minute + 1, 10));
    }
    readings.forEach(reading -> reading.forward(after(30, 10)));

    var expected = new EventCounts(291, 309);
    assertThat(counts(here, COUNTED)).isEqualTo(expected);
    assertThat(counts(there, COUNTED)).isEqualTo(expected);
    assertThat(counts(book(), COUNTED)).as("in the table").isEqualTo(expected);
    assertThat(book().all("counted", "99")).isEqualTo(expected);
  }

  @Test
  void minutesThatAnotherInstanceReadLongAgoAreTakenFromTheStore() {
    var here = book();
    var there = book();
    var slow = reading(COUNTED, here);
    var quick = reading(COUNTED, there);
    for (var minute = 0; minute < 60; minute++) {
      prometheus.put("all", MINUTE + minute, 10);
      prometheus.put("ok", MINUTE + minute, 9);
      if (minute < 10 || minute == 59) {
        slow.forward(after(minute + 1, 10));
      }
      if (minute < 50) { // in between only this one reads, then it is gone
        quick.forward(after(minute + 1, 10));
      }
    }
    quick.forward(after(60, 10));

    var expected = new EventCounts(540, 600);
    here.advanceTo(after(60, 10));
    there.advanceTo(after(60, 10));
    assertThat(counts(here, COUNTED)).isEqualTo(expected);
    assertThat(counts(there, COUNTED)).isEqualTo(expected);
  }

  @Test
  void instanceThatLagsTakesTheMinutesOfTheOtherFromTheStore() {
    var here = book();
    var lagging = reading(COUNTED, here);
    for (var minute = 0; minute < 60; minute++) {
      prometheus.put("all", MINUTE + minute, 10);
      prometheus.put("ok", MINUTE + minute, 9);
    }
    lagging.forward(after(10, 10));
    reading(COUNTED, book()).forward(after(60, 10));

    lagging.forward(after(30, 10)); // it knows nothing of what the other has read

    here.advanceTo(after(60, 10));
    assertThat(counts(here, COUNTED)).isEqualTo(new EventCounts(540, 600));
  }

  @Test
  void whatIsStoredIsKnownBeforeTheSourceAnswers() {
    prometheus.put("good", MINUTE, 1);
    reading(GOOD, book()).forward(after(1, 10));
    prometheus.down = true;
    var reading = reading(GOOD, book());

    reading.forward(after(2, 10));

    assertThat(reading.status().readUpTo()).contains(NOON.plusSeconds(60));
    assertThat(reading.status().error()).isPresent();
  }

  @Test
  void hourPastItsRetentionKeepsItsSums() {
    prometheus.put("good", MINUTE, 1);
    reading(GOOD, book()).forward(after(1, 10));

    database
        .jdbi()
        .useHandle(handle -> MetricTable.dropMinutesBefore(handle, NOON.plus(Duration.ofHours(1))));
    prometheus.put("good", MINUTE + 1, 1);
    reading(GOOD, book()).forward(after(2, 10));

    var weight = Question.Raw.WEIGHT;
    assertThat(counts(book(), GOOD)).isEqualTo(EventCounts.NONE);
    assertThat(book().all("good", "99")).isEqualTo(new EventCounts(weight, weight));
  }

  @Test
  void newMinutesOfAllQuestionsComeBeforeOldOnesOfAny() {
    for (var query : List.of("good", "other")) {
      prometheus.put(query, MINUTE, 1);
    }
    var book = book();
    var far = Duration.ofDays(10);
    var reader =
        new DataSourceReader("main", List.of(reading(GOOD, book, far), reading(OTHER, book, far)));

    assertThat(reader.round(after(1, 10))).isEqualTo(DataSourceReader.BREATH);
    assertThat(prometheus.asked).containsExactly("good", "other", "good");
    assertThat(reader.round(after(1, 11))).isEqualTo(DataSourceReader.BREATH);
    assertThat(reader.round(after(1, 12))).isEqualTo(DataSourceReader.PAUSE);
    assertThat(prometheus.asked).hasSize(4);
  }

  @Test
  void refusedQueryHoldsUpNoOther_butASourceThatIsDownIsAskedOnce() {
    prometheus.put("good", MINUTE, 1);
    var book = book();
    var refused = reading(OTHER, book);
    var good = reading(GOOD, book);
    var reader = new DataSourceReader("main", List.of(refused, good));

    assertThat(reader.round(after(1, 10))).isEqualTo(DataSourceReader.PAUSE);
    assertThat(good.status().readUpTo()).isPresent();
    assertThat(refused.status().error()).contains("status 400: bad query");

    prometheus.down = true;
    prometheus.asked.clear();
    assertThat(reader.round(after(2, 10))).isEqualTo(DataSourceReader.RETRY);
    assertThat(prometheus.asked).hasSize(1);
    assertThat(refused.status().error())
        .hasValueSatisfying(
            why -> assertThat(why).startsWith("http://main.example: ").contains("down"));
  }

  @Test
  void oldMinutesThatAreRefusedAreAskedForAtTheirOwnPace_whateverComesOfNewOnes() {
    prometheus.put("good", MINUTE, 1);
    prometheus.refusesBefore = MINUTE - Duration.ofDays(8).toMinutes();
    var reader = new DataSourceReader("main", List.of(reading(GOOD, book(), Duration.ofDays(10))));

    assertThat(reader.round(after(1, 10))).isEqualTo(DataSourceReader.PAUSE);
    assertThat(prometheus.asked).hasSize(2);
    reader.round(after(1, 15));
    reader.round(after(1, 20));
    assertThat(prometheus.asked).as("nothing new, and the old ones rest").hasSize(2);
    reader.round(after(1, 25));
    assertThat(prometheus.asked).hasSize(3);
    prometheus.refusesBefore = Long.MIN_VALUE;
    assertThat(reader.round(after(1, 40))).isEqualTo(DataSourceReader.BREATH);
  }

  @Test
  void refusedQueryIsAskedAtItsOwnPace_howeverFastOthersAreFilled() {
    prometheus.put("good", MINUTE, 1);
    var book = book();
    var reader =
        new DataSourceReader(
            "main", List.of(reading(OTHER, book), reading(GOOD, book, Duration.ofDays(30))));

    assertThat(reader.round(after(1, 10))).isEqualTo(DataSourceReader.BREATH);
    reader.round(after(1, 11));
    reader.round(after(1, 24));
    assertThat(prometheus.asked).containsOnlyOnce("other");
    reader.round(after(1, 25));
    assertThat(prometheus.asked).filteredOn("other"::equals).hasSize(2);
  }

  @Test
  void answerThatCountsNothingIsAnErrorOfItsOwn_untilOneCounts() {
    var reading = reading(GOOD, book());
    prometheus.put("good", MINUTE, 99.5);
    reading.forward(after(1, 10));

    assertThat(reading.status().error())
        .contains(
            "the value of good is outside 0 to 1, so it is no ratio: divide percent by 100, and"
                + " compare anything else by a thresholdMetric");

    prometheus.put("good", MINUTE + 1, 0.995);
    reading.forward(after(2, 10));
    assertThat(reading.status().error()).isEmpty();
  }

  @Test
  void slowQueryStarvesNoOther_andIsRefusedWhereItIsSlowForAnHour() {
    prometheus.put("good", MINUTE, 1);
    prometheus.slow.add("other");
    var book = book();
    var slow = reading(OTHER, book);
    var good = reading(GOOD, book);
    var reader = new DataSourceReader("main", List.of(slow, good));

    for (var round = 0; round < 4; round++) {
      reader.round(after(1, 10 + round));
    }

    assertThat(good.status().readUpTo()).contains(NOON.plusSeconds(60));
    for (var round = 0; round < 20; round++) {
      reader.round(after(2, 10 + round));
    }
    assertThat(slow.status().error().orElseThrow()).contains("let a recording rule");
    assertThat(good.status().readUpTo()).contains(NOON.plusSeconds(120));
  }

  @Test
  void sourceThatHangsHoldsUpNoOther() throws InterruptedException {
    prometheus.put("good", MINUTE, 1);
    prometheus.put("other", MINUTE, 1);
    var hanging = new CountDownLatch(1);
    var hangs = new CountDownLatch(1);
    Function<HttpSpec, Fetched> http =
        spec -> {
          if (spec.host().equals("slow.example")) {
            hanging.countDown();
            try {
              hangs.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          return prometheus.apply(spec);
        };
    var slow = new Question.Raw(new Query("slow", "other"), true);
    var catalog =
        new Catalog(
            List.of(),
            List.of(),
            List.of(slo("slow", slow), slo("good", GOOD)),
            Map.of(),
            List.of(),
            List.of(source("slow"), source("main")),
            Map.of(),
            BlackboxModules.STANDARD,
            BudgetRules.NONE,
            Map.of());
    try (var sources = new DataSources(log(book()), http, requests, () -> after(1, 10))) {
      sources.serve(catalog);
      hanging.await();

      await()
          .atMost(10, SECONDS)
          .until(() -> sources.status(GOOD).orElseThrow().readUpTo().isPresent());
      assertThat(sources.status(slow).orElseThrow()).isEqualTo(MetricStatus.NONE);
      assertThat(sources.statuses()).containsOnlyKeys("slow", "main");
      assertThat(sources.status(OTHER)).isEmpty();
    }
  }

  private static Instant after(int minutes, int seconds) {
    return NOON.plusSeconds(minutes * 60L + seconds);
  }

  private MetricReading reading(Question question, SliBook book) {
    return reading(question, book, REACH);
  }

  private MetricReading reading(Question question, SliBook book, Duration reach) {
    return new MetricReading(
        question,
        "SLO shop",
        reach,
        log(book),
        name -> new PrometheusClient(source(name), Limits.DEFAULT, prometheus, requests));
  }

  private MetricLog log(SliBook book) {
    return new MetricLog(database.jdbi(), book, Runnable::run, () -> after(31, 0));
  }

  private SliBook book() {
    var opened = new SliBook();
    database
        .jdbi()
        .useTransaction(handle ->
            opened.open(
                List.of(slo("good", GOOD), slo("other", OTHER), slo("counted", COUNTED)),
                _ -> Set.of(WINDOW),
                Map.of(),
                (_, sli) -> MetricLog.history(handle, ((Sli.Metric) sli).question(), NOON),
                Duration.ofDays(1),
                _ -> {},
                (question, minutes) -> MetricLog.read(handle, question, NOON.minus(REACH), minutes),
                after(31, 0)));
    return opened;
  }

  private static EventCounts counts(SliBook book, Question question) {
    var name =
        Stream.of("good", "other", "counted")
            .filter(slo -> question.equals(slo.equals("counted") ? COUNTED : raw(slo)))
            .findFirst()
            .orElseThrow();
    return book.read(name, "99", WINDOW).counts();
  }

  private static Slo slo(String name, Question question) {
    return new Slo(
        name, name, "shop", new Sli.Metric(question), WINDOW, List.of(new Objective("99", 0.99)));
  }

  private static DataSource source(String name) {
    return new DataSource(
        name,
        name,
        URI.create("http://" + name + ".example"),
        Optional.empty(),
        List.of(),
        TlsSpec.DEFAULT,
        ProxySpec.NONE);
  }

  private static Question raw(String promql) {
    return new Question.Raw(query(promql), true);
  }

  private static Query query(String promql) {
    return new Query("main", promql);
  }
}
