package dev.nines.slo.reliability.dora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.slo.Derivation;
import dev.nines.slo.reliability.Deployment;
import dev.nines.slo.reliability.Deployment.Result;
import dev.nines.slo.reliability.Figure;
import dev.nines.slo.reliability.ReportingWindow;
import dev.nines.slo.reliability.Times;
import dev.nines.slo.reliability.dora.DeclaredCause.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DoraFiguresTest {
  private static final String SHOP = "shop";
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ReportingWindow NOVEMBER =
      ReportingWindow.of(YearMonth.of(2026, 11), BERLIN);
  private static final Instant TENTH = Instant.parse("2026-11-10T10:00:00Z");
  private static final Instant AFTER = Instant.parse("2026-12-24T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final DeclaredCause UNTOLD = new DeclaredCause.Untold();

  @Test
  void deploymentWeeksBeforeAnOutageIsNotBlamed() {
    var figures =
        figures(
            List.of(deployment(1, TENTH.minus(Duration.ofDays(9)))),
            List.of(incident(1, TENTH, Optional.of(TENTH.plusSeconds(600)), UNTOLD)));

    assertThat(figures.all().failed()).isEmpty();
    assertThat(figures.all().rate().ratio().value()).hasValue(0.0);
    assertThat(why(figures.all().recovery().figure())).isEqualTo("no failed deployments");
  }

  @Test
  void incidentShortlyAfterADeploymentIsInferred_andNotAmongTheDeclaredOnes() {
    var figures =
        figures(
            List.of(deployment(1, TENTH)),
            List.of(
                incident(
                    7, TENTH.plusSeconds(300), Optional.of(TENTH.plusSeconds(1_500)), UNTOLD)));

    assertThat(figures.declared().failed()).isEmpty();
    assertThat(figures.all().failed().getFirst().reasons())
        .containsExactly(
            new FailureReason.Inferred(
                incident(7, TENTH.plusSeconds(300), Optional.of(TENTH.plusSeconds(1_500)), UNTOLD),
                Duration.ofSeconds(300)));
    assertThat(recovery(figures.all())).isEqualTo(Duration.ofSeconds(1_500));
  }

  @Test
  void causeWindowIsHalfOpen() {
    var deployments = List.of(deployment(1, TENTH));

    assertThat(
            List.of(Duration.ZERO, HOUR.minusNanos(1), HOUR, Duration.ofNanos(-1)).stream()
                .map(after ->
                    figures(deployments, List.of(open(1, TENTH.plus(after))))
                        .all()
                        .failed()
                        .size()))
        .containsExactly(1, 1, 0, 0);
  }

  @Test
  void latestDeploymentAloneIsBlamed_ofOneInstantThatOfTheHighestNumber() {
    var figures =
        figures(
            List.of(
                deployment(3, TENTH), deployment(1, TENTH.minusSeconds(60)), deployment(2, TENTH)),
            List.of(open(1, TENTH.plusSeconds(5))));

    assertThat(failed(figures.all())).containsExactly(3L);
  }

  @Test
  void openIncidentHasNoRecoveryTime() {
    var figures = figures(List.of(deployment(1, TENTH)), List.of(open(1, TENTH.plusSeconds(5))));

    assertThat(figures.all().rate().part()).isEqualTo(1);
    assertThat(figures.all().recovery())
        .isEqualTo(new MedianTime(new Figure.Pending<>("not recovered yet"), 1, 0));
  }

  @Test
  void severalIncidentsOnOneDeploymentAreOneFailure_overWithTheLastOfThem() {
    var figures =
        figures(
            List.of(deployment(1, TENTH), deployment(2, TENTH.plus(HOUR.multipliedBy(9)))),
            List.of(
                incident(1, TENTH.plusSeconds(60), Optional.of(TENTH.plusSeconds(900)), UNTOLD),
                incident(2, TENTH.plusSeconds(70), Optional.of(TENTH.plusSeconds(300)), UNTOLD)));

    assertThat(figures.all().rate().ratio().value()).hasValue(0.5);
    assertThat(recovery(figures.all())).isEqualTo(Duration.ofSeconds(900));
  }

  @Test
  void declaredCauseGoesBeforeTheClock() {
    var declared = new DeclaredCause.OfDeployment(1, Evidence.PERSON);
    var figures =
        figures(
            List.of(deployment(1, TENTH.minus(Duration.ofDays(3))), deployment(2, TENTH)),
            List.of(incident(1, TENTH.plusSeconds(5), Optional.empty(), declared)));

    assertThat(failed(figures.all())).containsExactly(1L);
    assertThat(failed(figures.declared())).containsExactly(1L);
  }

  @Test
  void incidentThatNoDeploymentCausedIsInferredOfNone() {
    var none = new DeclaredCause.NoDeployment(Evidence.PERSON);
    var figures =
        figures(
            List.of(deployment(1, TENTH)),
            List.of(incident(1, TENTH.plusSeconds(5), Optional.empty(), none)));

    assertThat(figures.all().failed()).isEmpty();
  }

  @Test
  void incidentOfAnotherServiceCounts_whereItIsDeclaredAlone() {
    var others =
        List.of(
            new ServiceIncident(1, "search", TENTH.plusSeconds(5), Optional.empty(), UNTOLD),
            new ServiceIncident(
                2,
                "search",
                TENTH.plusSeconds(9),
                Optional.empty(),
                new DeclaredCause.OfDeployment(1, Evidence.ARTIFACT)));

    assertThat(figures(List.of(deployment(1, TENTH)), others).all().failed().getFirst().reasons())
        .containsExactly(new FailureReason.Declared(others.get(1), Evidence.ARTIFACT));
  }

  @Test
  void rollbackWithoutAnIncidentMakesTheDeploymentBeforeItFail_untilItHasFinished() {
    var figures =
        figures(
            List.of(
                deployment(1, TENTH.minusSeconds(60)),
                deployment(2, TENTH),
                rollback(3, TENTH.plusSeconds(240)),
                rollback(4, TENTH.plusSeconds(300))),
            List.of());

    assertThat(failed(figures.declared())).containsExactly(2L);
    assertThat(figures.declared().rate().ratio().value()).hasValue(0.25);
    assertThat(recovery(figures.declared())).isEqualTo(Duration.ofSeconds(300));
    assertThat(figures.rework().ratio().value()).hasValue(1.0); // of the two that were told
  }

  @Test
  void incidentSaysWhenARolledBackDeploymentHadRecovered() {
    var figures =
        figures(
            List.of(deployment(1, TENTH), rollback(2, TENTH.plusSeconds(240))),
            List.of(
                incident(
                    1,
                    TENTH.plusSeconds(5),
                    Optional.of(TENTH.plusSeconds(500)),
                    new DeclaredCause.OfDeployment(1, Evidence.ROLLBACK))));

    assertThat(figures.declared().failed()).hasSize(1);
    assertThat(recovery(figures.declared())).isEqualTo(Duration.ofSeconds(500));
  }

  @Test
  void pipelineRunsThatFailedOrWereCanceledAreNoDeployments() {
    var figures =
        figures(
            List.of(
                ended(1, TENTH, Result.FAILED),
                ended(2, TENTH, Result.CANCELED),
                ended(3, TENTH, Result.FAILED)),
            List.of(open(1, TENTH.plusSeconds(5))));

    assertThat(why(figures.frequency().perDay())).isEqualTo("no deployments");
    assertThat(why(figures.all().rate().ratio())).isEqualTo("no deployments");
    assertThat(figures.all().failed()).isEmpty();
    assertThat(List.of(figures.failedRuns(), figures.canceledRuns())).containsExactly(2, 1);
  }

  @Test
  void negativeLeadTimesAreInvalidAndCountedApart() {
    var figures =
        figures(
            List.of(
                change(1, TENTH, TENTH.minusSeconds(100), TENTH.plusSeconds(1)),
                change(2, TENTH, TENTH.minusSeconds(300))),
            List.of());

    assertThat(figures.leadTime().invalid()).isEqualTo(1);
    assertThat(figures.leadTime().figure())
        .isEqualTo(
            new Figure.Recorded<>(
                new Times(List.of(Duration.ofSeconds(100), Duration.ofSeconds(300))),
                new Derivation("median of (deployed - committed)", "(100 s + 300 s) / 2 = 200")));
  }

  @Test
  void leadTimesThatAreAllNegativeAreNoFigure() {
    var figures = figures(List.of(change(1, TENTH, TENTH.plusSeconds(1))), List.of());

    assertThat(figures.leadTime().figure()).isInstanceOf(Figure.Invalid.class);
  }

  @Test
  void rollbackBringsNoChange_soThatItsOldCommitsAreNoLeadTime() {
    var old = TENTH.minus(Duration.ofDays(200));
    var figures =
        figures(
            List.of(
                new Deployment(
                    1,
                    SHOP,
                    "v1",
                    "production",
                    TENTH,
                    Result.SUCCEEDED,
                    List.of(old),
                    Optional.empty(),
                    true)),
            List.of());

    assertThat(why(figures.leadTime().figure())).isEqualTo("no commits were told");
    assertThat(figures.withoutCommits()).isZero();
  }

  @Test
  void reworkIsAShareOfThoseOfWhichItWasTold() {
    var figures =
        figures(
            List.of(
                rework(1, Optional.of(true)),
                rework(2, Optional.of(false)),
                rework(3, Optional.of(false)),
                rework(4, Optional.empty())),
            List.of());

    assertThat(figures.rework().whole()).isEqualTo(3);
    assertThat(figures.rework().ratio().value()).hasValue(1 / 3.0);
  }

  @Test
  void failureBelongsToTheMonthOfItsDeployment_howeverLateItsIncident() {
    var midnight = Instant.parse("2026-11-30T23:00:00Z"); // in Berlin
    var deployments = List.of(deployment(1, midnight.minusSeconds(60)), deployment(2, midnight));
    var declared = new DeclaredCause.OfDeployment(1, Evidence.API);
    var figures =
        figures(
            deployments,
            List.of(
                incident(1, midnight.plusSeconds(86_400), Optional.empty(), declared),
                open(2, midnight.plusSeconds(5))));

    assertThat(figures.frequency().deployments()).isEqualTo(1);
    assertThat(failed(figures.all())).containsExactly(1L);
  }

  @Test
  void frequencyIsOverTheTimeThatHasPassed_andDaysAreThoseOfTheZone() {
    var history =
        new DeliveryHistory(
            SHOP,
            List.of(
                deployment(1, Instant.parse("2026-11-01T22:30:00Z")), // the 1st in Berlin
                deployment(2, Instant.parse("2026-11-01T23:30:00Z")), // the 2nd
                deployment(3, Instant.parse("2026-11-09T10:00:00Z"))), // to come
            List.of(),
            HOUR);

    var frequency =
        DoraFigures.of(List.of(history), NOVEMBER, Instant.parse("2026-11-08T23:00:00Z"))
            .frequency();

    assertThat(frequency).isEqualTo(new DeploymentFrequency(2, 2, Duration.ofDays(8)));
    assertThat(frequency.perDay().value()).hasValue(0.25);
    assertThat(frequency.perWeek().value()).hasValue(1.75);
    assertThat(PerformanceLevel.of(frequency)).isEmpty();
  }

  @Test
  void levelsCarryTheirYear_andAreNotGivenToFew() {
    var twice =
        figures(
            IntStream.range(0, 8).mapToObj(i -> deployment(i, TENTH.plusSeconds(i))).toList(),
            List.of());
    var four =
        figures(
            IntStream.range(0, 4).mapToObj(i -> deployment(i, TENTH.plusSeconds(i))).toList(),
            List.of());

    assertThat(PerformanceLevel.of(twice.frequency()).map(PerformanceLevel::text))
        .hasValue("2023: High");
    assertThat(PerformanceLevel.ofFailRate(twice.all().rate())).hasValue(PerformanceLevel.ELITE);
    assertThat(PerformanceLevel.ofFailRate(four.all().rate())).isEmpty();
  }

  private static DoraFigures figures(
      List<Deployment> deployments, List<ServiceIncident> incidents) {
    return DoraFigures.of(
        List.of(new DeliveryHistory(SHOP, deployments, incidents, HOUR)), NOVEMBER, AFTER);
  }

  private static Deployment deployment(long id, Instant finished) {
    return ended(id, finished, Result.SUCCEEDED);
  }

  private static Deployment ended(long id, Instant finished, Result result) {
    return new Deployment(
        id, SHOP, "v" + id, "production", finished, result, List.of(), Optional.empty(), false);
  }

  private static Deployment change(long id, Instant finished, Instant... committed) {
    return new Deployment(
        id,
        SHOP,
        "v" + id,
        "production",
        finished,
        Result.SUCCEEDED,
        List.of(committed),
        Optional.empty(),
        false);
  }

  private static Deployment rework(long id, Optional<Boolean> rework) {
    return new Deployment(
        id, SHOP, "v" + id, "production", TENTH, Result.SUCCEEDED, List.of(), rework, false);
  }

  private static Deployment rollback(long id, Instant finished) {
    return new Deployment(
        id,
        SHOP,
        "v" + id,
        "production",
        finished,
        Result.SUCCEEDED,
        List.of(),
        Optional.empty(),
        true);
  }

  private static ServiceIncident open(long id, Instant impactStart) {
    return incident(id, impactStart, Optional.empty(), UNTOLD);
  }

  private static ServiceIncident incident(
      long id, Instant impactStart, Optional<Instant> restored, DeclaredCause cause) {
    return new ServiceIncident(id, SHOP, impactStart, restored, cause);
  }

  private static List<Long> failed(ChangeFailures failures) {
    return failures.failed().stream().map(failure -> failure.deployment().id()).toList();
  }

  private static Duration recovery(ChangeFailures failures) {
    return failures.recovery().figure().value().map(Times::median).orElseThrow();
  }

  private static String why(Figure<?> figure) {
    return switch (figure) {
      case Figure.Recorded<?> _ -> "recorded";
      case Figure.Pending<?>(var why) -> why;
      case Figure.NotApplicable<?>(var why) -> why;
      case Figure.Invalid<?>(var why) -> why;
    };
  }
}
