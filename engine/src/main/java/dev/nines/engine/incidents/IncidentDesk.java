package dev.nines.engine.incidents;

import dev.nines.alerting.Urgency;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Notification;
import dev.nines.engine.alerts.BurnAlertTable;
import dev.nines.engine.alerts.BurnAlertTable.BurnAlertRow;
import dev.nines.engine.alerts.BurnAlerts;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.incidents.OutageTable.OutageRow;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import dev.nines.incident.Transition;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Moves incidents on: reads what signals each service has, asks the life cycle what must happen,
 * and commits each transition with its timeline and its notifications, or not at all.
 */
public final class IncidentDesk {
  private final Jdbi jdbi;
  private final URI externalUrl;

  /**
   * Works on a database.
   *
   * @param jdbi the database
   * @param externalUrl where people find this Nines
   */
  public IncidentDesk(Jdbi jdbi, URI externalUrl) {
    this.jdbi = jdbi;
    this.externalUrl = externalUrl;
  }

  /** A signal and the row it is made from, which learns of its incident. */
  private record Lead(
      Signal signal, Optional<Long> outage, Optional<Long> alert, Optional<Long> incident) {}

  /**
   * Evaluates every service that has a signal or an incident.
   *
   * @param catalog what is declared
   * @param outages the outages that are open, in no incident yet, or recent
   * @param alerts the burn-rate alerts that are firing, in no incident yet, or in an open one
   * @param incidents those that are open or recent, newest impact first
   * @param now the present, by the database's clock
   * @return whether anything was changed
   */
  public boolean evaluate(
      Catalog catalog,
      List<OutageRow> outages,
      List<BurnAlertRow> alerts,
      List<Incident> incidents,
      Instant now) {
    var leads = leads(catalog, outages, alerts, incidents);
    var services = new LinkedHashSet<>(leads.keySet());
    incidents.stream().filter(Incident::open).map(Incident::service).forEach(services::add);
    var changed = false;
    for (var service : services) {
      var latest = latest(incidents, service);
      var own =
          leads.getOrDefault(service, List.of()).stream()
              .filter(lead -> concerns(lead, latest))
              .toList();
      var lifecycle = new IncidentLifecycle(catalog.policyOf(service));
      for (var transition :
          lifecycle.evaluate(service, latest, own.stream().map(Lead::signal).toList(), now)) {
        changed |= commit(catalog, transition, own);
      }
    }
    return changed;
  }

  /**
   * Commits a transition that a person asked for.
   *
   * @param catalog what is declared
   * @param transition what to commit
   * @return whether nobody else was faster
   */
  public boolean commit(Catalog catalog, Transition transition) {
    return commit(catalog, transition, List.of());
  }

  /**
   * Tells of alerts that open no incident, and of declared ones to their own targets.
   *
   * @param handle the transaction in which they fired or cleared
   * @param catalog what is declared
   * @param changes what fired and cleared
   */
  public void tell(Handle handle, Catalog catalog, BurnAlerts.Changes changes) {
    changes.fired().forEach(alert -> tell(handle, catalog, alert, true));
    changes.cleared().forEach(alert -> tell(handle, catalog, alert, false));
  }

  private void tell(Handle handle, Catalog catalog, BurnAlertRow alert, boolean fired) {
    var severity = AlertTargets.severity(alert);
    for (var channel : AlertTargets.of(handle, catalog, alert, severity, fired)) {
      Outbox.put(
          handle,
          Optional.empty(),
          channel,
          AlertTargets.notification(catalog, alert, fired, channel, externalUrl.resolve("/")));
    }
  }

  private boolean commit(Catalog catalog, Transition transition, List<Lead> leads) {
    return jdbi.inTransaction(handle -> {
      var written = IncidentTable.commit(handle, transition);
      if (written.isEmpty()) {
        return false;
      }
      if (!attach(handle, written.get(), leads)) {
        handle.rollback(); // somebody else was faster to make an incident of them, maybe resolved
        return false;
      }
      tell(handle, catalog, new Transition(transition.before(), written.get(), transition.steps()));
      return true;
    });
  }

  private static boolean attach(Handle handle, Incident incident, List<Lead> leads) {
    var keys = incident.signals().stream().map(Signal::key).toList();
    var own = leads.stream().filter(lead -> keys.contains(lead.signal().key())).toList();
    var outages = own.stream().flatMap(lead -> lead.outage().stream()).toList();
    var alerts = own.stream().flatMap(lead -> lead.alert().stream()).toList();
    return OutageTable.attach(handle, incident.id(), outages)
        && BurnAlertTable.attach(handle, incident.id(), alerts);
  }

  /**
   * Whom it concerns now, and whoever was told of it before: an open that was sent gets its end.
   */
  private void tell(Handle handle, Catalog catalog, Transition transition) {
    var incident = transition.after();
    var channels = new LinkedHashSet<String>();
    catalog.channelsFor(incident.service(), incident.severity()).stream()
        .map(ChannelSpec::name)
        .forEach(channels::add);
    channels.addAll(Outbox.toldOf(handle, incident.id()));
    var url = externalUrl.resolve("/incidents/" + incident.id());
    var background = ServiceBackground.of(catalog, incident.service());
    for (var channel : channels) {
      for (var notification : Notification.of(transition, channel, url)) {
        Outbox.put(handle, Optional.of(incident.id()), channel, notification.with(background));
      }
    }
  }

  /** What is in an incident already is the business of that one alone. */
  private static boolean concerns(Lead lead, Optional<Incident> latest) {
    return lead.incident().isEmpty() || lead.incident().equals(latest.map(Incident::id));
  }

  private static Optional<Incident> latest(List<Incident> incidents, String service) {
    return incidents.stream()
        .filter(incident -> incident.service().equals(service))
        .min(
            Comparator.comparing((Incident incident) -> !incident.open())
                .thenComparing(
                    incident -> incident.times().impactStart(), Comparator.reverseOrder()));
  }

  private static Map<String, List<Lead>> leads(
      Catalog catalog,
      List<OutageRow> outages,
      List<BurnAlertRow> alerts,
      List<Incident> incidents) {
    var probes = new HashMap<String, ProbeDeclaration>();
    catalog.probes().forEach(probe -> probes.put(probe.name(), probe));
    var services = new HashMap<Long, String>();
    incidents.forEach(incident -> services.put(incident.id(), incident.service()));
    var leads = new HashMap<String, List<Lead>>();
    for (var outage : outages) {
      var probe = Optional.ofNullable(probes.get(outage.probe()));
      // An incident's service is where it was opened, wherever its probe has been moved since.
      outage
          .incident()
          .map(services::get)
          .or(outage::service)
          .or(() -> probe.map(ProbeDeclaration::service))
          .ifPresent(service ->
              leads.computeIfAbsent(service, _ -> new ArrayList<>()).add(lead(outage, probe)));
    }
    for (var alert : alerts) {
      if (alert.urgency() == Urgency.PAGE) {
        var own = leads.computeIfAbsent(alert.service(), _ -> new ArrayList<>());
        own.add(lead(alert, impactStart(alert, own)));
      }
    }
    return leads;
  }

  private static Lead lead(OutageRow outage, Optional<ProbeDeclaration> probe) {
    return new Lead(
        new Signal.ProbeDown(
            outage.probe(),
            outage.location(),
            outage.lastGood(),
            outage.impactStart(),
            outage.detectedAt(),
            probe.map(p -> p.incident().severity()).orElse(Severity.CRITICAL),
            outage.cause(),
            outage
                .recoveredAt()
                .map(at ->
                    new Signal.Cleared(
                        outage.restoredAt().orElse(at), at, outage.endedBy().orElse("recovered")))),
        Optional.of(outage.id()),
        Optional.empty(),
        outage.incident());
  }

  /**
   * An alert knows the minute of its first bad event, an outage the run: where the two tell of the
   * same harm, the outage says when it began.
   */
  private static Instant impactStart(BurnAlertRow alert, List<Lead> own) {
    return own.stream()
        .filter(lead -> lead.outage().isPresent())
        .map(Lead::signal)
        .filter(signal ->
            signal.cleared().map(cleared -> cleared.at().isAfter(alert.impactStart())).orElse(true))
        .map(Signal::impactStart)
        .filter(start -> !start.isAfter(alert.detectedAt()))
        .min(Instant::compareTo)
        .filter(alert.impactStart()::isBefore)
        .orElse(alert.impactStart());
  }

  private static Lead lead(BurnAlertRow alert, Instant impactStart) {
    return new Lead(
        new Signal.BurnAlert(
            alert.slo(),
            alert.objective(),
            alert.rule(),
            Severity.CRITICAL,
            impactStart,
            alert.detectedAt(),
            alert
                .clearedAt()
                .map(at ->
                    new Signal.Cleared(at, at, alert.endedBy().orElse("burns slowly again")))),
        Optional.empty(),
        Optional.of(alert.id()),
        alert.incident());
  }
}
