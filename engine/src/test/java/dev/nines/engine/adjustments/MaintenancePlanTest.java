package dev.nines.engine.adjustments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.calendar.InvalidRecurrence;
import dev.nines.engine.calendar.Recurrence;
import dev.nines.engine.calendar.Schedule;
import dev.nines.engine.catalog.BlackboxModules;
import dev.nines.engine.catalog.BudgetRules;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Maintenance;
import dev.nines.engine.catalog.Maintenance.Scope;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.schedule.DeclaredProbes;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The probes a and b are those of the shop. */
class MaintenancePlanTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  @Test
  void nothingDeclaredIsNoMaintenance() {
    assertThat(plan()).isSameAs(MaintenancePlan.NONE);
    assertThat(plan().ofService("shop")).isEqualTo(Intervals.NONE);
  }

  @Test
  void serviceThatIsNamedTakesItsProbesWithIt() {
    var plan = plan(maintenance(0, 60, new Scope.Named(Set.of("shop"), Set.of())));

    assertThat(plan.ofService("shop")).isEqualTo(minutes(0, 60));
    assertThat(plan.ofProbe("a")).isEqualTo(minutes(0, 60));
    assertThat(plan.of(slo("a"))).isEqualTo(minutes(0, 60));
    assertThat(plan.ofService("mail")).isEqualTo(Intervals.NONE);
  }

  @Test
  void serviceIsInMaintenanceWhileAllItsProbesAre() {
    var plan =
        plan(
            maintenance(0, 60, new Scope.Named(Set.of(), Set.of("a"))),
            maintenance(30, 90, new Scope.Named(Set.of(), Set.of("b"))));

    assertThat(plan.ofProbe("a")).isEqualTo(minutes(0, 60));
    assertThat(plan.ofProbe("b")).isEqualTo(minutes(30, 90));
    assertThat(plan.ofService("shop")).isEqualTo(minutes(30, 60));
    assertThat(plan.of(slo("a"))).as("which counts this probe alone").isEqualTo(minutes(0, 60));
    assertThat(plan.of(slo("a", "b"))).isEqualTo(minutes(30, 60));
  }

  @Test
  void everythingIsEverything_alsoAServiceWithoutProbes() {
    var plan = plan(maintenance(0, 60, new Scope.All()));

    assertThat(plan.ofService("mail")).isEqualTo(minutes(0, 60));
    assertThat(plan.ofProbe("b")).isEqualTo(minutes(0, 60));
  }

  @Test
  void maintenancesThatFollowEachOtherEndWithTheLast() {
    var plan = plan(maintenance(0, 60, new Scope.All()), maintenance(60, 90, new Scope.All()));

    assertThat(MaintenancePlan.until(plan.ofService("shop"), NOON)).contains(at(90));
    assertThat(MaintenancePlan.until(plan.ofService("shop"), at(90))).isEmpty();
  }

  @Test
  void maintenanceOfSevenDaysEndsAfterThem_notWithTheDaysThatArePlanned() {
    var plan = plan(maintenance(-60, 7 * 1_440, new Scope.All()));

    assertThat(MaintenancePlan.until(plan.ofService("shop"), NOON)).contains(at(7 * 1_440));
  }

  @Test
  void nightsAndAWeekendThatFollowEachOtherEndWithTheLast() throws InvalidRecurrence {
    var nights =
        recurring("FREQ=DAILY", LocalDateTime.parse("2026-11-24T22:00"), Duration.ofHours(10));
    var days =
        recurring(
            "FREQ=WEEKLY;BYDAY=WE,TH,FR",
            LocalDateTime.parse("2026-11-25T08:00"),
            Duration.ofHours(14));
    var plan = plan(nights, days);

    assertThat(MaintenancePlan.until(plan.ofService("shop"), NOON))
        .contains(Instant.parse("2026-11-28T08:00:00Z"));
  }

  @Test
  void maintenanceWithoutEndIsFollowedForAYearAtMost() throws InvalidRecurrence {
    var always =
        recurring("FREQ=DAILY", LocalDateTime.parse("2026-11-24T00:00"), Duration.ofDays(1));

    assertThat(MaintenancePlan.until(plan(always).ofService("shop"), NOON).orElseThrow())
        .isBetween(NOON.plus(Duration.ofDays(100)), NOON.plus(Duration.ofDays(400)));
  }

  private static Maintenance recurring(String rule, LocalDateTime start, Duration duration)
      throws InvalidRecurrence {
    return new Maintenance(
        rule,
        "m",
        new Schedule(
            new Schedule.Start.Local(start),
            duration,
            Optional.of(Recurrence.of(rule, start, ZoneOffset.UTC)),
            Optional.empty()),
        new Scope.All(),
        "");
  }

  private static MaintenancePlan plan(Maintenance... maintenances) {
    var catalog =
        new Catalog(
            List.of(
                new Service("shop", "Shop", "", Map.of(), Map.of()),
                new Service("mail", "Mail", "", Map.of(), Map.of())),
            List.of(
                DeclaredProbes.probe(
                    "a", Duration.ofSeconds(30), DeclaredProbes.http("http://shop.test/")),
                DeclaredProbes.probe(
                    "b", Duration.ofSeconds(30), DeclaredProbes.http("http://shop.test/"))),
            List.of(),
            Map.of(),
            List.of(),
            List.of(),
            Map.of(),
            BlackboxModules.STANDARD,
            new BudgetRules(List.of(maintenances), new LinkedHashMap<>(), Map.of()),
            Map.of());
    return MaintenancePlan.of(catalog, new Interval(at(-1_440), at(1_440)), ZoneOffset.UTC);
  }

  private static Maintenance maintenance(int from, int to, Scope scope) {
    return new Maintenance(
        "from-" + from,
        "m",
        new Schedule(
            new Schedule.Start.Fixed(at(from).atOffset(ZoneOffset.UTC)),
            Duration.ofMinutes(to - from),
            Optional.empty(),
            Optional.empty()),
        scope,
        "");
  }

  private static Slo slo(String... probes) {
    return new Slo(
        "available",
        "available",
        "shop",
        new Sli.Runs(List.of(probes), Criterion.SUCCESS),
        new BudgetWindow.Rolling(Duration.ofDays(30)),
        List.of(new Objective("99", 0.99)));
  }

  private static Instant at(int minute) {
    return NOON.plus(Duration.ofMinutes(minute));
  }

  private static Intervals minutes(int from, int to) {
    return Intervals.of(new Interval(at(from), at(to)));
  }
}
