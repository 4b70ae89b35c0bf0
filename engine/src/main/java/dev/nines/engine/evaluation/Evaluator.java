package dev.nines.engine.evaluation;

import static java.util.Objects.requireNonNull;

import dev.nines.alerting.Urgency;
import dev.nines.engine.adjustments.AdjustmentDesk;
import dev.nines.engine.adjustments.MaintenancePlan;
import dev.nines.engine.alerts.BurnAlertTable.BurnAlertRow;
import dev.nines.engine.alerts.BurnAlerts;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.evaluation.SloStatus.FiringAlert;
import dev.nines.engine.evaluation.SloStatus.ObjectiveStatus;
import dev.nines.engine.figures.IncidentFacts;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.incidents.Leads;
import dev.nines.engine.incidents.Observations;
import dev.nines.engine.incidents.Openings;
import dev.nines.engine.incidents.RecentIncidents;
import dev.nines.engine.incidents.Suppressed;
import dev.nines.engine.incidents.UntoldAlerts;
import dev.nines.engine.sli.SliBook;
import dev.nines.incident.FailureStreak;
import dev.nines.incident.Incident;
import dev.nines.slo.BudgetState;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.ErrorBudgetPolicy;
import dev.nines.slo.Slo;
import dev.nines.slo.WindowReading;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * One tick of the engine: windows move on, alerts and incidents follow, and everybody gets a new
 * snapshot. Ticks come one at a time; the snapshot may be read from anywhere.
 */
public final class Evaluator {
  private final Jdbi jdbi;
  private final SliBook book;
  private final BurnAlerts alerts;
  private final IncidentDesk desk;
  private final RecentIncidents recent = new RecentIncidents();
  private final UntoldAlerts untold = new UntoldAlerts();
  private final Predicate<String> degraded;
  private final Function<String, Optional<FailureStreak>> streaks;
  private final AdjustmentDesk adjustments;
  private final ZoneId zone;
  private volatile Snapshot snapshot = Snapshot.NONE;

  /**
   * Puts together what a tick needs.
   *
   * @param jdbi the database
   * @param book the windows
   * @param alerts folds them into alerts
   * @param desk moves the incidents on
   * @param degraded whether a probe's latest run was slower than it should be, by its name
   * @param streaks a probe's failed runs in a row that are no outage yet, by its name
   * @param adjustments puts maintenance and corrections to the book
   * @param zone where calendar months begin
   */
  public Evaluator(
      Jdbi jdbi,
      SliBook book,
      BurnAlerts alerts,
      IncidentDesk desk,
      Predicate<String> degraded,
      Function<String, Optional<FailureStreak>> streaks,
      AdjustmentDesk adjustments,
      ZoneId zone) {
    this.jdbi = jdbi;
    this.book = book;
    this.alerts = alerts;
    this.desk = desk;
    this.degraded = degraded;
    this.streaks = streaks;
    this.adjustments = adjustments;
    this.zone = zone;
  }

  /** {@return everything as it was at the newest tick} */
  public Snapshot snapshot() {
    return snapshot;
  }

  /**
   * Evaluates everything once.
   *
   * @param catalog what is declared
   * @param now the present, by the database's clock
   * @throws org.jdbi.v3.core.JdbiException when the database does not answer; the snapshot stays
   */
  public synchronized void tick(Catalog catalog, Instant now) {
    book.advanceTo(now);
    var plan = jdbi.withHandle(handle -> adjustments.adjust(handle, catalog, book, now));
    jdbi.useTransaction(
        handle -> desk.tell(handle, catalog, alerts.evaluate(handle, catalog, now)));
    var since = now.minus(BurnAlerts.UPTIME);
    var seen = jdbi.withHandle(handle -> Observations.read(handle, recent, since));
    if (untold.end(jdbi, catalog, seen.externals(), now)) {
      seen = jdbi.withHandle(handle -> Observations.read(handle, recent, since));
    }
    var openings = Openings.of(jdbi, catalog, seen, plan, streaks, now);
    var leads = Leads.of(catalog, seen, openings);
    if (desk.evaluate(catalog, leads, seen.incidents(), now)) {
      seen = seen.with(jdbi.withHandle(handle -> recent.since(handle, since)));
    }
    snapshot = snapshot(catalog, seen, leads.suppressed(), plan, now);
  }

  /**
   * The present for everything that instances share: they share a clock.
   *
   * @param handle the database
   * @return its time
   */
  public static Instant now(Handle handle) {
    return handle
        .createQuery("select clock_timestamp()")
        .mapTo(OffsetDateTime.class)
        .one()
        .toInstant();
  }

  private Snapshot snapshot(
      Catalog catalog,
      Observations seen,
      List<Suppressed> suppressed,
      MaintenancePlan plan,
      Instant now) {
    var firing = seen.alerts().stream().filter(alert -> alert.clearedAt().isEmpty()).toList();
    var watched = new HashMap<String, String>();
    catalog.probes().forEach(probe -> watched.put(probe.name(), probe.service()));
    var outagesOf =
        seen.outages().stream()
            .collect(
                Collectors.groupingBy(
                    outage -> outage.service().orElse(watched.getOrDefault(outage.probe(), ""))));
    var incidentsOf = seen.incidents().stream().collect(Collectors.groupingBy(Incident::service));
    var externalsOf =
        seen.externals().stream().collect(Collectors.groupingBy(alert -> alert.told().service()));
    var suppressedOf = suppressed.stream().collect(Collectors.groupingBy(Suppressed::service));
    var probesOf =
        catalog.probes().stream().collect(Collectors.groupingBy(ProbeDeclaration::service));
    var paged =
        firing.stream()
            .filter(alert -> alert.urgency() == Urgency.PAGE)
            .map(BurnAlertRow::service)
            .collect(Collectors.toSet());
    var firingOf = firing.stream().collect(Collectors.groupingBy(BurnAlertRow::slo));
    var planned = alerts.plan(catalog);
    var review = new ServiceReview(book, degraded, streaks, plan, now, zone);
    var reopened = seen.incidents().stream().filter(incident -> incident.reopened() > 0).toList();
    var firstResolved = jdbi.withHandle(handle -> IncidentFacts.firstResolved(handle, reopened));
    return new Snapshot(
            now,
            catalog.services().stream()
                .map(service ->
                    review.review(
                        service,
                        probesOf.getOrDefault(service.name(), List.of()),
                        outagesOf.getOrDefault(service.name(), List.of()),
                        incidentsOf.getOrDefault(service.name(), List.of()),
                        firstResolved,
                        new ServiceReview.Others(
                            paged.contains(service.name()),
                            externalsOf.getOrDefault(service.name(), List.of()),
                            catalog.policyOf(service.name()).externalAlerts().downtime()),
                        suppressedOf.getOrDefault(service.name(), List.of())))
                .toList(),
            catalog.slos().stream()
                .map(slo ->
                    status(
                        slo,
                        planned.windows(slo),
                        Optional.ofNullable(catalog.budgetRules().policies().get(slo.name())),
                        firingOf.getOrDefault(slo.name(), List.of())))
                .toList(),
            seen.incidents())
        .withServicesJudgedBySlos();
  }

  private SloStatus status(
      Slo slo,
      List<BudgetWindow> windows,
      Optional<ErrorBudgetPolicy> policy,
      List<BurnAlertRow> firing) {
    var objectives = slo.terms().stream().map(term -> status(slo, windows, term, firing)).toList();
    return new SloStatus(
        slo,
        objectives,
        policy,
        Composites.of(
            slo,
            objectives,
            objective -> book.badSlices(slo.name(), objective.name(), slo.window())));
  }

  private ObjectiveStatus status(
      Slo slo, List<BudgetWindow> windows, Slo.Term term, List<BurnAlertRow> firing) {
    var objective = term.objective();
    var readings = new LinkedHashMap<BudgetWindow, WindowReading>();
    windows.forEach(
        window -> readings.put(window, book.read(slo.name(), objective.name(), window)));
    var budgetWindow = requireNonNull(readings.get(slo.window()));
    return new ObjectiveStatus(
        objective,
        term.sli(),
        book.all(slo.name(), objective.name()),
        readings,
        budgetWindow,
        BudgetState.of(objective, budgetWindow, slo.settings().minimumEvents()),
        firing.stream()
            .filter(alert -> alert.objective().equals(objective.name()))
            .map(Evaluator::firing)
            .toList());
  }

  private static FiringAlert firing(BurnAlertRow row) {
    return new FiringAlert(
        FiringAlert.severityOf(row.urgency()), row.rule(), row.key().policy(), row.detectedAt());
  }
}
