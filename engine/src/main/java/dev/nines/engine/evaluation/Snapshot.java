package dev.nines.engine.evaluation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.nines.incident.Incident;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything as it was at one tick; metrics, API and pages read the same one.
 *
 * @param at when, by the database's clock
 * @param services the services, in the order of declaration
 * @param slos the SLOs, in the order of declaration
 * @param incidents those of the longest window and those that are open, newest impact first
 */
public record Snapshot(
    Instant at, List<ServiceStatus> services, List<SloStatus> slos, List<Incident> incidents) {
  /** Before the first tick. */
  public static final Snapshot NONE = new Snapshot(Instant.EPOCH, List.of(), List.of(), List.of());

  /** Copies the lists. */
  public Snapshot {
    services = List.copyOf(services);
    slos = List.copyOf(slos);
    incidents = List.copyOf(incidents);
  }

  /** {@return the same, with a state also of services that have SLOs but no probe} */
  Snapshot withServicesJudgedBySlos() {
    var slosOf = slos.stream().collect(groupingBy(status -> status.slo().service()));
    return new Snapshot(
        at,
        services.stream()
            .map(service ->
                service.judgedBy(slosOf.getOrDefault(service.service().name(), List.of())))
            .toList(),
        slos,
        incidents);
  }

  /**
   * Finds a service.
   *
   * @param name its name
   * @return how it is, where it is declared
   */
  public Optional<ServiceStatus> service(String name) {
    return services.stream().filter(status -> status.service().name().equals(name)).findFirst();
  }

  /** {@return how each declared probe is, by its name} */
  public Map<String, ServiceState> probes() {
    return services.stream()
        .flatMap(service -> service.probes().stream())
        .collect(toMap(probe -> probe.probe().name(), ProbeStatus::state));
  }

  /**
   * Finds an SLO.
   *
   * @param name its name
   * @return how it is, where it is declared
   */
  public Optional<SloStatus> slo(String name) {
    return slos.stream().filter(status -> status.slo().name().equals(name)).findFirst();
  }
}
