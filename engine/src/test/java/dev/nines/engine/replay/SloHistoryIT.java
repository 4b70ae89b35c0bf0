package dev.nines.engine.replay;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.nines.alerting.AlertCondition;
import dev.nines.alerting.AlertPolicy;
import dev.nines.alerting.ObjectiveAlerts;
import dev.nines.alerting.Urgency;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.Runs;
import dev.nines.engine.sli.SliBook;
import dev.nines.engine.sli.SliHours;
import dev.nines.slo.Adjustments;
import dev.nines.slo.BudgetState;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SloHistoryIT {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MINUTES = 300;
  private static final int OUTAGE_FROM = 100;
  private static final int OUTAGE_TO = 110;
  private static final Sli.Question QUESTION =
      new Sli.Question.Ratio(
          true,
          Optional.of(new Sli.Query("mimir", "sum(good)")),
          Optional.empty(),
          new Sli.Query("mimir", "sum(all)"));

  private Adjustments adjustments = Adjustments.NONE;
  private Instant kept = Instant.EPOCH;
  private Database database;
  private List<ProbeResult> runs;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    var jdbi = database.jdbi();
    var ids = new NameIds(jdbi);
    runs = runs(new Random(5));
    new ResultStore(
            jdbi,
            ids,
            new ResultPartitions(jdbi),
            List.of(new SliHours(ids, new SliBook(), _ -> Set.of(Criterion.SUCCESS))),
            () -> {})
        .append(runs);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void pointsOfARollingWindowAreTheRunsOfTheHourThatEndsWithTheirMinute() {
    var slo = slo(Sli.Locations.POOLED);
    var at = minutes(7);

    var line = history().lines(slo, new BudgetWindow.Rolling(HOUR), at).getFirst();

    assertThat(line.points()).hasSameSizeAs(at);
    for (var point : line.points()) {
      var end = point.at().truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
      var counts = pooled(end.minus(HOUR), end);
      assertThat(point.reading().orElseThrow().counts()).as("%s", point.at()).isEqualTo(counts);
      if (counts.total() > 0) {
        assertThat(point.state().known().orElseThrow().remainingRatio())
            .isCloseTo(1 - (double) counts.bad() / counts.total() / 0.5, offset(1e-12));
      }
    }
  }

  @Test
  void pointsOfACalendarWindowAreTheRunsOfThePeriodSoFar() {
    var start = LocalDateTime.ofInstant(NOON, ZoneOffset.UTC);
    var window = new BudgetWindow.Calendar(start, ZoneOffset.UTC, 2, ChronoUnit.HOURS);

    for (var point :
        history().lines(slo(Sli.Locations.POOLED), window, minutes(7)).getFirst().points()) {
      var end = point.at().truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
      assertThat(point.reading().orElseThrow().counts())
          .as("%s", point.at())
          .isEqualTo(pooled(window.spanAt(point.at()).from(), end));
    }
  }

  @Test
  void locationsAreDecidedMinuteByMinute() {
    var line =
        history()
            .lines(slo(Sli.Locations.ALL), new BudgetWindow.Rolling(HOUR), minutes(13))
            .getFirst();

    for (var point : line.points()) {
      var end = point.at().truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
      assertThat(point.reading().orElseThrow().counts())
          .as("%s", point.at())
          .isEqualTo(allGood(end.minus(HOUR), end));
    }
  }

  @Test
  void whatPeopleHaveSaidOfSpansOfTimeHoldsInThePastToo() {
    var from = NOON.plusSeconds(600);
    var to = NOON.plusSeconds(1_800);
    adjustments =
        new Adjustments(Intervals.of(new Interval(from, to)), Intervals.NONE, Intervals.NONE);

    var at = List.of(NOON.plusSeconds(3_540));
    var point =
        history()
            .lines(slo(Sli.Locations.POOLED), new BudgetWindow.Rolling(HOUR), at)
            .getFirst()
            .points()
            .getFirst();

    assertThat(point.reading().orElseThrow().counts())
        .isEqualTo(pooled(NOON, from).plus(pooled(to, NOON.plusSeconds(3_600))));
  }

  @Test
  void windowWhoseMinutesAreNoLongerKeptIsNoData_notHalfAWindow() {
    kept = NOON.plusSeconds(600);
    var whole = kept.plus(HOUR);

    var points =
        history()
            .lines(
                slo(Sli.Locations.POOLED),
                new BudgetWindow.Rolling(HOUR),
                List.of(whole.minusSeconds(120), whole.minusSeconds(60)))
            .getFirst()
            .points();

    assertThat(points.getFirst().state()).isEqualTo(new BudgetState.NoData());
    assertThat(points.getFirst().reading()).isEmpty();
    assertThat(points.getLast().reading().orElseThrow().counts()).isEqualTo(pooled(kept, whole));
  }

  @Test
  void nothingIsKnownFromBeforeTheSliBegan() {
    var line =
        history()
            .lines(
                slo(Sli.Locations.POOLED),
                new BudgetWindow.Rolling(HOUR),
                List.of(NOON.minusSeconds(60), NOON))
            .getFirst();

    assertThat(line.points().getFirst())
        .isEqualTo(
            new SloHistory.Point(
                NOON.minusSeconds(60), Optional.empty(), true, new BudgetState.NoData()));
    assertThat(line.points().getLast().reading()).isPresent();
    assertThat(line.points().getLast().partial()).as("an hour that began before the SLI").isTrue();
  }

  @Test
  void pointsOfAMetricAreWhatPrometheusAnsweredForTheirHour() {
    var counts = outage();
    store(counts);

    var line = history().lines(metric(), new BudgetWindow.Rolling(HOUR), minutes(7)).getFirst();

    for (var point : line.points()) {
      var last = (int) Duration.between(NOON, point.at()).toMinutes();
      var sum = EventCounts.NONE;
      for (var minute = Math.max(0, last - 59); minute <= last; minute++) {
        sum = sum.plus(counts.get(minute));
      }
      assertThat(point.reading().orElseThrow().counts()).as("%s", point.at()).isEqualTo(sum);
    }
  }

  @Test
  void backtestOfAMetricFindsItsOutage() {
    store(outage());
    var policy =
        new AlertPolicy(
            "fast",
            "fast",
            false,
            true,
            true,
            new AlertCondition(
                "page", Criterion.Op.GTE, 9.5, Duration.ofMinutes(30), Duration.ZERO),
            List.of());

    var backtest =
        history().backtest(metric(), List.of(policy), OptionalDouble.empty(), span()).getFirst();

    // 9.5 x 1 % of 30 minutes are less than 3 of them; it clears when 75 s have had fewer
    assertThat(backtest.alerts())
        .containsExactly(
            new Backtest.Alert(
                new ObjectiveAlerts.Key(Urgency.PAGE, Optional.of("fast"), false),
                "at least 9.5x over 30m (policy fast)",
                NOON.plusSeconds(60L * (OUTAGE_FROM + 2)),
                Optional.of(NOON.plusSeconds(60L * (OUTAGE_TO + 29)))));
    assertThat(history().backtest(metric(), List.of(policy), OptionalDouble.of(0.8), span()))
        .allSatisfy(tried -> assertThat(tried.count(Urgency.PAGE)).isZero());
  }

  private static Interval span() {
    return new Interval(NOON, NOON.plusSeconds(60L * (MINUTES - 1)));
  }

  /** A hundred requests a minute, of which all fail for ten minutes. */
  private static List<EventCounts> outage() {
    return IntStream.range(0, MINUTES)
        .mapToObj(
            minute -> new EventCounts(minute >= OUTAGE_FROM && minute < OUTAGE_TO ? 0 : 100, 100))
        .toList();
  }

  /** As MetricLog has written it. */
  private void store(List<EventCounts> counts) {
    database
        .jdbi()
        .useTransaction(handle -> {
          var id =
              handle
                  .createQuery("insert into metric (question) values (:text) returning id")
                  .bind("text", QUESTION.text())
                  .mapTo(Integer.class)
                  .one();
          for (var hour = 0; hour < MINUTES / 60; hour++) {
            var minutes = counts.subList(hour * 60, hour * 60 + 60);
            handle
                .createUpdate(
                    "insert into metric_hour (metric_id, hour, good, total)"
                        + " values (:id, :hour, :good, :total)")
                .bind("id", id)
                .bind("hour", NOON.plus(HOUR.multipliedBy(hour)))
                .bindArray(
                    "good", Integer.class, minutes.stream().map(m -> (int) m.good()).toArray())
                .bindArray(
                    "total", Integer.class, minutes.stream().map(m -> (int) m.total()).toArray())
                .execute();
          }
        });
  }

  private static Slo metric() {
    return new Slo(
        "requests",
        "requests",
        "shop",
        new BudgetWindow.Rolling(Duration.ofDays(30)),
        List.of(new Slo.Term(new Objective("99", 0.99), new Sli.Metric(QUESTION))),
        false,
        new Slo.Settings(Slo.Maintenance.EXCLUDE, 0, Slo.BurnAlerts.NONE));
  }

  private SloHistory history() {
    return new SloHistory(database.jdbi(), (_, _) -> NOON, (_, _) -> adjustments, () -> kept);
  }

  private EventCounts pooled(Instant from, Instant to) {
    var seen = between(from, to);
    return new EventCounts(
        seen.stream().filter(run -> run.sample().success()).count(), seen.size());
  }

  private EventCounts allGood(Instant from, Instant to) {
    var counts = EventCounts.NONE;
    for (var minute = from; minute.isBefore(to); minute = minute.plusSeconds(60)) {
      var seen = between(minute, minute.plusSeconds(60));
      if (!seen.isEmpty()) {
        var good = seen.stream().allMatch(run -> run.sample().success());
        counts = counts.plus(new EventCounts(good ? 1 : 0, 1));
      }
    }
    return counts;
  }

  private List<ProbeResult> between(Instant from, Instant to) {
    return runs.stream()
        .filter(
            run -> !run.key().scheduledAt().isBefore(from) && run.key().scheduledAt().isBefore(to))
        .toList();
  }

  private static List<Instant> minutes(int step) {
    return IntStream.range(0, MINUTES)
        .filter(minute -> minute % step == 0)
        .mapToObj(minute -> NOON.plusSeconds(minute * 60L + 13))
        .toList();
  }

  /** Two locations, each with gaps and failures, and nothing at all for an hour and a half. */
  private static List<ProbeResult> runs(Random random) {
    var runs = new ArrayList<ProbeResult>();
    for (var half = 0; half < 2 * MINUTES; half++) {
      var silent = half > 240 && half < 420;
      for (var location : List.of("eu", "us")) {
        if (!silent && random.nextInt(5) > 0) {
          runs.add(
              Runs.run(
                  "shop-http",
                  location,
                  NOON.plusSeconds(half * 30L),
                  random.nextInt(6) > 0,
                  Duration.ofMillis(9)));
        }
      }
    }
    return runs;
  }

  private static Slo slo(Sli.Locations locations) {
    return new Slo(
        "shop",
        "shop",
        "shop",
        new Sli.Runs(List.of("shop-http"), Criterion.SUCCESS, locations),
        new BudgetWindow.Rolling(Duration.ofDays(30)),
        List.of(new Objective("half", 0.5)));
  }
}
