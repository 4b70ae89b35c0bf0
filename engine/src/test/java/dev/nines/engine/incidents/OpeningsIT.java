package dev.nines.engine.incidents;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nines.engine.adjustments.MaintenancePlan;
import dev.nines.engine.calendar.Schedule;
import dev.nines.engine.catalog.BlackboxModules;
import dev.nines.engine.catalog.BudgetRules;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Maintenance;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.ProbeDeclaration.IncidentRule;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.catalog.Subject;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.incidents.ExternalAlertTable.ExternalAlertRow;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.Runs;
import dev.nines.incident.FailureStreak;
import dev.nines.incident.Incident;
import dev.nines.incident.OutageRule;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import dev.nines.incident.Transition.Kind;
import dev.nines.incident.Transition.Step;
import dev.nines.probe.TcpModule;
import dev.nines.probe.TcpSpec;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import dev.nines.slo.time.Interval;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may open an incident, and when. Seconds after noon; flap window 10 min, hold time 2 min. */
class OpeningsIT {
  private static final Subject EDGE = new Subject(Subject.Kind.PROBE, "edge-tcp");
  private static final ProbeDeclaration EDGE_PROBE = probe("edge-tcp", "edge", 1, List.of());

  private Database database;
  private Jdbi jdbi;
  private List<Suppressed> suppressed = List.of();
  private final Set<String> failing = new HashSet<>();

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    jdbi = database.jdbi();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void outageAtOneOfThreeLocationsOpensNothing_untilAQuorumSeesIt() {
    var catalog = catalog(List.of(), probe("front", "shop", 2, List.of()));
    watched("front", "eu", "us", "asia");
    outage("front", "eu", 0, -1);

    evaluate(catalog, 100);
    assertThat(incidents()).isEmpty();
    assertThat(suppressed)
        .containsExactly(
            new Suppressed(
                "shop",
                "probe front is down at eu: refused",
                "1 of 3 locations that know",
                Optional.empty()));

    outage("front", "us", 300, -1);
    evaluate(catalog, 330);
    assertThat(suppressed).isEmpty();
    var incident = only();
    assertThat(incident.times().impactStart()).isEqualTo(at(0));
    assertThat(incident.times().detected()).isEqualTo(at(321));
    assertThat(incident.times().opened()).isEqualTo(at(330));
    assertThat(incident.signals()).hasSize(2);
    assertThat(steps(incident))
        .filteredOn(step -> step.kind() == Kind.OPENED)
        .extracting(Step::text)
        .containsExactly("probe front is down at eu: refused (2 of 3 locations that know)");
  }

  @Test
  void locationWithoutRunsIsNotAsked_soThatOneOfOneIsEnough() {
    var catalog = catalog(List.of(), probe("front", "shop", 2, List.of()));
    watched("front", "eu");
    jdbi.useHandle(
        handle -> // declared there, but never ran
        handle.execute(
                """
                insert into probe_grid (probe_id, location_id, from_at, interval_millis)
                values (?, ?, ?, 10000)
                """,
                ids().probe("front"),
                ids().location("us"),
                at(-3_600)));
    outage("front", "eu", 0, -1);

    evaluate(catalog, 100);

    assertThat(steps(only()).getFirst().text())
        .contains("(1 of 1 location that knows, 2 declared)");
  }

  @Test
  void outageThatNeverHadItsQuorumIsPassedOverForGood() {
    watched("front", "eu", "us");
    outage("front", "eu", 0, 200);
    evaluate(catalog(List.of(), probe("front", "shop", 2, List.of())), 300);

    evaluate(catalog(List.of(), probe("front", "shop", 1, List.of())), 310);

    assertThat(incidents()).isEmpty();
    assertThat(passedOver()).containsExactly("1 of 2 locations that know");
  }

  @Test
  void dependentOpensNothingWhileItsDependencyIsDown_norIfItRecoversWithIt() {
    var catalog = catalog(List.of(), EDGE_PROBE, probe("front", "shop", 1, List.of(EDGE)));
    outage("edge-tcp", "local", 0, -1);
    outage("front", "local", 5, -1);
    evaluate(catalog, 100);

    assertThat(incidents()).extracting(Incident::service).containsExactly("edge");
    assertThat(suppressed)
        .containsExactly(
            new Suppressed(
                "shop",
                "probe front is down at local: refused",
                "depends on probe edge-tcp, down since 2026-11-24T12:00:00Z",
                Optional.empty()));

    recover("edge-tcp", 500);
    recover("front", 510);
    evaluate(catalog, 600);
    evaluate(catalog, 4_000);
    assertThat(incidents()).extracting(Incident::service).containsExactly("edge");
    assertThat(passedOver())
        .containsExactly(
            "depends on probe edge-tcp, down from 2026-11-24T12:00:00Z to 2026-11-24T12:08:31Z");
  }

  @Test
  void whatIsStillDownAFlapWindowAfterItsDependencyRecoveredOpensWithItsOriginalImpact() {
    var catalog = catalog(List.of(), EDGE_PROBE, probe("front", "shop", 1, List.of(EDGE)));
    outage("edge-tcp", "local", 0, 500);
    outage("front", "local", 5, -1);

    evaluate(catalog, 511 + 599);
    assertThat(incidents()).extracting(Incident::service).containsExactly("edge");
    assertThat(suppressed).extracting(Suppressed::until).containsExactly(Optional.of(at(1_111)));
    evaluate(catalog, 511 + 600);

    var shop = ofService("shop").getFirst();
    assertThat(shop.times().impactStart()).isEqualTo(at(5));
    assertThat(shop.times().detected()).isEqualTo(at(26));
    assertThat(shop.times().opened()).isEqualTo(at(1_111));
    assertThat(steps(shop).getFirst().text())
        .isEqualTo(
            "probe front is down at local: refused (held back until 2026-11-24T12:18:31Z: depends"
                + " on probe edge-tcp, down from 2026-11-24T12:00:00Z to 2026-11-24T12:08:31Z)");
  }

  @Test
  void dependencyThatFailsButIsNotDownYetIsWaitedFor() {
    var catalog = catalog(List.of(), EDGE_PROBE, probe("front", "shop", 1, List.of(EDGE)));
    outage("front", "local", 0, -1);
    failing.add("edge-tcp");
    evaluate(catalog, 30);
    assertThat(incidents()).isEmpty();
    assertThat(suppressed)
        .extracting(Suppressed::why)
        .containsExactly("depends on probe edge-tcp, whose last runs have failed");

    failing.clear();
    evaluate(catalog, 40);
    assertThat(incidents()).hasSize(1);
  }

  @Test
  void dependencyOnAServiceIsOneOnAllItsProbes_andOnWhatItsIncidentsSay() {
    var onService = List.of(new Subject(Subject.Kind.SERVICE, "edge"));
    var catalog = catalog(List.of(), EDGE_PROBE, probe("front", "shop", 1, onService));
    outage("edge-tcp", "local", 0, -1);
    outage("front", "local", 5, -1);

    evaluate(catalog, 100);

    assertThat(incidents()).extracting(Incident::service).containsExactly("edge");
    assertThat(suppressed)
        .extracting(Suppressed::why)
        .containsExactly("depends on service edge, down since 2026-11-24T12:00:00Z");
  }

  @Test
  void dependencyBeneathADependencySuppressesToo() {
    var front = probe("front", "shop", 1, List.of(EDGE));
    var page = probe("page", "web", 1, List.of(new Subject(Subject.Kind.SERVICE, "shop")));
    var catalog = catalog(List.of(), EDGE_PROBE, front, page);
    for (var name : List.of("edge-tcp", "front", "page")) {
      outage(name, "local", 0, -1);
    }

    evaluate(catalog, 100);

    assertThat(incidents()).extracting(Incident::service).containsExactly("edge");
  }

  @Test
  void budgetThatBurnsByADependencyOpensNothing() {
    var catalog = catalog(List.of(), EDGE_PROBE, probe("front", "shop", 1, List.of(EDGE)));
    outage("edge-tcp", "local", 0, 500);
    outage("front", "local", 5, 510);
    jdbi.useHandle(handle ->
        handle.execute(
            """
            insert into burn_alert
              (service, slo, objective, urgency, policy, no_data, rule, impact_start, detected_at)
            values ('shop', 'shop-available', '99.9', 'page', '', false, '14.4x', ?, ?)
            """,
            at(60),
            at(180)));
    evaluate(catalog, 511 + 1_799);
    assertThat(ofService("shop")).isEmpty();

    evaluate(catalog, 511 + 1_800);
    assertThat(ofService("shop")).hasSize(1);
  }

  @Test
  void maintenanceSuppressesOpening_andWhatIsStillDownWhenItEndsOpensThen() {
    var catalog = catalog(List.of(maintenance(100, 900)), probe("front", "shop", 1, List.of()));
    outage("front", "local", 200, -1);
    evaluate(catalog, 300);
    assertThat(incidents()).isEmpty();
    assertThat(suppressed)
        .containsExactly(
            new Suppressed(
                "shop",
                "probe front is down at local: refused",
                "maintenance",
                Optional.of(at(900))));

    evaluate(catalog, 905);
    var incident = only();
    assertThat(incident.times().impactStart()).isEqualTo(at(900));
    assertThat(incident.times().detected()).isEqualTo(at(900));
    assertThat(incident.times().lastGood()).isEmpty();
    assertThat(steps(incident).getFirst().text()).contains("held back until", "maintenance");
    recover("front", 1_200);
    evaluate(catalog, 1_400);
    assertThat(only().state()).isEqualTo(Incident.State.RESOLVED);
    assertThat(only().times().restored()).contains(at(1_200));
  }

  @Test
  void outageThatEndsWithinMaintenanceIsNoIncident_alsoWhenThatIsLookedAtLater() {
    var catalog = catalog(List.of(maintenance(100, 900)), probe("front", "shop", 1, List.of()));
    outage("front", "local", 200, 800);

    evaluate(catalog, 1_000);

    assertThat(incidents()).isEmpty();
    assertThat(passedOver()).containsExactly("maintenance");
  }

  @Test
  void maintenanceThatStartsInMidOutageLeavesTheIncidentOpen_andItResolvesInMaintenance() {
    var catalog = catalog(List.of(maintenance(100, 9_000)), probe("front", "shop", 1, List.of()));
    outage("front", "local", 0, -1);
    evaluate(catalog, 30);
    evaluate(catalog, 200);
    assertThat(only().state()).isEqualTo(Incident.State.OPEN);

    recover("front", 400);
    evaluate(catalog, 411 + 120);
    assertThat(only().state()).isEqualTo(Incident.State.RESOLVED);
    assertThat(only().times().restored()).contains(at(400));
    assertThat(only().times().impactStart()).isEqualTo(at(0));
  }

  @Test
  void outageThatBeganBeforeMaintenanceKeepsItsImpactStart_thoughItOpensAfterIt() {
    var catalog = catalog(List.of(maintenance(10, 900)), probe("front", "shop", 1, List.of()));
    outage("front", "local", 0, -1); // detected at 21

    evaluate(catalog, 905);

    assertThat(only().times().impactStart()).isEqualTo(at(0));
    assertThat(only().times().detected()).isEqualTo(at(21));
  }

  @Test
  void maintenanceThatIsTakenBackChangesNoSignalThatIsAttached() {
    var probe = probe("front", "shop", 1, List.of());
    outage("front", "local", 200, -1);
    evaluate(catalog(List.of(maintenance(100, 900)), probe), 905);

    recover("front", 1_200);
    evaluate(catalog(List.of(), probe), 1_400);

    assertThat(only().signals()).hasSize(1);
    assertThat(only().state()).isEqualTo(Incident.State.RESOLVED);
  }

  @Test
  void externalAlertIsASignalOfItsService_andMaintenanceHoldsItBackToo() {
    var catalog = catalog(List.of(maintenance(100, 900)), probe("front", "shop", 1, List.of()));
    told("aaaa", 10, -1);
    told("bbbb", 200, 300);
    evaluate(catalog, 50);
    assertThat(only().signals())
        .singleElement()
        .isInstanceOfSatisfying(
            Signal.External.class,
            signal -> assertThat(signal.key()).isEqualTo("external:alertmanager/aaaa#" + at(10)));

    told("aaaa", 10, 600);
    evaluate(catalog, 5_000);

    assertThat(only().state()).isEqualTo(Incident.State.RESOLVED);
    assertThat(only().signals()).hasSize(1);
    assertThat(alerts())
        .filteredOn(row -> row.told().fingerprint().equals("bbbb"))
        .extracting(ExternalAlertRow::passedOver)
        .containsExactly(Optional.of("maintenance"));
  }

  /** What matters is when it fired, not when that was heard of. */
  @Test
  void alertThatWasOverWhenItWasHeardOfIsPassedOverOnlyWhereItWasWhollyInMaintenance() {
    var catalog = catalog(List.of(maintenance(100, 900)), probe("front", "shop", 1, List.of()));
    heardOver("within", 200, 800, 1_000);
    heardOver("before", 10, 60, 300);
    heardOver("across", 850, 2_000, 2_010);

    evaluate(catalog, 2_100);

    assertThat(incidents())
        .extracting(i -> i.times().impactStart(), Incident::state)
        .containsExactly(
            tuple(at(900), Incident.State.RESOLVED), tuple(at(10), Incident.State.RESOLVED));
    assertThat(alerts())
        .filteredOn(row -> row.passedOver().isPresent())
        .extracting(row -> row.told().fingerprint())
        .containsExactly("within");
  }

  private void heardOver(String fingerprint, int from, int to, int heard) {
    told(fingerprint, from, to);
    jdbi.useHandle(handle ->
        handle.execute(
            """
            update external_alert set received_at = ?, cleared_at = ? where fingerprint = ?
            """,
            at(heard),
            at(heard),
            fingerprint));
  }

  @Test
  void alertThatIsToldAgainIsTheSame_andOneThatEndedStaysSo() {
    told("aaaa", 10, -1);
    told("aaaa", 10, -1);
    told("aaaa", 10, 60);
    told("aaaa", 10, 70);
    told("aaaa", 10, -1);

    assertThat(alerts())
        .singleElement()
        .satisfies(row -> assertThat(row.told().endedAt()).contains(at(60)));
  }

  /** The present one looks every ten seconds, the other once, at the end. */
  @Test
  void evaluatorThatWasAwayOpensTheIncidentsOfOneThatWasPresent() {
    for (var seed = 0; seed < 5; seed++) {
      var random = new Random(seed);
      var maintenances = new ArrayList<Maintenance>();
      var from = random.nextInt(2_000);
      maintenances.add(maintenance(from, from + 1 + random.nextInt(1_000)));
      var catalog =
          catalog(
              maintenances,
              probe("edge-tcp", "edge", 1, List.of()),
              probe("front", "shop", 1, List.of(EDGE)),
              probe("page", "web", 1, List.of(new Subject(Subject.Kind.SERVICE, "shop"))));
      var outages = new ArrayList<int[]>();
      var names = List.of("edge-tcp", "front", "page");
      for (var i = 0; i < names.size(); i++) {
        for (var start = random.nextInt(900); start < 4_000; ) {
          var end = start + 30 + random.nextInt(1_200);
          outages.add(new int[] {i, start, end});
          start = end + 60 + random.nextInt(1_500);
        }
      }

      forget();
      for (var t = 0; t < 9_000; t += 10) {
        failing.clear();
        for (var o : outages) {
          if (t >= o[1] && t < o[1] + 21) {
            failing.add(names.get(o[0]));
          }
          if (o[1] + 21 > t - 10 && o[1] + 21 <= t) {
            outage(names.get(o[0]), "local", o[1], -1);
          }
          if (o[2] + 11 > t - 10 && o[2] + 11 <= t) {
            recover(names.get(o[0]), o[2]);
          }
        }
        evaluate(catalog, t);
      }
      failing.clear();
      evaluate(catalog, 9_000);
      var present = told();
      forget();
      outages.forEach(o -> outage(names.get(o[0]), "local", o[1], o[2]));
      evaluate(catalog, 9_000);
      evaluate(catalog, 9_010);

      assertThat(told()).as("seed %d", seed).isEqualTo(present).isNotEmpty();
    }
  }

  private Map<String, String> told() {
    var told = new LinkedHashMap<String, String>();
    incidents().stream()
        .sorted(
            Comparator.comparing(Incident::service)
                .thenComparing(incident -> incident.times().impactStart()))
        .forEach(incident ->
            told.put(
                incident.service() + " " + incident.times().impactStart(),
                "%s %s %s %s"
                    .formatted(
                        incident.times().detected(),
                        incident.times().restored(),
                        incident.state(),
                        incident.signals().stream().map(Signal::key).toList())));
    return told;
  }

  private void forget() {
    jdbi.useHandle(
        handle -> handle.execute("truncate outage, incident_step, notification, incident cascade"));
  }

  private void evaluate(Catalog catalog, int seconds) {
    var now = at(seconds);
    var seen =
        jdbi.withHandle(handle ->
            Observations.read(handle, new RecentIncidents(), NOON.minus(Duration.ofDays(1))));
    var plan =
        MaintenancePlan.of(
            catalog,
            new Interval(NOON.minus(Duration.ofDays(1)), NOON.plus(Duration.ofDays(1))),
            ZoneOffset.UTC);
    var openings =
        Openings.of(
            jdbi,
            catalog,
            seen,
            plan,
            probe ->
                Optional.of(new FailureStreak(2, 3, true)).filter(_ -> failing.contains(probe)),
            now);
    var leads = Leads.of(catalog, seen, openings);
    new IncidentDesk(jdbi, URI.create("http://nines.test"))
        .evaluate(catalog, leads, seen.incidents(), now);
    suppressed = leads.suppressed();
  }

  private static Catalog catalog(List<Maintenance> maintenances, ProbeDeclaration... probes) {
    var slo =
        new Slo(
            "shop-available",
            "shop is available",
            "shop",
            new Sli.Runs(List.of(probes[probes.length - 1].name()), Criterion.SUCCESS),
            new BudgetWindow.Rolling(Duration.ofDays(30)),
            List.of(new Objective("99.9", 0.999)));
    return new Catalog(
        List.of(probes).stream()
            .map(ProbeDeclaration::service)
            .distinct()
            .map(name -> new Service(name, name, "", Map.of(), Map.of()))
            .toList(),
        List.of(probes),
        List.of(slo),
        Map.of(),
        List.of(),
        List.of(),
        Map.of(),
        BlackboxModules.STANDARD,
        new BudgetRules(maintenances, new LinkedHashMap<>(), Map.of()),
        Map.of());
  }

  private static ProbeDeclaration probe(
      String name, String service, int quorum, List<Subject> dependsOn) {
    return new ProbeDeclaration(
        name,
        name,
        Map.of(),
        service,
        Duration.ofSeconds(10),
        List.of(),
        new IncidentRule(OutageRule.DEFAULT, quorum, Severity.CRITICAL),
        dependsOn,
        new TcpSpec("127.0.0.1", 1, Duration.ofSeconds(1), TcpModule.DEFAULT));
  }

  private static Maintenance maintenance(int from, int to) {
    return new Maintenance(
        "move",
        "Move",
        new Schedule(
            new Schedule.Start.Local(LocalDateTime.ofInstant(at(from), ZoneOffset.UTC)),
            Duration.ofSeconds(to - from),
            Optional.empty(),
            Optional.empty()),
        new Maintenance.Scope.Named(Set.of("shop"), Set.of()),
        "");
  }

  private NameIds ids() {
    return new NameIds(jdbi);
  }

  /** Declared there for an hour, with a run that is not overdue at any time of these tests. */
  private void watched(String probe, String... locations) {
    var partitions = new ResultPartitions(jdbi);
    partitions.ensure(NOON);
    var store = new ResultStore(jdbi, ids(), partitions, List.of(), () -> {});
    for (var location : locations) {
      jdbi.useHandle(handle ->
          handle.execute(
              """
              insert into probe_grid (probe_id, location_id, from_at, interval_millis)
              values (?, ?, ?, 10000)
              """,
              ids().probe(probe),
              ids().location(location),
              at(-3_600)));
      store.append(List.of(Runs.run(probe, location, at(400), true, Duration.ofMillis(12))));
    }
  }

  private void outage(String probe, String location, int from, int to) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into outage (probe_id, location_id, last_good_at, impact_start, detected_at,
                  failure_phase, failure_reason, failure_detail)
                values (:probe, :location, :lastGood, :impact, :detected, 'connect',
                  'connection_refused', 'refused')
                """)
            .bind("probe", ids().probe(probe))
            .bind("location", ids().location(location))
            .bind("lastGood", at(from - 10))
            .bind("impact", at(from))
            .bind("detected", at(from + 21))
            .execute());
    if (to >= 0) {
      recover(probe, to);
    }
  }

  /** The second good run ends eleven seconds after the first was due. */
  private void recover(String probe, int to) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            update outage set restored_at = ?, recovered_at = ?, ended_by = 'recovered'
            where probe_id = ? and recovered_at is null
            """,
            at(to),
            at(to + 11),
            ids().probe(probe)));
  }

  private void told(String fingerprint, int from, int to) {
    var told =
        new ExternalAlertTable.Told(
            "alertmanager",
            fingerprint,
            at(from),
            "shop",
            "DiskFull",
            "",
            Optional.empty(),
            Severity.WARNING,
            to < 0 ? Optional.empty() : Optional.of(at(to)));
    jdbi.useHandle(handle -> {
      ExternalAlertTable.put(handle, told);
      handle.execute( // as if it had been told at once, in the time of this test
          """
          update external_alert set received_at = starts_at,
            cleared_at = case when ended_at is null then null else ended_at end
          where fingerprint = ?
          """,
          fingerprint);
    });
  }

  private List<ExternalAlertRow> alerts() {
    return jdbi.withHandle(handle -> ExternalAlertTable.since(handle, NOON));
  }

  private List<String> passedOver() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select passed_over from outage where passed_over is not null order by id")
            .mapTo(String.class)
            .list());
  }

  private List<Incident> incidents() {
    return jdbi.withHandle(handle -> IncidentTable.since(handle, Instant.EPOCH));
  }

  private List<Incident> ofService(String service) {
    return Incidents.stored(jdbi, service);
  }

  private Incident only() {
    assertThat(incidents()).hasSize(1);
    return incidents().getFirst();
  }

  private List<Step> steps(Incident incident) {
    return jdbi.withHandle(handle -> IncidentTable.timeline(handle, incident.id()));
  }

  private static Instant at(int seconds) {
    return NOON.plusSeconds(seconds);
  }
}
