package dev.nines.engine.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.channel.ChannelSpec;
import dev.nines.engine.adjustments.MaintenancePlan;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.incidents.ExternalAlertTable.ExternalAlertRow;
import dev.nines.incident.Incident;
import dev.nines.incident.ServicePolicy;
import dev.nines.incident.ServicePolicy.ExternalAlerts;
import dev.nines.incident.Severity;
import dev.nines.incident.Transition.Kind;
import dev.nines.incident.Transition.Step;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Alerts of which the end is lost. Told of at the database's time, which is the end of the test.
 */
class UntoldAlertsIT {
  private static final Catalog SIX_DAYS = catalog(ExternalAlerts.DEFAULT);

  private final UntoldAlerts untold = new UntoldAlerts();
  private Database database;
  private Jdbi jdbi;
  private Instant present;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    jdbi = database.jdbi();
    present = jdbi.withHandle(Evaluator::now);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void alertThatIsNotToldOfAgainEndsWhenItWasLastTold_andItsIncidentAfterTheHold() {
    told("f1", ago(10, 0), ago(6, 0));
    evaluate(SIX_DAYS, ago(1, 0));
    assertThat(only().open()).isTrue();
    listen(SIX_DAYS, present.minusSeconds(1));
    assertThat(untold.end(jdbi, SIX_DAYS, alerts(), present.minusSeconds(1))).isFalse();

    assertThat(untold.end(jdbi, SIX_DAYS, alerts(), present)).isTrue();

    evaluate(SIX_DAYS, present);
    evaluate(SIX_DAYS, present.plusSeconds(119));
    assertThat(only().open()).isTrue();
    evaluate(SIX_DAYS, present.plusSeconds(120));
    assertThat(only().state()).isEqualTo(Incident.State.RESOLVED);
    assertThat(only().times().restored()).contains(ago(6, 0));
    assertThat(steps())
        .filteredOn(step -> step.kind() == Kind.SIGNAL_CLEARED)
        .extracting(Step::text)
        .containsExactly(
            "no longer: alertmanager says DiskFull (not told of again for 6d after it was last told"
                + " at "
                + ago(6, 0)
                + ")");
    assertThat(alerts())
        .singleElement()
        .satisfies(row -> assertThat(row.told().endedAt()).contains(ago(6, 0)));
  }

  @Test
  void eachServiceHasItsOwnTime() {
    told("f1", ago(1, 0), ago(0, 5 * 60));
    var fiveHours = catalog(new ExternalAlerts(false, Map.of(), Duration.ofHours(5)));
    listen(SIX_DAYS, present);

    assertThat(untold.end(jdbi, SIX_DAYS, alerts(), present)).isFalse();
    assertThat(untold.end(jdbi, fiveHours, alerts(), present)).isTrue();
    assertThat(alerts().getFirst().endedBy())
        .contains("not told of again for 5h after it was last told");
  }

  @Test
  void alertNeverEndsBeforeItsStart_thoughClocksDiffer() {
    told("f1", ago(0, 20), ago(0, 40));
    listen(SIX_DAYS, present);

    var quick = catalog(new ExternalAlerts(false, Map.of(), Duration.ofMinutes(30)));
    assertThat(untold.end(jdbi, quick, alerts(), present)).isTrue();

    assertThat(
            jdbi.<Instant, RuntimeException>withHandle(handle ->
                handle
                    .createQuery("select ended_at from external_alert")
                    .mapTo(Instant.class)
                    .one()))
        .isEqualTo(ago(0, 20));
  }

  @Test
  void nothingEnds_beforeAlertmanagerHadTimeToTellAgainWhatItCouldNotTellMeanwhile() {
    told("f1", ago(10, 0), ago(9, 0));
    assertThat(untold.end(jdbi, SIX_DAYS, alerts(), ago(0, 60))).isFalse();
    assertThat(untold.end(jdbi, SIX_DAYS, alerts(), ago(0, 46))).isFalse();
    assertThat(untold.end(jdbi, SIX_DAYS, alerts(), ago(0, 30))).isFalse(); // it was away
    assertThat(untold.end(jdbi, SIX_DAYS, alerts(), ago(0, 16))).isFalse();

    assertThat(untold.end(jdbi, SIX_DAYS, alerts(), ago(0, 15))).isTrue();
  }

  @Test
  void alertThatIsToldAgainJustNowStays() {
    told("f1", ago(10, 0), ago(6, 0));
    listen(SIX_DAYS, present);
    var read = alerts();
    tell("alertmanager", "f1", ago(10, 0));

    assertThat(untold.end(jdbi, SIX_DAYS, read, present)).isFalse();
    assertThat(alerts().getFirst().told().endedAt()).isEmpty();
  }

  @Test
  void heartbeatThatIsMissedEndsByItsNextBeatAlone() {
    tell("heartbeat", "backup", ago(10, 0));
    jdbi.useHandle(handle -> handle.execute("update external_alert set told_at = ?", ago(9, 0)));
    listen(SIX_DAYS, present);

    assertThat(untold.end(jdbi, SIX_DAYS, alerts(), present)).isFalse();
  }

  @Test
  void alertThatIsToldAgainAfterThatReopensItsIncident() {
    endedAt(present);
    evaluate(SIX_DAYS, present.plusSeconds(120));
    var resolved = only();
    assertThat(resolved.open()).isFalse();

    tell("alertmanager", "f1", ago(10, 0));
    evaluate(SIX_DAYS, present.plusSeconds(180));

    assertThat(only().id()).isEqualTo(resolved.id());
    assertThat(only().open()).isTrue();
    assertThat(only().reopened()).isEqualTo(1);
    assertThat(only().times().impactStart()).isEqualTo(ago(10, 0));
    assertThat(only().times().restored()).isEmpty();
    assertThat(told())
        .containsExactly(
            "incident.opened", "incident.updated", "incident.resolved", "incident.opened");
  }

  @Test
  void alertThatIsToldAgainJoinsItsIncident_whileThatIsOpen() {
    told("f2", ago(9, 0), ago(0, 1));
    endedAt(present);
    evaluate(SIX_DAYS, present.plusSeconds(600));
    assertThat(only().open()).isTrue();

    tell("alertmanager", "f1", ago(10, 0));
    evaluate(SIX_DAYS, present.plusSeconds(610));

    assertThat(only().signals()).hasSize(3).filteredOn(signal -> signal.active()).hasSize(2);
    assertThat(only().reopened()).isZero();
  }

  @Test
  void alertThatIsToldAgainLongAfterThatOpensAnIncidentThatClaimsNothingOfTheTimeBetween() {
    endedAt(ago(0, 60));
    evaluate(SIX_DAYS, ago(0, 50));

    tell("alertmanager", "f1", ago(10, 0));
    evaluate(SIX_DAYS, present.plusSeconds(10));

    var second = incidents().getFirst();
    assertThat(incidents()).hasSize(2);
    assertThat(second.open()).isTrue();
    assertThat(second.times().impactStart())
        .isEqualTo(alerts().getLast().told().startsAt())
        .isAfterOrEqualTo(present);
  }

  /** An incident of an alert of ten days ago that ends for want of news. */
  private void endedAt(Instant at) {
    told("f1", ago(10, 0), ago(7, 0));
    evaluate(SIX_DAYS, ago(2, 0));
    listen(SIX_DAYS, at);
    assertThat(untold.end(jdbi, SIX_DAYS, alerts(), at)).isTrue();
    evaluate(SIX_DAYS, at);
  }

  private void listen(Catalog catalog, Instant until) {
    assertThat(untold.end(jdbi, catalog, List.of(), until.minus(Duration.ofMinutes(15)))).isFalse();
  }

  private void told(String fingerprint, Instant startsAt, Instant last) {
    tell("alertmanager", fingerprint, startsAt);
    jdbi.useHandle(handle ->
        handle.execute(
            "update external_alert set received_at = ?, told_at = ? where fingerprint = ?",
            startsAt,
            last,
            fingerprint));
  }

  private void tell(String source, String fingerprint, Instant startsAt) {
    jdbi.useTransaction(handle ->
        ExternalAlertTable.put(
            handle,
            new ExternalAlertTable.Told(
                source,
                fingerprint,
                startsAt,
                "shop",
                "DiskFull",
                "",
                Optional.empty(),
                Severity.CRITICAL,
                Optional.empty())));
  }

  private void evaluate(Catalog catalog, Instant now) {
    var seen =
        jdbi.withHandle(handle -> Observations.read(handle, new RecentIncidents(), Instant.EPOCH));
    var openings =
        Openings.of(jdbi, catalog, seen, MaintenancePlan.NONE, _ -> Optional.empty(), now);
    new IncidentDesk(jdbi, URI.create("http://nines.test"))
        .evaluate(catalog, Leads.of(catalog, seen, openings), seen.incidents(), now);
  }

  private static Catalog catalog(ExternalAlerts alerts) {
    return new Catalog(
        List.of(new Service("shop", "Shop", "", Map.of(), Map.of())),
        List.of(),
        List.of(),
        Map.of(
            "shop",
            new ServicePolicy(
                Duration.ofMinutes(2),
                Duration.ofMinutes(10),
                Optional.empty(),
                Optional.empty(),
                alerts,
                ServicePolicy.PRODUCTION)),
        List.of(new ChannelSpec.Log("log", ChannelSpec.Match.ALL)));
  }

  private List<ExternalAlertRow> alerts() {
    return jdbi.withHandle(handle -> ExternalAlertTable.since(handle, Instant.EPOCH));
  }

  private List<Incident> incidents() {
    return Incidents.stored(jdbi, "shop");
  }

  private Incident only() {
    assertThat(incidents()).hasSize(1);
    return incidents().getFirst();
  }

  private List<Step> steps() {
    return jdbi.withHandle(handle -> IncidentTable.timeline(handle, only().id()));
  }

  private List<String> told() {
    return jdbi.withHandle(handle ->
        handle.createQuery("select type from notification order by id").mapTo(String.class).list());
  }

  private Instant ago(int days, int minutes) {
    return present.minus(Duration.ofDays(days)).minus(Duration.ofMinutes(minutes));
  }
}
