package dev.nines.engine.pages;

import static dev.nines.engine.pages.Snapshots.HOUR;
import static dev.nines.engine.pages.Snapshots.MONTH;
import static dev.nines.engine.pages.Snapshots.NOON;
import static dev.nines.engine.pages.Snapshots.figures;
import static dev.nines.engine.pages.Snapshots.incident;
import static dev.nines.engine.pages.Snapshots.service;
import static dev.nines.engine.pages.Snapshots.slo;
import static dev.nines.engine.pages.Snapshots.unwatched;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nines.engine.evaluation.ProbeStatus;
import dev.nines.engine.evaluation.ServiceState;
import dev.nines.engine.evaluation.ServiceStatus;
import dev.nines.engine.evaluation.SloStatus;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.pages.ObjectiveRow.BurnCell;
import dev.nines.engine.pages.ServiceRow.RestoreCell;
import dev.nines.engine.pages.ServiceRow.UptimeCell;
import dev.nines.engine.pages.text.Moment;
import dev.nines.incident.FailureStreak;
import dev.nines.incident.Incident;
import dev.nines.incident.Severity;
import dev.nines.slo.reliability.MeanTime;
import dev.nines.slo.reliability.TimeTo;
import dev.nines.slo.reliability.Times;
import dev.nines.slo.reliability.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OverviewPageTest {
  private static final ServiceStatus UP = service("search", ServiceState.UP);
  private static final ServiceStatus DOWN = service("checkout", ServiceState.DOWN);

  @Test
  void beforeTheFirstTickNothingIsClaimed() {
    var page = page(Snapshot.NONE, NOON);

    assertThat(page.verdict().text()).isEqualTo("Starting: no evaluation yet");
    assertThat(page.verdict().state()).isEqualTo("unknown");
    assertThat(page.asOf()).isEmpty();
  }

  @Test
  void oldSnapshotIsWarnedOf() {
    assertThat(page(Snapshots.of(UP), NOON.plusSeconds(60)).warning()).isEmpty();
    assertThat(page(Snapshots.of(UP), NOON.plusSeconds(61)).warning())
        .isEqualTo("These figures are 1 min 1 s old: no evaluation has succeeded since");
  }

  @Test
  void timeIsTheSnapshotsOwn() {
    assertThat(page(Snapshots.of(UP), NOON.plusSeconds(9)).asOf().map(Moment::text))
        .contains("24 Nov 2026 12:00:00 UTC");
  }

  @ParameterizedTest
  @MethodSource
  void verdict(List<ServiceStatus> services, String state, String text) {
    var verdict = page(new Snapshot(NOON, services, List.of(), List.of()), NOON).verdict();

    assertThat(verdict.text()).isEqualTo(text);
    assertThat(verdict.state()).isEqualTo(state);
  }

  static Stream<Arguments> verdict() {
    var maintained = service("mail", ServiceState.MAINTENANCE);
    return Stream.of(
        Arguments.argumentSet("none", List.of(), "unknown", "No services declared"),
        Arguments.argumentSet("one up", List.of(UP), "up", "1 service up"),
        Arguments.argumentSet("all up", List.of(UP, UP, UP), "up", "All 3 services up"),
        Arguments.argumentSet(
            "one down", List.of(UP, DOWN, UP), "down", "1 of 3 services down: Checkout"),
        Arguments.argumentSet(
            "no result",
            List.of(UP, unwatched("mail")),
            "unknown",
            "1 of 2 services unknown: Mail"),
        Arguments.argumentSet(
            "many",
            Collections.nCopies(6, DOWN),
            "down",
            "6 of 6 services down: Checkout, Checkout, Checkout, Checkout and 2 more"),
        Arguments.argumentSet(
            "worst first",
            List.of(unwatched("a"), maintained, service("b", ServiceState.DEGRADED), DOWN, DOWN),
            "down",
            "2 of 5 services down: Checkout, Checkout; 1 degraded: B; 1 unknown: A;"
                + " 1 in maintenance: Mail"));
  }

  @Test
  void verdictCountsIncidentsAndBudgets() {
    assertThat(page(Snapshots.everything(), NOON).verdict().rest())
        .isEqualTo("1 open incident, 1 of 6 error budgets overspent");
    assertThat(page(Snapshots.of(UP), NOON).verdict().rest()).isEqualTo("No open incidents");
  }

  @Test
  void serviceNobodyWatchedHasNoFigures() {
    var row = page(Snapshots.of(unwatched("mail")), NOON).services().getFirst();

    assertThat(row.uptimes()).hasSize(3).containsOnly(new UptimeCell("not known", "", ""));
    assertThat(row.downtime()).isEqualTo("not known");
    assertThat(row.restore().text()).isEqualTo("not known");
    assertThat(row.incidents()).isEqualTo("not known");
  }

  @Test
  void windowWithoutKnownTimeIsNotKnown() {
    assertThat(UptimeCell.of(new Uptime(Duration.ZERO, Duration.ZERO, HOUR), HOUR))
        .isEqualTo(new UptimeCell("not known", "", ""));
  }

  @Test
  void probesThatAreNotUpComeFirst_andThereMayBeMoreThanAreNamed() {
    var probes = new ArrayList<ProbeStatus>();
    for (var i = 0; i < 12; i++) {
      probes.add(Snapshots.probe("p" + i, i == 10 ? ServiceState.DEGRADED : ServiceState.UP));
    }
    var service =
        new ServiceStatus(
            Snapshots.named("shop"),
            ServiceState.DEGRADED,
            Optional.empty(),
            Optional.empty(),
            LinkedHashMap::new,
            probes);
    var row = page(Snapshots.of(service), NOON).services().getFirst();

    assertThat(row.probes()).hasSize(8);
    assertThat(row.probes().subList(0, 2))
        .containsExactly(
            new ProbeLink("p10", "/probes/p10", "degraded", ""),
            new ProbeLink("p0", "/probes/p0", "up", ""));
    assertThat(row.moreProbes())
        .extracting(ProbeLink::name)
        .containsExactly("p7", "p8", "p9", "p11");
  }

  @Test
  void probesThatSomebodyHasToLookAtAreNeverBehindOthers() {
    var probes = new ArrayList<ProbeStatus>();
    for (var i = 0; i < 9; i++) {
      probes.add(Snapshots.probe("good-" + i, ServiceState.UP));
    }
    probes.add(Snapshots.probe("slow", ServiceState.DEGRADED));
    probes.add(Snapshots.probe("unknown", ServiceState.UNKNOWN));
    probes.add(
        new ProbeStatus(
            Snapshots.probe("failing", ServiceState.UP).probe(),
            ServiceState.UP,
            Optional.of(new FailureStreak(2, 3, true))));
    probes.add(Snapshots.probe("down", ServiceState.DOWN));
    var service =
        new ServiceStatus(
            Snapshots.named("shop"),
            ServiceState.DOWN,
            Optional.empty(),
            Optional.empty(),
            LinkedHashMap::new,
            probes);

    assertThat(page(Snapshots.of(service), NOON).services().getFirst().probes())
        .extracting(ProbeLink::name, ProbeLink::failing)
        .startsWith(
            tuple("down", ""),
            tuple("failing", "failing 2 of 3"),
            tuple("unknown", ""),
            tuple("slow", ""),
            tuple("good-0", ""));
  }

  @Test
  void coverageShowsOnlyWhereItIsNotFull() {
    var row =
        page(Snapshots.of(service("a", ServiceState.UP, MONTH.minusDays(3), HOUR)), NOON)
            .services()
            .getFirst();

    assertThat(row.uptimes().get(0))
        .isEqualTo(new UptimeCell("100 %", "", "1 - 0 s / 86400 s = 1"));
    assertThat(row.uptimes().get(2).text()).isEqualTo("99.84 %");
    assertThat(row.uptimes().get(2).basis()).isEqualTo("90 % watched");
    assertThat(row.downtime()).isEqualTo("1 h");
  }

  @Test
  void youngServiceWasNotUpForAMonth() {
    var young = new Uptime(Duration.ofSeconds(68), Duration.ZERO, Duration.ZERO);
    var gappy = new Uptime(HOUR, Duration.ZERO, HOUR);

    assertThat(UptimeCell.of(young, MONTH).basis()).isEqualTo("over 1 min 8 s");
    assertThat(UptimeCell.of(gappy, MONTH).basis()).isEqualTo("over 2 h, 50 % watched");
  }

  @Test
  void meanOfFewShowsThemAll() {
    assertThat(restore()).isEqualTo(new RestoreCell("none", ""));
    assertThat(restore(4)).isEqualTo(new RestoreCell("4 min", "n = 1"));
    assertThat(restore(4, 1)).isEqualTo(new RestoreCell("2 min 30 s", "n = 2: 1 min, 4 min"));
    assertThat(restore(1, 2, 3, 4, 60)).isEqualTo(new RestoreCell("14 min", "n = 5, median 3 min"));
  }

  @Test
  void unrestoredIncidentsAreCountedApart() {
    assertThat(RestoreCell.of(new MeanTime(TimeTo.RESTORE, Optional.empty(), 1, 0, 0)))
        .isEqualTo(new RestoreCell("none", "1 not restored yet"));
    assertThat(
            RestoreCell.of(
                new MeanTime(TimeTo.RESTORE, Optional.of(new Times(List.of(HOUR))), 2, 0, 0)))
        .isEqualTo(new RestoreCell("1 h", "n = 1; 2 not restored yet"));
  }

  @Test
  void budgetIsShownAsShareAndAsTime() {
    var row = row(slo("checkout", "success", 0.999, MONTH, 32, 64_000, 14.4, Severity.CRITICAL));
    var budget = row.budget().orElseThrow();

    assertThat(row.target()).isEqualTo("99.9 %");
    assertThat(row.window()).isEqualTo("30 d");
    assertThat(budget.sli()).isEqualTo("99.95 %");
    assertThat(budget.state()).isEqualTo("good");
    assertThat(budget.left()).isEqualTo("50 %");
    assertThat(budget.leftRatio()).isEqualTo(0.5);
    assertThat(budget.time()).isEqualTo("21 min 36 s of outage left");
    assertThat(budget.events()).isEqualTo("32 bad of 64,000 runs");
    assertThat(budget.workings()).isEqualTo("1 - (32 / 64000) / (1 - 0.999) = 0.5");
    assertThat(row.burn()).contains(new BurnCell("1 h", "14.4×", true));
    assertThat(row.firing()).containsExactly("critical");
  }

  @Test
  void overspentBudgetIsBelowZero() {
    var budget = row(slo("a", "success", 0.999, MONTH, 160, 64_000, 0)).budget().orElseThrow();

    assertThat(budget.state()).isEqualTo("overspent");
    assertThat(budget.left()).isEqualTo("\u2212150 %");
    assertThat(budget.leftRatio()).isZero();
    assertThat(budget.time()).isEqualTo("overspent by 1 h 4 min of outage");
  }

  @Test
  void littleBudgetIsLow() {
    assertThat(row(slo("a", "success", 0.9, MONTH, 75, 1_000, 0)).budget().orElseThrow().state())
        .isEqualTo("good");
    assertThat(row(slo("a", "success", 0.9, MONTH, 76, 1_000, 0)).budget().orElseThrow().state())
        .isEqualTo("low");
  }

  @Test
  void withoutRunsThereIsNoBudget() {
    var row = row(slo("a", "success", 0.9, MONTH, 0, 0, 0));

    assertThat(row.budget()).isEmpty();
    assertThat(row.burn()).contains(new BurnCell("1 h", "no runs", false));
  }

  @Test
  void windowOfMinutesReadsWell_andItsBudgetIsNotABurnRate() {
    var row = row(slo("a", "success", 0.9, Duration.ofMinutes(60), 0, 10, 0.5));

    assertThat(row.window()).isEqualTo("1 h");
    assertThat(row.burnRates()).extracting(BurnCell::window).containsExactly("5 min");
    assertThat(row.burn()).contains(new BurnCell("5 min", "0.5×", false));
  }

  @Test
  void incidentThatLasts() {
    var open = incident(12, "checkout", Duration.ofMinutes(12), Optional.empty());
    var row = page(incidents(open), NOON.plusSeconds(3)).openIncidents().getFirst();

    assertThat(row.service()).isEqualTo("Checkout");
    assertThat(row.link()).isEqualTo("/incidents/12");
    assertThat(row.what()).isEqualTo("probe checkout-http is down at local: refused in connect");
    assertThat(row.probes())
        .containsExactly(new ProbeLink("checkout-http", "/probes/checkout-http", "down", ""));
    assertThat(row.since().text()).isEqualTo("11:48:00");
    assertThat(row.lasts()).isEqualTo("12 min");
    assertThat(row.timeToDetect()).isEqualTo("1 min 2 s to 1 min 32 s");
    assertThat(row.timeToRestore()).isEmpty();
    assertThat(row.resolved()).isEmpty();
  }

  @Test
  void impactAheadOfTheDatabasesClockLastsNoTime() {
    var open = incident(12, "checkout", Duration.ofSeconds(-1), Optional.empty());

    assertThat(page(incidents(open), NOON).openIncidents().getFirst().lasts()).isEqualTo("0 s");
  }

  @Test
  void recentIncidentsAreTenAtMost_openAndResolved() {
    var incidents =
        IntStream.range(0, 12)
            .mapToObj(i ->
                incident(
                    20 - i,
                    "gone",
                    Duration.ofHours(i + 1),
                    i == 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(i))))
            .toArray(Incident[]::new);
    var page = page(incidents(incidents), NOON);

    assertThat(page.openIncidents()).extracting(IncidentRow::number).containsExactly("#20");
    assertThat(page.recentIncidents()).hasSize(10);
    assertThat(page.recentIncidents().get(1).timeToRestore()).isEqualTo("1 min");
    assertThat(page.recentIncidents().get(1).resolved().map(Moment::text)).contains("10:03:30");
    assertThat(page.recentIncidents().get(1).service()).isEqualTo("gone");
  }

  private static RestoreCell restore(int... minutes) {
    return RestoreCell.of(figures(Snapshots.WATCHED, minutes).timeTo(TimeTo.RESTORE));
  }

  private static ObjectiveRow row(SloStatus status) {
    return ObjectiveRow.of(status, "Any", _ -> Optional.empty()).findFirst().orElseThrow();
  }

  private static Snapshot incidents(Incident... incidents) {
    return new Snapshot(NOON, List.of(DOWN), List.of(), List.of(incidents));
  }

  private static OverviewPage page(Snapshot snapshot, Instant now) {
    return OverviewPage.of(snapshot, EngineTrouble.NONE, now, ZoneId.of("UTC"), "local");
  }
}
