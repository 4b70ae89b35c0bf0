package dev.nines.engine.dora;

import static java.util.stream.Collectors.groupingBy;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.dora.IncidentCauses.Caused;
import dev.nines.incident.Incident;
import dev.nines.slo.reliability.Deployment;
import dev.nines.slo.reliability.dora.DeliveryHistory;
import dev.nines.slo.reliability.dora.ServiceIncident;
import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What was deployed of services, and what came of it? Read from the tables. Thread-safe. */
public final class DeliveryReader {
  private final Jdbi jdbi;
  private final Duration causeWindow;

  /**
   * Reads histories.
   *
   * @param jdbi the database
   * @param causeWindow how soon after a deployment an incident must begin to be held its doing
   *     where nothing is said
   */
  public DeliveryReader(Jdbi jdbi, Duration causeWindow) {
    this.jdbi = jdbi;
    this.causeWindow = causeWindow;
  }

  /** {@return how soon after a deployment an incident must begin to be held its doing} */
  public Duration causeWindow() {
    return causeWindow;
  }

  /**
   * Reads services, with two queries however many they are. What lies before the time bears on none
   * of it: a failure counts when its deployment does.
   *
   * @param catalog what is declared: which environments are a service's production
   * @param services which of its services
   * @param from deployments that finished at this instant or later
   * @return the history of each, in the same order
   */
  public List<DeliveryHistory> read(Catalog catalog, Collection<Service> services, Instant from) {
    var names = services.stream().map(Service::name).toList();
    return jdbi.inTransaction(handle -> {
      var deployments =
          DeploymentRow.since(handle, names, from).stream()
              .filter(deployment -> isProduction(catalog, deployment))
              .collect(groupingBy(Deployment::service));
      var incidents = byService(IncidentCauses.since(handle, names, from));
      return names.stream()
          .map(name ->
              new DeliveryHistory(
                  name,
                  deployments.getOrDefault(name, List.of()),
                  List.copyOf(incidents.getOrDefault(name, Set.of())),
                  causeWindow))
          .toList();
    });
  }

  /**
   * Reads what reached the users of a service in a span, for charts.
   *
   * @param catalog what is declared
   * @param service its name
   * @param span of which time
   * @return the deployments to production that succeeded, newest first
   */
  public List<DeploymentRow> shipped(Catalog catalog, String service, Interval span) {
    return jdbi
        .withHandle(handle -> DeploymentRow.within(handle, service, span.from(), span.to()))
        .stream()
        .filter(row -> reachedUsers(catalog, row.deployment()))
        .filter(row -> !row.deployment().finishedAt().isAfter(span.to()))
        .toList();
  }

  /**
   * Reads what may have caused an incident.
   *
   * @param handle the database
   * @param catalog what is declared
   * @param incident the incident
   * @return the deployments just before it, and what is said of its cause
   */
  public Suspect.Known suspects(Handle handle, Catalog catalog, Incident incident) {
    return Suspect.of(handle, catalog, causeWindow, incident);
  }

  static boolean reachedUsers(Catalog catalog, Deployment deployment) {
    return deployment.result() == Deployment.Result.SUCCEEDED && isProduction(catalog, deployment);
  }

  private static boolean isProduction(Catalog catalog, Deployment deployment) {
    return catalog.policyOf(deployment.service()).isProduction(deployment.environment());
  }

  /** One that a deployment of another service is said to have caused belongs to both. */
  private static Map<String, Set<ServiceIncident>> byService(List<Caused> caused) {
    var incidents = new HashMap<String, Set<ServiceIncident>>();
    for (var one : caused) {
      incidents
          .computeIfAbsent(one.incident().service(), _ -> new LinkedHashSet<>())
          .add(one.incident());
      one.blamed()
          .ifPresent(service ->
              incidents.computeIfAbsent(service, _ -> new LinkedHashSet<>()).add(one.incident()));
    }
    return incidents;
  }
}
