package dev.nines.slo.reliability;

import static dev.nines.slo.reliability.Moments.at;
import static dev.nines.slo.reliability.Moments.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nines.slo.Derivation;
import dev.nines.slo.EventCounts;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every rule for edges, one by one. */
class ReliabilityFiguresTest {
  private static final Interval WINDOW = span(0, 10_000);
  private static final Instant NOW = at(20_000);

  /** Bad from 100, last good at 70, detected at 160, opened at 161, taken at 221, good at 400. */
  private static final IncidentTimes USUAL =
      new IncidentTimes(
          at(100),
          false,
          Optional.of(at(70)),
          at(160),
          at(161),
          Optional.of(at(221)),
          Optional.of(at(400)),
          Optional.of(at(460)),
          Optional.of(at(460)));

  @Test
  void eachTimeIsTheDifferenceOfItsAnchors() {
    var figures = figures(USUAL);

    assertThat(mean(figures, TimeTo.DETECT_AT_LEAST)).isEqualTo(60);
    assertThat(mean(figures, TimeTo.DETECT_AT_MOST)).isEqualTo(90);
    assertThat(mean(figures, TimeTo.ACKNOWLEDGE)).isEqualTo(60);
    assertThat(mean(figures, TimeTo.RESTORE)).isEqualTo(300);
    assertThat(mean(figures, TimeTo.RESOLVE_FIRST)).isEqualTo(360);
    assertThat(mean(figures, TimeTo.RESOLVE)).isEqualTo(360);
    assertThat(figures.timeBetweenFailures().mean().value()).contains(Duration.ofSeconds(9_700));
    assertThat(figures.running()).isEmpty();
  }

  @Test
  void withoutIncidentsThereAreNoNumbers_neitherZeroNorForEver() {
    var figures = figures();

    assertThat(figures.times())
        .extracting(MeanTime::figure)
        .containsOnly(new Figure.NotApplicable<>("no incidents"));
    assertThat(figures.timeBetweenFailures().mean())
        .isEqualTo(new Figure.NotApplicable<>("no failures"));
    assertThat(new GoodRuns(EventCounts.NONE).ratio())
        .isEqualTo(new Figure.NotApplicable<>("no stored runs"));
  }

  @Test
  void failuresInTimeThatNobodyWatchedHaveNoTimeBetweenThem() {
    assertThat(new TimeBetweenFailures(Duration.ZERO, Duration.ZERO, 2).mean())
        .isEqualTo(new Figure.NotApplicable<>("nothing is known of the time between them"));
  }

  @Test
  void openIncidentIsPendingAndListedApart_andIsAFailure() {
    var open = incident(9_000, Optional.empty());

    var figures = figures(USUAL, open);

    assertThat(figures.timeTo(TimeTo.RESTORE).pending()).isEqualTo(1);
    assertThat(mean(figures, TimeTo.RESTORE)).isEqualTo(300);
    assertThat(figures.running()).containsExactly(Duration.ofSeconds(11_000));
    assertThat(figures.timeBetweenFailures().failures()).isEqualTo(2);
    assertThat(figures(open).timeTo(TimeTo.RESTORE).figure())
        .isEqualTo(new Figure.Pending<>("not restored yet"));
  }

  @Test
  void openIncidentIsListedInEveryWindowItReachesInto_andCountedInOne() {
    var open = incident(-500, Optional.empty());

    var figures = figures(open);

    assertThat(figures.running()).containsExactly(Duration.ofSeconds(20_500));
    assertThat(figures.timeTo(TimeTo.RESTORE).figure())
        .isEqualTo(new Figure.NotApplicable<>("no incidents"));
  }

  @Test
  void acknowledgementIsPendingWhileOpen_andNotApplicableOnceResolvedWithout() {
    var open = incident(500, Optional.empty());
    var resolved = times(500, Optional.of(600L), Optional.of(700L), Optional.of(700L));

    assertThat(TimeTo.ACKNOWLEDGE.of(open)).isEqualTo(new Figure.Pending<>("not acknowledged yet"));
    assertThat(TimeTo.ACKNOWLEDGE.of(resolved))
        .isEqualTo(new Figure.NotApplicable<>("resolved without being acknowledged"));
  }

  @Test
  void neverSeenGoodHasNoUpperBoundOfDetection() {
    assertThat(TimeTo.DETECT_AT_MOST.of(incident(500, Optional.of(600L))))
        .isInstanceOf(Figure.NotApplicable.class);
  }

  @Test
  void endBeforeStartIsInvalidAndNotClamped() {
    var crooked = incident(500, Optional.of(499L));

    var restore = figures(crooked, USUAL).timeTo(TimeTo.RESTORE);

    assertThat(restore.invalid()).isEqualTo(1);
    assertThat(restore.figure().value().orElseThrow().values())
        .containsExactly(Duration.ofSeconds(300));
    assertThat(TimeTo.RESTORE.of(crooked))
        .isEqualTo(
            new Figure.Invalid<>(
                "ends before it starts: restored - impactStart"
                    + " = 1970-01-01T00:08:19Z - 1970-01-01T00:08:20Z"));
    assertThat(figures(crooked).timeTo(TimeTo.RESTORE).figure()).isInstanceOf(Figure.Invalid.class);
  }

  @Test
  void incidentBelongsToTheWindowItsImpactBeganIn_andItsDowntimeToEachByClipping() {
    var crossing = incident(9_900, Optional.of(10_300L));
    var history = history(Intervals.NONE, Intervals.of(span(9_900, 10_300)), crossing);

    var first = history.figures(WINDOW);
    var second = history.figures(span(10_000, 20_000));

    assertThat(mean(first, TimeTo.RESTORE)).isEqualTo(400);
    assertThat(second.timeTo(TimeTo.RESTORE).figure())
        .isEqualTo(new Figure.NotApplicable<>("no incidents"));
    assertThat(first.uptime().down()).isEqualTo(Duration.ofSeconds(100));
    assertThat(second.uptime().down()).isEqualTo(Duration.ofSeconds(300));
    assertThat(second.timeBetweenFailures().mean())
        .isEqualTo(new Figure.NotApplicable<>("no failures"));
  }

  @Test
  void windowHoldsItsFirstSecondAndNotItsEnd() {
    assertThat(failures(incident(-1, Optional.of(60L)))).isZero();
    assertThat(failures(incident(0, Optional.of(60L)))).isEqualTo(1);
    assertThat(failures(incident(9_999, Optional.of(10_060L)))).isEqualTo(1);
    assertThat(failures(incident(10_000, Optional.of(10_060L)))).isZero();
  }

  @Test
  void overlappingIncidentsBothCountAndTheirDowntimeOnce() {
    var history =
        history(
            Intervals.NONE,
            Intervals.of(span(100, 400), span(300, 500)),
            incident(100, Optional.of(400L)),
            incident(300, Optional.of(500L)));

    var figures = history.figures(WINDOW);

    assertThat(figures.uptime().down()).isEqualTo(Duration.ofSeconds(400));
    assertThat(figures.timeTo(TimeTo.RESTORE).figure().value().orElseThrow().values())
        .containsExactly(Duration.ofSeconds(200), Duration.ofSeconds(300));
  }

  @Test
  void reopenedIncidentIsOne_resolvedForTheFirstTimeAndForGood() {
    var again = times(100, Optional.of(900L), Optional.of(260L), Optional.of(960L));
    var reopened = times(100, Optional.empty(), Optional.of(260L), Optional.empty());

    var figures = figures(again);

    assertThat(figures.timeBetweenFailures().failures()).isEqualTo(1);
    assertThat(mean(figures, TimeTo.RESTORE)).isEqualTo(800);
    assertThat(mean(figures, TimeTo.RESOLVE_FIRST)).isEqualTo(160);
    assertThat(mean(figures, TimeTo.RESOLVE)).isEqualTo(860);
    assertThat(TimeTo.RESOLVE.of(reopened)).isEqualTo(new Figure.Pending<>("not resolved yet"));
    assertThat(figures(reopened).running()).containsExactly(Duration.ofSeconds(19_900));
  }

  @Test
  void maintenanceThatStartsInMidOutageEndsTheDowntime_andShortensNoIncident() {
    var history =
        history(
            Intervals.of(span(200, 300)),
            Intervals.of(span(100, 400)),
            incident(100, Optional.of(400L)));

    var figures = history.figures(WINDOW);

    assertThat(figures.uptime().down()).isEqualTo(Duration.ofSeconds(200));
    assertThat(figures.uptime().known()).isEqualTo(Duration.ofSeconds(9_900));
    assertThat(mean(figures, TimeTo.RESTORE)).isEqualTo(300);
  }

  @Test
  void incidentThatBeganInMaintenanceCountsFromItsEnd() {
    var history =
        history(
            Intervals.of(span(50, 300)),
            Intervals.of(span(100, 400)),
            times(100, Optional.of(400L), Optional.of(200L), Optional.of(460L)));

    var figures = history.figures(WINDOW);

    assertThat(figures.uptime().down()).isEqualTo(Duration.ofSeconds(100));
    assertThat(mean(figures, TimeTo.RESTORE)).isEqualTo(100);
    assertThat(mean(figures, TimeTo.RESOLVE_FIRST)).as("then nobody asked").isEqualTo(160);
    assertThat(figures.timeTo(TimeTo.DETECT_AT_LEAST).figure())
        .isEqualTo(new Figure.NotApplicable<>("began in maintenance"));
    assertThat(figures.timeTo(TimeTo.DETECT_AT_MOST).notApplicable()).isEqualTo(1);
    assertThat(figures.inMaintenance()).isZero();
  }

  @Test
  void incidentThatBeganInMaintenanceBelongsToTheWindowInWhichThatEnds() {
    var history =
        history(
            Intervals.of(span(9_000, 11_000)),
            Intervals.of(span(9_500, 12_000)),
            incident(9_500, Optional.of(12_000L)));

    assertThat(history.figures(WINDOW).timeBetweenFailures().failures()).isZero();
    assertThat(mean(history.figures(span(10_000, 20_000)), TimeTo.RESTORE)).isEqualTo(1_000);
  }

  @Test
  void incidentWithinMaintenanceDoesNotCount() {
    var over = incident(100, Optional.of(300L));
    var lasting = incident(19_950, Optional.empty());
    var history =
        history(Intervals.of(span(50, 300), span(19_900, 30_000)), Intervals.NONE, over, lasting);

    assertThat(history.figures(WINDOW).inMaintenance()).isEqualTo(1);
    assertThat(history.figures(WINDOW).timeBetweenFailures().failures()).isZero();
    assertThat(history.figures(span(10_000, 20_000)).inMaintenance()).isEqualTo(1);
    assertThat(history.figures(span(10_000, 20_000)).running()).isEmpty();
  }

  @Test
  void incidentThatContradictsItselfInMaintenanceIsStillInvalid() {
    var history =
        history(Intervals.of(span(50, 300)), Intervals.NONE, incident(100, Optional.of(60L)));

    assertThat(history.figures(WINDOW).timeTo(TimeTo.RESTORE).invalid()).isEqualTo(1);
  }

  @Test
  void incidentOfTheFutureIsNotCounted_becauseClocksDiffer() {
    var history = history(Intervals.NONE, Intervals.NONE, incident(20_001, Optional.empty()));

    var figures = history.figures(span(0, 30_000));

    assertThat(figures.timeBetweenFailures().failures()).isZero();
    assertThat(figures.running()).isEmpty();
  }

  @Test
  void severalServicesAddUpTheirTimesAndPutTheirIncidentsTogether() {
    var one = history(Intervals.NONE, Intervals.of(span(0, 100)), incident(0, Optional.of(100L)));
    var young =
        new ServiceHistory(
            span(9_000, 20_000),
            Intervals.NONE,
            Intervals.NONE,
            Intervals.of(span(9_050, 9_100)),
            List.of(incident(9_050, Optional.of(9_100L))));

    var figures = ReliabilityFigures.of(List.of(one, young), WINDOW);

    assertThat(figures.uptime())
        .isEqualTo(new Uptime(Duration.ofSeconds(11_000), Duration.ofSeconds(150), Duration.ZERO));
    assertThat(figures.timeTo(TimeTo.RESTORE).figure().value().orElseThrow().n()).isEqualTo(2);
    assertThat(figures.timeBetweenFailures().mean().value()).contains(Duration.ofSeconds(5_425));
    assertThat(ReliabilityFigures.of(List.of(), WINDOW).uptime()).isEqualTo(Uptime.NONE);
  }

  @Test
  void medianAndPercentileOfEvenAndOddNumbers() {
    assertThat(seconds(7).median()).isEqualTo(Duration.ofSeconds(7));
    assertThat(seconds(1, 4).median()).isEqualTo(Duration.ofMillis(2_500));
    assertThat(seconds(9, 1, 5).median()).isEqualTo(Duration.ofSeconds(5));
    assertThat(seconds(7).p90()).isEqualTo(Duration.ofSeconds(7));
    var tenth = seconds(IntStream.rangeClosed(1, 10).toArray());
    assertThat(tenth.p90()).isEqualTo(Duration.ofSeconds(9));
    var eleventh = seconds(IntStream.rangeClosed(1, 11).toArray());
    assertThat(eleventh.p90()).isEqualTo(Duration.ofSeconds(10));
    assertThatIllegalArgumentException().isThrownBy(() -> seconds());
  }

  @Test
  void derivationsNameTheAnchorsAndTheNumbers() {
    var three =
        figures(
            incident(100, Optional.of(110L)),
            incident(200, Optional.of(210L)),
            incident(300, Optional.of(311L)));

    assertThat(derivation(three.timeTo(TimeTo.RESTORE).figure()))
        .isEqualTo(
            new Derivation(
                "sum of (restored - impactStart) / incidents", "31 s / 3 ≈ 10.333333333"));
    assertThat(derivation(figures(USUAL).timeBetweenFailures().mean()))
        .isEqualTo(
            new Derivation("(known time - downtime) / failures", "(10000 s - 300 s) / 1 = 9700"));
    assertThat(derivation(TimeTo.RESTORE.of(USUAL)))
        .isEqualTo(
            new Derivation(
                "restored - impactStart", "1970-01-01T00:06:40Z - 1970-01-01T00:01:40Z = 300"));
    assertThat(derivation(new GoodRuns(new EventCounts(9, 10)).ratio()))
        .isEqualTo(new Derivation("good runs / valid runs", "9 / 10 = 0.9"));
  }

  private static <V> Derivation derivation(Figure<V> figure) {
    return switch (figure) {
      case Figure.Recorded<V>(_, var derivation) -> derivation;
      case Figure.Pending<V> _, Figure.NotApplicable<V> _, Figure.Invalid<V> _ ->
          throw new AssertionError(figure);
    };
  }

  /** As long down as their incidents say. */
  private static ReliabilityFigures figures(IncidentTimes... incidents) {
    var downtime =
        List.of(incidents).stream()
            .map(i -> new Interval(i.impactStart(), later(i.restored().orElse(NOW), i)))
            .toList();
    return history(Intervals.NONE, new Intervals(downtime), incidents).figures(WINDOW);
  }

  private static Instant later(Instant end, IncidentTimes incident) {
    return end.isBefore(incident.impactStart()) ? incident.impactStart() : end;
  }

  private static int failures(IncidentTimes incident) {
    return figures(incident).timeBetweenFailures().failures();
  }

  private static ServiceHistory history(
      Intervals maintenance, Intervals downtime, IncidentTimes... incidents) {
    return new ServiceHistory(
        span(0, 20_000), Intervals.NONE, maintenance, downtime, List.of(incidents));
  }

  private static long mean(ReliabilityFigures figures, TimeTo measured) {
    return figures.timeTo(measured).figure().value().orElseThrow().mean().toSeconds();
  }

  private static Times seconds(int... seconds) {
    return new Times(IntStream.of(seconds).mapToObj(Duration::ofSeconds).toList());
  }

  private static IncidentTimes incident(long impactStart, Optional<Long> restored) {
    var resolved = restored.map(end -> end + 60);
    return times(impactStart, restored, resolved, resolved);
  }

  private static IncidentTimes times(
      long impactStart,
      Optional<Long> restored,
      Optional<Long> firstResolved,
      Optional<Long> resolved) {
    return new IncidentTimes(
        at(impactStart),
        false,
        Optional.empty(),
        at(impactStart + 60),
        at(impactStart + 61),
        Optional.empty(),
        restored.map(Moments::at),
        firstResolved.map(Moments::at),
        resolved.map(Moments::at));
  }
}
