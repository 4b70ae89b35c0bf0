package dev.nines.engine.evaluation;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.adjustments.MaintenancePlan;
import dev.nines.engine.calendar.Schedule;
import dev.nines.engine.catalog.BlackboxModules;
import dev.nines.engine.catalog.BudgetRules;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Maintenance;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.incidents.ExternalAlertTable;
import dev.nines.engine.incidents.ExternalAlertTable.ExternalAlertRow;
import dev.nines.engine.incidents.OutageTable.OutageRow;
import dev.nines.engine.results.ProbeGrids;
import dev.nines.engine.schedule.DeclaredProbes;
import dev.nines.engine.sli.OneMinute;
import dev.nines.engine.sli.SliBook;
import dev.nines.incident.FailureStreak;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentTimes;
import dev.nines.incident.Run;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.EventCounts;
import dev.nines.slo.reliability.Figure;
import dev.nines.slo.reliability.ReliabilityFigures;
import dev.nines.slo.reliability.TimeTo;
import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class ServiceReviewTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Service SHOP = new Service("shop", "Shop", "", Map.of(), Map.of());

  /** The probes are declared since noon; it is four o'clock. */
  private static final Instant NOW = NOON.plus(Duration.ofHours(4));

  private final Map<String, FailureStreak> streaks = new HashMap<>();
  private ServiceReview.Others others = new ServiceReview.Others(false, List.of(), false);

  private static final IntPredicate ALWAYS = _ -> true;
  private static final IntPredicate NEVER = _ -> false;

  @Test
  void serviceIsUpWhileAProbeIsKnownAndNoneIsDown() {
    assertThat(state(Map.of("a", ALWAYS), List.of(), false)).isEqualTo(ServiceState.UP);
    assertThat(state(Map.of("a", ALWAYS, "b", NEVER), List.of(), false)).isEqualTo(ServiceState.UP);
  }

  @Test
  void serviceIsDownWhileAProbeIs() {
    var down = List.of(outage("a", 230, -1));

    assertThat(state(Map.of("a", ALWAYS, "b", ALWAYS), down, false)).isEqualTo(ServiceState.DOWN);
    assertThat(state(Map.of("a", ALWAYS), down, true)).isEqualTo(ServiceState.DOWN);
  }

  @Test
  void serviceInMaintenanceIsThat_untilItEnds() {
    var status =
        review(
            Map.of("a", ALWAYS),
            List.of(outage("a", 230, -1)),
            List.of(),
            true,
            Set.of(),
            maintenance(NOW.minus(Duration.ofHours(1)), NOW.plus(Duration.ofHours(1))));

    assertThat(status.state()).isEqualTo(ServiceState.MAINTENANCE);
    assertThat(status.maintenanceUntil()).contains(NOW.plus(Duration.ofHours(1)));
    assertThat(status.probes())
        .extracting(ProbeStatus::state)
        .containsExactly(ServiceState.MAINTENANCE);
  }

  @Test
  void maintenanceIsNeitherUptimeNorDowntime() {
    var status =
        review(
            Map.of("a", ALWAYS),
            List.of(outage("a", 30, 90)),
            List.of(),
            false,
            Set.of(),
            maintenance(NOON.plus(Duration.ofHours(1)), NOON.plus(Duration.ofHours(2))));

    assertThat(status.state()).isEqualTo(ServiceState.UP);
    assertThat(status.maintenanceUntil()).isEmpty();
    var uptime = figures(status).uptime();
    assertThat(uptime.down()).isEqualTo(Duration.ofMinutes(30));
    assertThat(uptime.known()).isEqualTo(Duration.ofHours(3));
    assertThat(uptime.unknown()).isZero();
  }

  private static MaintenancePlan maintenance(Instant from, Instant to) {
    var maintenance =
        new Maintenance(
            "m",
            "M",
            new Schedule(
                new Schedule.Start.Fixed(from.atOffset(ZoneOffset.UTC)),
                Duration.between(from, to),
                Optional.empty(),
                Optional.empty()),
            new Maintenance.Scope.Named(Set.of("shop"), Set.of()),
            "");
    return MaintenancePlan.of(
        new Catalog(
            List.of(SHOP),
            List.of(probe("a")),
            List.of(),
            Map.of(),
            List.of(),
            List.of(),
            Map.of(),
            BlackboxModules.STANDARD,
            new BudgetRules(List.of(maintenance), new LinkedHashMap<>(), Map.of()),
            Map.of()),
        new Interval(NOW.minus(Duration.ofDays(30)), NOW.plus(DAY)),
        ZoneOffset.UTC);
  }

  @Test
  void outageThatIsOverIsNotDown() {
    assertThat(state(Map.of("a", ALWAYS), List.of(outage("a", 200, 210)), false))
        .isEqualTo(ServiceState.UP);
  }

  @Test
  void serviceIsDegradedWhileItsBudgetBurnsAndNoProbeIsDown() {
    assertThat(state(Map.of("a", ALWAYS), List.of(), true)).isEqualTo(ServiceState.DEGRADED);
  }

  @Test
  void serviceIsDegradedWhileTheLatestRunOfAProbeIs_andNoneIsDown() {
    var both = Map.of("a", ALWAYS, "b", ALWAYS);

    assertThat(state(both, List.of(), Set.of("b"))).isEqualTo(ServiceState.DEGRADED);
    assertThat(state(both, List.of(outage("a", 230, -1)), Set.of("b")))
        .isEqualTo(ServiceState.DOWN);
    assertThat(state(both, List.of(outage("b", 230, -1)), Set.of("b")))
        .as("failed, then slow: down until the closing streak is complete")
        .isEqualTo(ServiceState.DOWN);
    assertThat(state(Map.of("a", ALWAYS, "b", NEVER), List.of(), Set.of("b")))
        .as("its last run is too old to speak for now")
        .isEqualTo(ServiceState.UP);
  }

  @Test
  void probeThatFailsShortOfAnOutageStaysUp_butIsUnknownWhereItNeverWasGood() {
    streaks.put("a", new FailureStreak(1, 3, true));
    assertThat(state(Map.of("a", ALWAYS), List.of(), false)).isEqualTo(ServiceState.UP);

    streaks.put("a", new FailureStreak(1, 3, false));
    assertThat(state(Map.of("a", ALWAYS), List.of(), false)).isEqualTo(ServiceState.UNKNOWN);
    assertThat(state(Map.of("a", ALWAYS, "b", ALWAYS), List.of(), false))
        .as("another probe says that it is up")
        .isEqualTo(ServiceState.UP);
  }

  @Test
  void serviceIsUnknownWithoutRecentRuns_evenWithAnOpenOutage() {
    assertThat(state(Map.of("a", NEVER), List.of(), true)).isEqualTo(ServiceState.UNKNOWN);
    assertThat(state(Map.of("a", minute -> minute < 200), List.of(outage("a", 190, -1)), false))
        .isEqualTo(ServiceState.UNKNOWN);
    assertThat(state(Map.of(), List.of(), false)).isEqualTo(ServiceState.UNKNOWN);
  }

  @Test
  void uptimeCountsOutagesOnce_fromFirstBadToFirstGoodRun() {
    var status =
        review(
            Map.of("a", ALWAYS, "b", ALWAYS),
            List.of(outage("a", 60, 80), outage("b", 70, 90), outage("a", 230, -1)),
            List.of());

    var uptime = figures(status).uptime();
    assertThat(uptime.known()).isEqualTo(Duration.ofHours(4));
    assertThat(uptime.down()).isEqualTo(Duration.ofMinutes(30 + 10));
    assertThat(uptime.ratio().value()).contains(1 - 40 / 240.0);
    assertThat(uptime.coverage().value()).contains(1.0);
  }

  @Test
  void timeThatNobodyWatchedIsNeitherUpNorDown() {
    var status = review(Map.of("a", minute -> minute < 100 || minute >= 160), List.of(), List.of());

    var uptime = figures(status).uptime();
    // The last run before the gap speaks for its interval, outward to whole minutes.
    assertThat(uptime.unknown()).isEqualTo(Duration.ofMinutes(59));
    assertThat(uptime.known()).isEqualTo(Duration.ofMinutes(240 - 59));
    assertThat(uptime.ratio().value()).contains(1.0);
  }

  @Test
  void probeThatWatchesFillsTheGapOfAnother() {
    var status =
        review(
            Map.of("a", minute -> minute < 100 || minute >= 160, "b", ALWAYS),
            List.of(),
            List.of());

    assertThat(figures(status).uptime().unknown()).isZero();
  }

  @Test
  void meanTimesAreOverTheIncidentsThatBeganInTheWindow() {
    var status =
        review(
            Map.of("a", ALWAYS),
            List.of(outage("a", 60, 80), outage("a", 120, 130)),
            List.of(incident(60, 80), incident(120, 130), incident(-2 * 24 * 60, -60)));

    var reliability = figures(status);
    assertThat(reliability.timeTo(TimeTo.RESTORE).figure().value())
        .hasValueSatisfying(times -> {
          assertThat(times.mean()).isEqualTo(Duration.ofMinutes(15));
          assertThat(times.n()).isEqualTo(2);
        });
    assertThat(reliability.timeBetweenFailures().mean().value())
        .contains(Duration.ofMinutes(240 - 30).dividedBy(2));
    assertThat(reliability.timeTo(TimeTo.ACKNOWLEDGE).figure())
        .isInstanceOf(Figure.NotApplicable.class);
    assertThat(status.windows().keySet().stream().map(BudgetWindow::text))
        .containsExactly("1d", "7d", "30d", "1M");
  }

  @Test
  void monthIsTheCalendarsUpToNow() {
    var status =
        review(
            Map.of("a", ALWAYS),
            List.of(outage("a", 60, 80)),
            List.of(incident(60, 80), incident(-28 * 24 * 60, -60)));

    var month = status.windows().lastEntry().getValue();
    assertThat(month.timeTo(TimeTo.RESTORE).figure().value().orElseThrow().n()).isEqualTo(1);
    assertThat(month.uptime().known()).isEqualTo(Duration.ofHours(4));
  }

  @Test
  void alertsOfOthersAreDowntimeOnlyWhenDeclaredSo() {
    var firing = told(30, -1);
    var over = told(30, 90);

    others = new ServiceReview.Others(false, List.of(firing), false);
    var degraded = review(Map.of("a", ALWAYS), List.of(), List.of());
    assertThat(degraded.state()).isEqualTo(ServiceState.DEGRADED);
    assertThat(figures(degraded).uptime().down()).isZero();

    others = new ServiceReview.Others(false, List.of(firing), true);
    var down = review(Map.of("a", ALWAYS), List.of(outage("a", 20, 40)), List.of());
    assertThat(down.state()).isEqualTo(ServiceState.DOWN);
    assertThat(figures(down).uptime().down()).isEqualTo(Duration.ofMinutes(240 - 20));

    others = new ServiceReview.Others(false, List.of(over), true);
    var up = review(Map.of("a", ALWAYS), List.of(), List.of());
    assertThat(up.state()).isEqualTo(ServiceState.UP);
    assertThat(figures(up).uptime().down()).isEqualTo(Duration.ofHours(1));
  }

  /** Minutes after noon; a negative end is still to come. */
  private static ExternalAlertRow told(int from, int to) {
    var ended = to < 0 ? Optional.<Instant>empty() : Optional.of(at(to));
    return new ExternalAlertRow(
        1,
        new ExternalAlertTable.Told(
            "alertmanager",
            "f1",
            at(from),
            "shop",
            "DiskFull",
            "",
            Optional.empty(),
            Severity.WARNING,
            ended),
        at(from),
        at(from),
        ended,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private ServiceState state(
      Map<String, IntPredicate> runs, List<OutageRow> outages, boolean burning) {
    return review(runs, outages, List.of(), burning, Set.of()).state();
  }

  private ServiceState state(
      Map<String, IntPredicate> runs, List<OutageRow> outages, Set<String> degraded) {
    return review(runs, outages, List.of(), false, degraded).state();
  }

  private ServiceStatus review(
      Map<String, IntPredicate> runs, List<OutageRow> outages, List<Incident> incidents) {
    return review(runs, outages, incidents, false, Set.of());
  }

  private ServiceStatus review(
      Map<String, IntPredicate> runs,
      List<OutageRow> outages,
      List<Incident> incidents,
      boolean burning,
      Set<String> degraded) {
    return review(runs, outages, incidents, burning, degraded, MaintenancePlan.NONE);
  }

  private ServiceStatus review(
      Map<String, IntPredicate> runs,
      List<OutageRow> outages,
      List<Incident> incidents,
      boolean burning,
      Set<String> degraded,
      MaintenancePlan plan) {
    var book = new SliBook();
    var grids = new HashMap<String, ProbeGrids.Declared>();
    runs.keySet()
        .forEach(probe -> grids.put(probe, new ProbeGrids.Declared(NOON, INTERVAL, INTERVAL)));
    book.open(
        List.of(),
        _ -> Set.of(),
        grids,
        (_, _) -> new SliBook.History(NOON, EventCounts.NONE),
        Duration.ofDays(30),
        reader ->
            runs.forEach((probe, in) -> {
              for (var minute = 0; minute < 240; minute++) {
                if (in.test(minute)) {
                  OneMinute.tell(reader, probe, NOON.getEpochSecond() / 60 + minute, 2, 2);
                }
              }
            }),
        (_, _) -> {},
        NOW);
    return new ServiceReview(
            book,
            degraded::contains,
            probe -> Optional.ofNullable(streaks.get(probe)),
            plan,
            NOW,
            ZoneOffset.UTC)
        .review(
            SHOP,
            runs.keySet().stream().sorted().map(ServiceReviewTest::probe).toList(),
            outages,
            incidents,
            Map.of(),
            burning ? new ServiceReview.Others(true, List.of(), false) : others,
            List.of());
  }

  private static ReliabilityFigures figures(ServiceStatus status) {
    return status.windows().firstEntry().getValue();
  }

  private static ProbeDeclaration probe(String name) {
    return DeclaredProbes.probe(name, INTERVAL, DeclaredProbes.http("http://shop.test/"));
  }

  /** Minutes after noon; a negative end is still to come. */
  private static OutageRow outage(String probe, int from, int to) {
    var restored = to < 0 ? Optional.<Instant>empty() : Optional.of(at(to));
    return new OutageRow(
        1,
        probe,
        "local",
        Optional.of("shop"),
        Optional.empty(),
        at(from),
        at(from + 1),
        restored,
        restored.map(end -> end.plusSeconds(30)),
        restored.map(_ -> "recovered"),
        new Run.Failure("connect", "timeout", "timeout in connect", Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }

  private static Incident incident(int from, int to) {
    return new Incident(
        1,
        2,
        "shop",
        Incident.State.RESOLVED,
        Severity.CRITICAL,
        new IncidentTimes(
            Optional.empty(),
            at(from),
            at(from + 1),
            at(from + 1),
            Optional.empty(),
            Optional.of(at(to)),
            Optional.of(at(to + 3))),
        List.of(
            new Signal.ProbeDown(
                "a",
                "local",
                Optional.empty(),
                at(from),
                at(from + 1),
                Severity.CRITICAL,
                new Run.Failure("connect", "timeout", "timeout in connect", Optional.empty()),
                Optional.of(new Signal.Cleared(at(to), at(to + 1), "recovered")))),
        0,
        at(to + 3));
  }

  private static Instant at(int minute) {
    return NOON.plus(Duration.ofMinutes(minute));
  }
}
