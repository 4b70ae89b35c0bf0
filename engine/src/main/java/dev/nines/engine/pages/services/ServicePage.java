package dev.nines.engine.pages.services;

import dev.nines.engine.evaluation.ServiceStatus;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.gate.GateDecision;
import dev.nines.engine.pages.ProbeLink;
import dev.nines.engine.pages.SentForm;
import dev.nines.engine.pages.text.Moment;
import dev.nines.engine.pages.text.Staleness;
import dev.nines.incident.Incident;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The page of a service.
 *
 * @param name its name
 * @param displayName its name for people
 * @param description for people; empty where there is none
 * @param state its state's label
 * @param asOf when it was so
 * @param warning why it may be out of date; empty where it is not
 * @param maintenanceUntil when its maintenance ends, where one is under way
 * @param incident the number of its open incident
 * @param gate whether it may be deployed
 * @param probes its probes, in the order of declaration
 * @param slos its SLOs, in the order of declaration
 * @param form what was sent and not taken
 */
public record ServicePage(
    String name,
    String displayName,
    String description,
    String state,
    Moment asOf,
    String warning,
    Optional<Moment> maintenanceUntil,
    Optional<Long> incident,
    GatePanel gate,
    List<ProbeLink> probes,
    List<SloLink> slos,
    SentForm form) {
  /** Copies the lists. */
  public ServicePage {
    probes = List.copyOf(probes);
    slos = List.copyOf(slos);
  }

  /**
   * An SLO of the service.
   *
   * @param name its name
   * @param displayName its name for people
   */
  public record SloLink(String name, String displayName) {}

  static ServicePage of(
      Snapshot snapshot,
      ServiceStatus status,
      GateDecision decision,
      SentForm form,
      Instant now,
      ZoneId zone) {
    var local = snapshot.at().atZone(zone);
    var service = status.service();
    return new ServicePage(
        service.name(),
        service.displayName(),
        service.description(),
        status.state().label(),
        Moment.inFull(local),
        Staleness.warning(snapshot.at(), now),
        status.maintenanceUntil().map(until -> Moment.of(until, local)),
        status.incident().map(Incident::id),
        GatePanel.of(decision, local),
        status.probes().stream().map(ProbeLink::of).toList(),
        snapshot.slos().stream()
            .filter(slo -> slo.slo().service().equals(service.name()))
            .map(slo -> new SloLink(slo.slo().name(), slo.slo().displayName()))
            .toList(),
        form);
  }
}
