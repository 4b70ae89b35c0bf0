package dev.nines.engine.incidents;

import static dev.nines.slo.time.Instants.later;

import dev.nines.alerting.Urgency;
import dev.nines.engine.alerts.BurnAlertTable.BurnAlertRow;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.incidents.ExternalAlertTable.ExternalAlertRow;
import dev.nines.engine.incidents.OutageTable.OutageRow;
import dev.nines.incident.Incident;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import dev.nines.incident.opening.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Every signal with the row it is made of: those of incidents as they have become, and those that
 * may now open one. What may not yet is {@link #suppressed()}.
 */
public final class Leads {
  private final Catalog catalog;
  private final Openings openings;
  private final Map<Long, Incident> incidents = new HashMap<>();
  private final Map<String, ProbeDeclaration> probes = new HashMap<>();
  private final Map<String, List<Lead>> leads = new HashMap<>();
  private final List<Suppressed> suppressed = new ArrayList<>();
  private final List<PassedOver> passedOver = new ArrayList<>();

  /**
   * A signal.
   *
   * @param row what it is made of, which learns of its incident
   * @param incident its incident, where it has one
   * @param why what let it open one; empty where that needs no saying
   */
  record Lead(Signal signal, SignalRow row, Optional<Long> incident, String why) {}

  /** A row that no longer may open an incident. */
  record PassedOver(SignalRow row, String why) {}

  private Leads(Catalog catalog, Openings openings, List<Incident> known) {
    this.catalog = catalog;
    this.openings = openings;
    known.forEach(incident -> incidents.put(incident.id(), incident));
    catalog.probes().forEach(probe -> probes.put(probe.name(), probe));
  }

  /**
   * Makes signals of rows.
   *
   * @param catalog what is declared
   * @param seen the rows
   * @param openings which of them may open incidents
   * @return the signals
   */
  public static Leads of(Catalog catalog, Observations seen, Openings openings) {
    var leads = new Leads(catalog, openings, seen.incidents());
    seen.outages().forEach(leads::take);
    seen.externals().forEach(leads::take);
    seen.alerts().stream().filter(alert -> alert.urgency() == Urgency.PAGE).forEach(leads::take);
    return leads;
  }

  /** {@return what is active and opens no incident now} */
  public List<Suppressed> suppressed() {
    return List.copyOf(suppressed);
  }

  Set<String> services() {
    return leads.keySet();
  }

  List<Lead> of(String service) {
    return leads.getOrDefault(service, List.of());
  }

  List<PassedOver> passedOver() {
    return passedOver;
  }

  private void take(OutageRow outage) {
    var probe = Optional.ofNullable(probes.get(outage.probe()));
    var severity = probe.map(p -> p.incident().severity()).orElse(Severity.CRITICAL);
    var cleared =
        outage
            .recoveredAt()
            .map(at ->
                new Signal.Cleared(
                    outage.restoredAt().orElse(at), at, outage.endedBy().orElse("recovered")));
    var row = new SignalRow(SignalRow.Table.OUTAGE, outage.id());
    if (outage.incident().isPresent()) {
      // An incident's service is where it was opened, wherever its probe has been moved since.
      var key = Signal.ProbeDown.key(outage.probe(), outage.location(), outage.impactStart());
      known(row, outage.incident().get(), key, severity, cleared);
    } else if (outage.passedOver().isEmpty()) {
      outage
          .service()
          .or(() -> probe.map(ProbeDeclaration::service))
          .ifPresent(service ->
              decide(
                  service,
                  row,
                  openings.of(outage),
                  detected -> signal(outage, detected).as(severity, cleared)));
    }
  }

  private Signal signal(OutageRow outage, Instant detected) {
    var start = openings.countedFrom(outage);
    var moved = !start.equals(outage.impactStart());
    return new Signal.ProbeDown(
        outage.probe(),
        outage.location(),
        moved ? Optional.empty() : outage.lastGood(),
        start,
        later(detected, start),
        Severity.CRITICAL,
        outage.cause(),
        Optional.empty(),
        moved ? Optional.of(outage.impactStart()) : Optional.empty());
  }

  private void take(BurnAlertRow alert) {
    var cleared =
        alert
            .clearedAt()
            .map(at -> new Signal.Cleared(at, at, alert.endedBy().orElse("burns slowly again")));
    var row = new SignalRow(SignalRow.Table.BURN_ALERT, alert.id());
    var start = impactStart(alert);
    var counted =
        openings.countedFrom(alert.service(), Dependencies.span(start, alert.clearedAt()));
    var signal =
        new Signal.BurnAlert(
            alert.slo(),
            alert.objective(),
            alert.rule(),
            Severity.CRITICAL,
            counted.isAfter(alert.detectedAt()) ? start : counted,
            alert.detectedAt(),
            Optional.empty());
    if (alert.incident().isPresent()) {
      known(row, alert.incident().get(), signal.key(), Severity.CRITICAL, cleared);
    } else {
      decide(alert.service(), row, openings.of(alert), _ -> signal.as(Severity.CRITICAL, cleared));
    }
  }

  private void take(ExternalAlertRow alert) {
    var told = alert.told();
    var cleared =
        told.endedAt()
            .map(ended ->
                new Signal.Cleared(
                    ended,
                    later(alert.endKnownAt().orElse(ended), ended),
                    alert.endedBy().orElse("resolved")));
    var row = new SignalRow(SignalRow.Table.EXTERNAL_ALERT, alert.id());
    if (alert.incident().isPresent()) {
      var key = Signal.External.key(told.source(), told.fingerprint(), told.startsAt());
      known(row, alert.incident().get(), key, told.severity(), cleared);
    } else if (alert.passedOver().isEmpty()) {
      decide(
          told.service(), row, openings.of(alert), _ -> signal(alert).as(told.severity(), cleared));
    }
  }

  private Signal signal(ExternalAlertRow alert) {
    var told = alert.told();
    var start =
        openings.countedFrom(told.service(), Dependencies.span(told.startsAt(), told.endedAt()));
    return new Signal.External(
        told.source(),
        told.fingerprint(),
        told.name(),
        told.summary(),
        told.link(),
        told.severity(),
        catalog.policyOf(told.service()).externalAlerts().downtime(),
        told.startsAt(),
        start,
        later(alert.detectedAt(), start),
        Optional.empty());
  }

  /** Of an incident's signal nothing changes but how bad it is, and that it ends. */
  private void known(
      SignalRow row,
      long incident,
      String key,
      Severity severity,
      Optional<Signal.Cleared> cleared) {
    Optional.ofNullable(incidents.get(incident))
        .ifPresent(owner ->
            owner.signals().stream()
                .filter(signal -> signal.key().equals(key))
                .findFirst()
                .ifPresent(signal ->
                    add(
                        owner.service(),
                        new Lead(signal.as(severity, cleared), row, Optional.of(incident), ""))));
  }

  private void decide(
      String service, SignalRow row, Verdict verdict, Function<Instant, Signal> signal) {
    switch (verdict) {
      case Verdict.Admitted(_, var detected, var why) ->
          add(service, new Lead(signal.apply(detected), row, Optional.empty(), why));
      case Verdict.Held(var why, var until) -> {
        var held = signal.apply(Instant.EPOCH);
        if (held.active()) {
          suppressed.add(new Suppressed(service, held.text(), why, until));
        }
      }
      case Verdict.PassedOver(var why) -> passedOver.add(new PassedOver(row, why));
    }
  }

  private void add(String service, Lead lead) {
    leads.computeIfAbsent(service, _ -> new ArrayList<>()).add(lead);
  }

  /**
   * An alert knows the minute of its first bad event, an outage the run: where the two tell of the
   * same harm, the outage says when it began.
   */
  private Instant impactStart(BurnAlertRow alert) {
    return of(alert.service()).stream()
        .map(Lead::signal)
        .filter(Signal.ProbeDown.class::isInstance)
        .filter(signal ->
            signal.cleared().map(cleared -> cleared.at().isAfter(alert.impactStart())).orElse(true))
        .map(Signal::impactStart)
        .filter(start -> !start.isAfter(alert.detectedAt()))
        .min(Instant::compareTo)
        .filter(alert.impactStart()::isBefore)
        .orElse(alert.impactStart());
  }
}
