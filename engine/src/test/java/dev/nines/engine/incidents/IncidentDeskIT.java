package dev.nines.engine.incidents;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.nines.alerting.AlertCondition;
import dev.nines.alerting.AlertPolicy;
import dev.nines.alerting.Urgency;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.ChannelSpec.Match;
import dev.nines.engine.adjustments.MaintenancePlan;
import dev.nines.engine.alerts.BurnAlertTable;
import dev.nines.engine.alerts.BurnAlertTable.BurnAlertRow;
import dev.nines.engine.alerts.BurnAlerts;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.dora.Delivered;
import dev.nines.engine.incidents.OutageTable.OutageRow;
import dev.nines.incident.ByHand;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.Severity;
import dev.nines.slo.Criterion;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class IncidentDeskIT {
  private static final ChannelSpec LOG = new ChannelSpec.Log("log", Match.ALL);
  private static final ChannelSpec OTHER = new ChannelSpec.Log("other", Match.ALL);
  private static final URI URL = URI.create("http://nines.test");

  private Database database;
  private Jdbi jdbi;

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
  void twoEvaluatorsOfTheSameOutageMakeOneIncident_andTellEachChannelOnceAStep() throws Exception {
    for (var i = 0; i < 15; i++) {
      var service = "service" + i;
      var catalog = Incidents.catalog(service, LOG, OTHER);
      var down = Incidents.outage(jdbi, service, Optional.empty());
      bothAtOnce(catalog, List.of(down), List.of(), NOON.plusSeconds(30));

      var open = onlyIncident(service);
      assertThat(open.state()).isEqualTo(Incident.State.OPEN);
      assertThat(Incidents.notifications(jdbi, open.id()))
          .containsExactly(key(open, 1, "opened", "log"), key(open, 1, "opened", "other"));

      var over = restore(service, NOON.plusSeconds(60));
      bothAtOnce(catalog, List.of(over), List.of(open), NOON.plusSeconds(1_000));
      var resolved = onlyIncident(service);
      assertThat(resolved.state()).isEqualTo(Incident.State.RESOLVED);
      assertThat(Incidents.notifications(jdbi, open.id()))
          .containsExactly(
              key(open, 1, "opened", "log"),
              key(open, 1, "opened", "other"),
              key(open, 2, "resolved", "log"),
              key(open, 2, "resolved", "other"));
    }
  }

  /** After an outage of the database, say: both learn of it when it has long been over. */
  @Test
  void twoEvaluatorsOfAnOutageThatIsOverMakeOneIncident() throws Exception {
    for (var i = 0; i < 15; i++) {
      var service = "over" + i;
      var over = Incidents.outage(jdbi, service, Optional.of(NOON.plusSeconds(60)));
      bothAtOnce(
          Incidents.catalog(service, LOG), List.of(over), List.of(), NOON.plusSeconds(1_000));

      var incident = onlyIncident(service);
      assertThat(incident.state()).isEqualTo(Incident.State.RESOLVED);
      assertThat(Incidents.notifications(jdbi, incident.id()))
          .containsExactly(key(incident, 1, "opened", "log"), key(incident, 1, "resolved", "log"));
    }
  }

  @Test
  void evaluatingTheSameAgainChangesNothing() {
    var catalog = Incidents.catalog("shop", LOG);
    Incidents.outage(jdbi, "shop", Optional.empty());

    assertThat(evaluate(catalog, NOON.plusSeconds(30))).isTrue();
    assertThat(evaluate(catalog, NOON.plusSeconds(40))).isFalse();
    assertThat(Incidents.outages(jdbi))
        .extracting(OutageRow::incident)
        .containsExactly(Optional.of(onlyIncident("shop").id()));
  }

  @Test
  void channelThatWasToldOfTheOpenGetsTheResolve_thoughItMatchesNoLonger() {
    Incidents.outage(jdbi, "shop", Optional.empty());
    evaluate(Incidents.catalog("shop", LOG), NOON.plusSeconds(30));
    restore("shop", NOON.plusSeconds(60));
    var choosy = new ChannelSpec.Log("log", new Match(Set.of(), Set.of(Severity.INFO)));
    evaluate(Incidents.catalog("shop", choosy, OTHER), NOON.plusSeconds(1_000));

    var incident = onlyIncident("shop");
    assertThat(Incidents.notifications(jdbi, incident.id()))
        .contains(key(incident, 1, "opened", "log"), key(incident, 2, "resolved", "log"));
  }

  @Test
  void whatIsToldNamesTheArtifactOfItsDeclaredCause() {
    Incidents.outage(jdbi, "shop", Optional.empty());
    evaluate(Incidents.catalog("shop", LOG), NOON.plusSeconds(30));
    var incident = onlyIncident("shop");
    var delivered = new Delivered(jdbi);
    var deployment = delivered.deployment("shop", NOON.minusSeconds(300));
    delivered.cause(incident.id(), Optional.of(deployment), "person");
    restore("shop", NOON.plusSeconds(60));
    evaluate(Incidents.catalog("shop", LOG), NOON.plusSeconds(1_000));

    var told =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select body::jsonb #>> '{data,artifact}' from notification where type like '%resolved'
                    """)
                .mapTo(String.class)
                .list());
    assertThat(told).containsExactly("pkg:oci/shop@" + deployment);
  }

  @Test
  void channelOfAnotherServiceOrSeverityIsNotTold() {
    Incidents.outage(jdbi, "shop", Optional.empty());
    evaluate(
        Incidents.catalog(
            "shop",
            LOG,
            new ChannelSpec.Log("mail", new Match(Set.of("mail"), Set.of())),
            new ChannelSpec.Log("mild", new Match(Set.of(), Set.of(Severity.WARNING)))),
        NOON.plusSeconds(30));

    var incident = onlyIncident("shop");
    assertThat(Incidents.notifications(jdbi, incident.id()))
        .containsExactly(key(incident, 1, "opened", "log"));
  }

  @Test
  void channelThatAWorseSeverityConcernsIsToldTheOpen_notAnUpdateOfWhatItDoesNotKnow() {
    var pager = new ChannelSpec.Log("pager", new Match(Set.of(), Set.of(Severity.CRITICAL)));
    var catalog = Incidents.catalog("shop", LOG, pager);
    var desk = new IncidentDesk(jdbi, URL);
    var mild = Incidents.down("shop-http").as(Severity.WARNING, Optional.empty());
    desk.commit(
        catalog, Incidents.next("shop", Optional.empty(), mild, NOON.plusSeconds(30)), _ -> {});
    var worse = Incidents.down("shop-tcp");
    desk.commit(
        catalog,
        Incidents.next("shop", Optional.of(onlyIncident("shop")), worse, NOON.plusSeconds(40)),
        _ -> {});

    var incident = onlyIncident("shop");
    assertThat(Incidents.notifications(jdbi, incident.id()))
        .containsExactlyInAnyOrder(
            key(incident, 1, "opened", "log"),
            key(incident, 2, "updated", "log"),
            key(incident, 2, "opened", "pager"));
  }

  @Test
  void pageJoinsTheIncidentOfTheOutage_andATicketOpensNone() {
    Incidents.outage(jdbi, "shop", Optional.empty());
    alert("shop", Urgency.PAGE);
    alert("shop", Urgency.TICKET);
    alert("mail", Urgency.TICKET);

    evaluate(Incidents.catalog("shop", LOG), NOON.plusSeconds(120));

    var incident = onlyIncident("shop");
    assertThat(incident.signals()).hasSize(2);
    assertThat(Incidents.stored(jdbi, "mail")).isEmpty();
    assertThat(jdbi.withHandle(BurnAlertTable::current))
        .filteredOn(alert -> alert.urgency() == Urgency.PAGE)
        .extracting(BurnAlertRow::incident)
        .containsExactly(Optional.of(incident.id()));
  }

  @Test
  void incidentResolvedByHandStillLearnsOfTheEndOfItsSignals_withoutAWordToChannels() {
    var catalog = Incidents.catalog("shop", LOG);
    alert("shop", Urgency.PAGE);
    evaluate(catalog, NOON.plusSeconds(120));
    var byHand =
        IncidentLifecycle.byHand(
            onlyIncident("shop"),
            "ada",
            new ByHand.Resolve("a false alarm"),
            NOON.plusSeconds(200));
    assertThat(new IncidentDesk(jdbi, URL).commit(catalog, byHand.orElseThrow(), _ -> {})).isTrue();
    jdbi.useHandle(handle ->
        handle.execute(
            """
            update burn_alert set cleared_at = ?, ended_by = 'burns slowly again'
            """,
            NOON.plusSeconds(300)));
    Incidents.outage(jdbi, "shop", Optional.empty()); // long after: an incident of its own
    jdbi.useHandle(handle ->
        handle.execute(
            "update outage set impact_start = ?, detected_at = ?",
            NOON.plusSeconds(7_200),
            NOON.plusSeconds(7_230)));
    evaluate(catalog, NOON.plusSeconds(7_300));
    evaluate(catalog, NOON.plusSeconds(7_310));

    var resolved =
        Incidents.stored(jdbi, "shop").stream().filter(i -> !i.open()).findFirst().orElseThrow();
    assertThat(resolved.unsettled()).isFalse();
    assertThat(resolved.times().restored()).contains(NOON.plusSeconds(300));
    assertThat(resolved.times().resolved()).contains(NOON.plusSeconds(200));
    assertThat(Incidents.notifications(jdbi, resolved.id()))
        .containsExactly(key(resolved, 1, "opened", "log"), key(resolved, 2, "resolved", "log"));
    assertThat(Incidents.stored(jdbi, "shop")).hasSize(2);
  }

  @Test
  void relapseAfterAResolveByHandReopensTheSameIncident_andIsTold() {
    var catalog = Incidents.catalog("shop", LOG);
    Incidents.outage(jdbi, "shop", Optional.empty());
    evaluate(catalog, NOON.plusSeconds(30));
    var byHand =
        IncidentLifecycle.byHand(
            onlyIncident("shop"), "ada", new ByHand.Resolve("mended"), NOON.plusSeconds(200));
    new IncidentDesk(jdbi, URL).commit(catalog, byHand.orElseThrow(), _ -> {});
    restore("shop", NOON.plusSeconds(300));
    evaluate(catalog, NOON.plusSeconds(320));
    assertThat(onlyIncident("shop").unsettled()).isFalse();

    outageOf("shop", 800);
    evaluate(catalog, NOON.plusSeconds(830));

    var again = onlyIncident("shop");
    assertThat(again.state()).isEqualTo(Incident.State.OPEN);
    assertThat(again.reopened()).isEqualTo(1);
    assertThat(again.times().restored()).isEmpty();
    jdbi.useHandle(handle ->
        handle.execute(
            "update outage set restored_at = ?, recovered_at = ? where recovered_at is null",
            NOON.plusSeconds(900),
            NOON.plusSeconds(911)));
    evaluate(catalog, NOON.plusSeconds(1_040));
    assertThat(Incidents.notifications(jdbi, again.id()))
        .containsExactly(
            key(again, 1, "opened", "log"),
            key(again, 2, "resolved", "log"),
            key(again, 4, "opened", "log"),
            key(again, 5, "resolved", "log"));
  }

  @Test
  void outageThatIsKnownOnlyAfterThePageSaysWhenInItsMinuteTheImpactBegan() {
    var catalog = Incidents.catalog("shop", LOG);
    alert("shop", Urgency.PAGE);
    evaluate(catalog, NOON.plusSeconds(105));
    assertThat(onlyIncident("shop").times().impactStart()).isEqualTo(NOON.plusSeconds(60));

    outageOf("shop", 85);
    evaluate(catalog, NOON.plusSeconds(110));

    var times = onlyIncident("shop").times();
    assertThat(times.impactStart()).isEqualTo(NOON.plusSeconds(85));
    assertThat(times.lastGood()).contains(NOON.plusSeconds(75));
    assertThat(times.detected()).isEqualTo(NOON.plusSeconds(100));
    assertThat(
            jdbi.<Instant, RuntimeException>withHandle(handle ->
                handle.createQuery("select impact_start from incident").mapTo(Instant.class).one()))
        .isEqualTo(NOON.plusSeconds(85));
  }

  @Test
  void alertThatWasOverWhenItWasHeardOfIsAnIncidentThatNobodyIsToldOf_untilItRelapses() {
    var catalog = Incidents.catalog("shop", LOG, OTHER);
    jdbi.useTransaction(handle ->
        ExternalAlertTable.put(
            handle,
            new ExternalAlertTable.Told(
                "alertmanager",
                "f1",
                NOON,
                "shop",
                "DiskFull",
                "",
                Optional.empty(),
                Severity.CRITICAL,
                Optional.of(NOON.plusSeconds(60)))));
    evaluate(catalog, NOON.plusSeconds(70));
    evaluate(catalog, NOON.plusSeconds(80));

    var history = onlyIncident("shop");
    assertThat(history.state()).isEqualTo(Incident.State.RESOLVED);
    assertThat(history.times().impactStart()).isEqualTo(NOON);
    assertThat(history.times().restored()).contains(NOON.plusSeconds(60));
    assertThat(Incidents.notifications(jdbi, history.id())).isEmpty();

    outageOf("shop", 200);
    evaluate(catalog, NOON.plusSeconds(240));
    assertThat(onlyIncident("shop").reopened()).isEqualTo(1);
    assertThat(Incidents.notifications(jdbi, history.id()))
        .containsExactly(key(history, 2, "opened", "log"), key(history, 2, "opened", "other"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void afterATimeWithoutEvaluationWhatHappenedToAServiceIsDoneInOrder_besideOtherServices(
      boolean firstWasSeen) {
    var catalog = Incidents.catalog("shop", LOG);
    outageOf("shop", 0);
    if (firstWasSeen) {
      evaluate(catalog, NOON.plusSeconds(30));
    }
    restore("shop", NOON.plusSeconds(60));
    outageOf("shop", 7_200);
    alert("edge", Urgency.PAGE);

    assertThat(evaluate(catalog, NOON.plusSeconds(7_230))).isTrue();

    var ofShop = Incidents.stored(jdbi, "shop");
    assertThat(ofShop)
        .extracting(Incident::state)
        .containsExactly(Incident.State.OPEN, Incident.State.RESOLVED);
    assertThat(ofShop)
        .extracting(incident -> incident.times().impactStart())
        .containsExactly(NOON.plusSeconds(7_200), NOON);
    assertThat(Incidents.notifications(jdbi, ofShop.getFirst().id()))
        .containsExactly(key(ofShop.getFirst(), 1, "opened", "log"));
    assertThat(Incidents.notifications(jdbi, ofShop.getLast().id()))
        .containsExactly(
            key(ofShop.getLast(), 1, "opened", "log"),
            key(ofShop.getLast(), firstWasSeen ? 2 : 1, "resolved", "log"));
    assertThat(onlyIncident("edge").state()).isEqualTo(Incident.State.OPEN);
    assertThat(evaluate(catalog, NOON.plusSeconds(7_240))).isFalse();
  }

  /** Seconds after noon; detected 15 seconds later. */
  private void outageOf(String service, int from) {
    jdbi.useHandle(handle -> {
      handle.execute(
          "insert into probe (name) values (?) on conflict do nothing", service + "-http");
      handle.execute("insert into location (name) values ('local') on conflict do nothing");
      handle.execute(
          """
          insert into outage (probe_id, location_id, last_good_at, impact_start, detected_at,
            failure_phase, failure_reason, failure_detail)
          select p.id, l.id, ?, ?, ?, 'connect', 'connection_refused', 'refused'
          from probe p, location l where p.name = ? and l.name = 'local'
          """,
          NOON.plusSeconds(from - 10),
          NOON.plusSeconds(from),
          NOON.plusSeconds(from + 15),
          service + "-http");
    });
  }

  @Test
  void whatCannotBeReadOrWrittenOfOneServiceKeepsNoOtherFromBeingLookedAfter() {
    Incidents.open(jdbi, "unreadable");
    jdbi.useHandle(handle -> {
      handle.execute("update incident set body = '{\"signals\": [{\"type\": \"of tomorrow\"}]}'");
      handle.execute("alter table incident add check (service <> 'refused')");
    });
    for (var service : List.of("unreadable", "refused", "shop")) {
      Incidents.outage(jdbi, service, Optional.empty());
    }
    jdbi.useHandle(handle ->
        handle.execute(
            "update outage o set service = replace(p.name, '-http', '') from probe p where p.id = o.probe_id"));

    var log = new ListAppender<ILoggingEvent>();
    log.start();
    var logger = (Logger) LoggerFactory.getLogger(IncidentWrites.class);
    logger.addAppender(log);
    try {
      assertThat(evaluate(Incidents.catalog("shop", LOG), NOON.plusSeconds(30))).isTrue();
    } finally {
      logger.detachAppender(log);
    }

    assertThat(onlyIncident("shop").state()).isEqualTo(Incident.State.OPEN);
    assertThat(log.list)
        .as("neither the statement with its arguments nor the row")
        .filteredOn(line -> line.getFormattedMessage().contains("service refused failed"))
        .singleElement()
        .satisfies(line -> {
          assertThat(line.getThrowableProxy()).isNull();
          assertThat(line.getFormattedMessage())
              .endsWith(
                  "failed, the other services are looked after: UnableToExecuteStatementException:"
                      + " new row for relation \"incident\" violates check constraint"
                      + " \"incident_service_check\" (SQL state 23514)");
        });
    assertThat(
            jdbi.<Integer, RuntimeException>withHandle(handle ->
                handle.createQuery("select count(*) from incident").mapTo(Integer.class).one()))
        .isEqualTo(2);
  }

  @Test
  void ticketIsToldWithoutAnIncident_onceWhenItFiresAndOnceWhenItClears() {
    alert("shop", Urgency.TICKET);
    alert("shop", Urgency.PAGE);
    var alerts = jdbi.withHandle(BurnAlertTable::current);
    var desk = new IncidentDesk(jdbi, URL);
    var changes = new BurnAlerts.Changes(alerts, List.of());
    for (var i = 0; i < 2; i++) { // a second evaluator that saw the same
      jdbi.useTransaction(
          handle -> desk.tell(handle, Incidents.catalog("shop", LOG, OTHER), changes));
    }

    var ticket =
        alerts.stream().filter(a -> a.urgency() == Urgency.TICKET).findFirst().orElseThrow();
    assertThat(told())
        .containsExactly(
            "alert-" + ticket.id() + "-alert_fired-log",
            "alert-" + ticket.id() + "-alert_fired-other");

    var over = new BurnAlerts.Changes(List.of(), List.of(cleared(ticket)));
    var since =
        Incidents.catalog(
            "shop",
            LOG,
            new ChannelSpec.Log("other", new Match(Set.of("mail"), Set.of())),
            new ChannelSpec.Log("late", Match.ALL));
    for (var i = 0; i < 2; i++) {
      jdbi.useTransaction(handle -> desk.tell(handle, since, over));
    }
    assertThat(told())
        .as("whoever knows of it, whatever matches by then")
        .endsWith(
            "alert-" + ticket.id() + "-alert_cleared-log",
            "alert-" + ticket.id() + "-alert_cleared-other")
        .hasSize(4);
  }

  @Test
  void declaredAlertsAreToldToTheirTargets_butNotToThoseThatTheIncidentTells() {
    declaredAlert("shop", Urgency.TICKET, false);
    declaredAlert("shop", Urgency.PAGE, false);
    declaredAlert("shop", Urgency.TICKET, true);
    var alerts = jdbi.withHandle(BurnAlertTable::current);
    var desk = new IncidentDesk(jdbi, URL);
    var catalog =
        withPolicy(Incidents.catalog("shop", LOG, OF_ANOTHER_SERVICE), true, "log", "elsewhere");

    jdbi.useTransaction(
        handle -> desk.tell(handle, catalog, new BurnAlerts.Changes(alerts, List.of())));

    var ids = alerts.stream().map(BurnAlertRow::id).toList();
    assertThat(told())
        .containsExactly(
            "alert-%d-alert_fired-log".formatted(ids.get(0)),
            "alert-%d-alert_fired-elsewhere".formatted(ids.get(0)),
            "alert-%d-alert_fired-elsewhere".formatted(ids.get(1)));
  }

  @Test
  void endOfADeclaredAlertIsToldOnlyWhereThatIsDeclared_andWhereThePolicyIsGoneToWhoeverKnows() {
    declaredAlert("shop", Urgency.TICKET, false);
    var alerts = jdbi.withHandle(BurnAlertTable::current);
    var desk = new IncidentDesk(jdbi, URL);
    var plain = Incidents.catalog("shop", LOG, OTHER);
    var catalog = withPolicy(plain, false, "other");
    jdbi.useTransaction(
        handle -> desk.tell(handle, catalog, new BurnAlerts.Changes(alerts, List.of())));
    var cleared =
        jdbi.withHandle(handle -> {
          handle.execute("update burn_alert set cleared_at = now(), ended_by = 'x'");
          return alerts.stream().map(IncidentDeskIT::cleared).toList();
        });

    jdbi.useTransaction(
        handle -> desk.tell(handle, catalog, new BurnAlerts.Changes(List.of(), cleared)));
    assertThat(told())
        .containsExactly("alert-%d-alert_fired-other".formatted(alerts.getFirst().id()));
    jdbi.useTransaction(
        handle -> desk.tell(handle, plain, new BurnAlerts.Changes(List.of(), cleared)));
    assertThat(told())
        .containsExactly(
            "alert-%d-alert_fired-other".formatted(alerts.getFirst().id()),
            "alert-%d-alert_cleared-other".formatted(alerts.getFirst().id()));
  }

  private static final ChannelSpec OF_ANOTHER_SERVICE =
      new ChannelSpec.Log("elsewhere", new Match(Set.of("mail"), Set.of()));

  private static BurnAlertRow cleared(BurnAlertRow row) {
    return new BurnAlertRow(
        row.id(),
        row.service(),
        row.slo(),
        row.objective(),
        row.key(),
        row.rule(),
        row.impactStart(),
        row.detectedAt(),
        Optional.of(row.detectedAt().plusSeconds(60)),
        Optional.of("x"),
        row.incident());
  }

  private static Catalog withPolicy(Catalog catalog, boolean resolved, String... targets) {
    var condition =
        new AlertCondition("page", Criterion.Op.GTE, 10, Duration.ofHours(1), Duration.ZERO);
    var policy =
        new AlertPolicy("burns", "Burns", false, resolved, true, condition, List.of(targets));
    return new Catalog(
        catalog.services(),
        catalog.probes(),
        catalog.slos(),
        catalog.policies(),
        catalog.channels(),
        catalog.dataSources(),
        Map.of("shop-available", List.of(policy)),
        catalog.modules(),
        catalog.budgetRules(),
        Map.of());
  }

  private void declaredAlert(String service, Urgency urgency, boolean noData) {
    alert(service, urgency, "burns", noData);
  }

  private List<String> told() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select idempotency_key from notification where incident_id is null order by id")
            .mapTo(String.class)
            .list());
  }

  private void bothAtOnce(
      Catalog catalog, List<OutageRow> outages, List<Incident> incidents, Instant now)
      throws Exception {
    var together = new CyclicBarrier(2);
    Callable<Boolean> evaluator =
        () -> {
          var desk = new IncidentDesk(jdbi, URL);
          together.await();
          var seen = new Observations(outages, List.of(), List.of(), incidents);
          return desk.evaluate(catalog, leads(catalog, seen, now), incidents, now);
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(evaluator);
      var second = threads.submit(evaluator);
      assertThat(List.of(first.get(), second.get())).containsExactlyInAnyOrder(true, false);
    }
  }

  private boolean evaluate(Catalog catalog, Instant now) {
    var seen =
        jdbi.withHandle(handle -> Observations.read(handle, new RecentIncidents(), Instant.EPOCH));
    return new IncidentDesk(jdbi, URL)
        .evaluate(catalog, leads(catalog, seen, now), seen.incidents(), now);
  }

  private Leads leads(Catalog catalog, Observations seen, Instant now) {
    return Leads.of(
        catalog,
        seen,
        Openings.of(jdbi, catalog, seen, MaintenancePlan.NONE, _ -> Optional.empty(), now));
  }

  private OutageRow restore(String service, Instant at) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            update outage set restored_at = ?, recovered_at = ?, ended_by = 'recovered'
            where probe_id = (select id from probe where name = ?)
            """,
            at,
            at.plusSeconds(11),
            service + "-http"));
    return Incidents.outages(jdbi).stream()
        .filter(outage -> outage.probe().equals(service + "-http"))
        .findFirst()
        .orElseThrow();
  }

  private void alert(String service, Urgency urgency) {
    alert(service, urgency, "", false);
  }

  private void alert(String service, Urgency urgency, String policy, boolean noData) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            insert into burn_alert
              (service, slo, objective, urgency, policy, no_data, rule, impact_start, detected_at)
            values (?, ?, '99.9', ?, ?, ?, '14.4x over 1h and 5m', ?, ?)
            """,
            service,
            service + "-available",
            urgency == Urgency.PAGE ? "page" : "ticket",
            policy,
            noData,
            NOON.plusSeconds(60),
            NOON.plusSeconds(100)));
  }

  private Incident onlyIncident(String service) {
    var stored = Incidents.stored(jdbi, service);
    assertThat(stored).hasSize(1);
    return stored.getFirst();
  }

  private static String key(Incident incident, int version, String type, String channel) {
    return "incident-%d-%d-%s-%s".formatted(incident.id(), version, type, channel);
  }
}
