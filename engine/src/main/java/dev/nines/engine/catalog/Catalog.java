package dev.nines.engine.catalog;

import dev.nines.alerting.AlertPolicy;
import dev.nines.channel.ChannelSpec;
import dev.nines.incident.ServicePolicy;
import dev.nines.incident.Severity;
import dev.nines.slo.Slo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is declared. Names are unique and every reference leads somewhere. Immutable.
 *
 * @param services the services, in the order of declaration
 * @param probes the probes, in the order of declaration
 * @param slos the SLOs, in the order of declaration
 * @param policies how incidents of a service close, by service; the others have the default
 * @param channels who is told
 * @param dataSources who is asked for numbers other than Nines itself
 * @param alertPolicies the declared alert policies of each SLO, by its name; the others have none
 * @param modules of the {@code blackbox.yml}, or the standard ones
 * @param budgetRules how budgets count, and what follows from them
 * @param sloLabels the labels of each SLO, by its name; the others have none
 * @param telling how people are told, beside by which channels
 * @param freezes when each service is not to be deployed, by its name; the others always may be
 */
public record Catalog(
    List<Service> services,
    List<ProbeDeclaration> probes,
    List<Slo> slos,
    Map<String, ServicePolicy> policies,
    List<ChannelSpec> channels,
    List<DataSource> dataSources,
    Map<String, List<AlertPolicy>> alertPolicies,
    BlackboxModules modules,
    BudgetRules budgetRules,
    Map<String, Map<String, List<String>>> sloLabels,
    Telling telling,
    Map<String, List<Freeze>> freezes) {
  /** Nothing is declared. */
  public static final Catalog EMPTY =
      new Catalog(List.of(), List.of(), List.of(), Map.of(), List.of());

  /**
   * Everything that is declared, with the standard modules and neither data sources nor alert
   * policies.
   *
   * @param services the services, in the order of declaration
   * @param probes the probes, in the order of declaration
   * @param slos the SLOs, in the order of declaration
   * @param policies how incidents of a service close, by service
   * @param channels who is told
   */
  public Catalog(
      List<Service> services,
      List<ProbeDeclaration> probes,
      List<Slo> slos,
      Map<String, ServicePolicy> policies,
      List<ChannelSpec> channels) {
    this(
        services,
        probes,
        slos,
        policies,
        channels,
        List.of(),
        Map.of(),
        BlackboxModules.STANDARD,
        BudgetRules.NONE,
        Map.of());
  }

  /**
   * Everything that is declared, with nothing to say of how people are told.
   *
   * @param services the services, in the order of declaration
   * @param probes the probes, in the order of declaration
   * @param slos the SLOs, in the order of declaration
   * @param policies how incidents of a service close, by service
   * @param channels who is told
   * @param dataSources who is asked for numbers other than Nines itself
   * @param alertPolicies the declared alert policies of each SLO, by its name
   * @param modules of the {@code blackbox.yml}, or the standard ones
   * @param budgetRules how budgets count, and what follows from them
   * @param sloLabels the labels of each SLO, by its name
   */
  public Catalog(
      List<Service> services,
      List<ProbeDeclaration> probes,
      List<Slo> slos,
      Map<String, ServicePolicy> policies,
      List<ChannelSpec> channels,
      List<DataSource> dataSources,
      Map<String, List<AlertPolicy>> alertPolicies,
      BlackboxModules modules,
      BudgetRules budgetRules,
      Map<String, Map<String, List<String>>> sloLabels) {
    this(
        services,
        probes,
        slos,
        policies,
        channels,
        dataSources,
        alertPolicies,
        modules,
        budgetRules,
        sloLabels,
        Telling.NONE,
        Map.of());
  }

  /** Copies the collections. */
  public Catalog {
    services = List.copyOf(services);
    probes = List.copyOf(probes);
    slos = List.copyOf(slos);
    policies = Map.copyOf(policies);
    channels = List.copyOf(channels);
    dataSources = List.copyOf(dataSources);
    alertPolicies = Map.copyOf(alertPolicies);
    sloLabels = Map.copyOf(sloLabels);
    freezes = Map.copyOf(freezes);
  }

  /**
   * Finds a service.
   *
   * @param name its name
   * @return the service, where it is declared
   */
  public Optional<Service> service(String name) {
    return services.stream().filter(service -> service.name().equals(name)).findFirst();
  }

  /**
   * Finds a probe.
   *
   * @param name its name
   * @return the probe, where it is declared
   */
  public Optional<ProbeDeclaration> probe(String name) {
    return probes.stream().filter(probe -> probe.name().equals(name)).findFirst();
  }

  /**
   * Finds an SLO.
   *
   * @param name its name
   * @return the SLO, where it is declared
   */
  public Optional<Slo> slo(String name) {
    return slos.stream().filter(slo -> slo.name().equals(name)).findFirst();
  }

  /**
   * Finds the probes of a service.
   *
   * @param service its name
   * @return its probes, in the order of declaration
   */
  public List<ProbeDeclaration> probesOf(String service) {
    return probes.stream().filter(probe -> probe.service().equals(service)).toList();
  }

  /**
   * Finds the SLOs of a service.
   *
   * @param service its name
   * @return its SLOs, in the order of declaration
   */
  public List<Slo> slosOf(String service) {
    return slos.stream().filter(slo -> slo.service().equals(service)).toList();
  }

  /**
   * Finds a service's policy.
   *
   * @param service its name
   * @return its policy, or the default
   */
  public ServicePolicy policyOf(String service) {
    return policies.getOrDefault(service, ServicePolicy.DEFAULT);
  }

  /**
   * Finds the labels of a service.
   *
   * @param service its name
   * @return its labels; none where it is not declared
   */
  public Map<String, List<String>> labelsOf(String service) {
    return service(service).map(Service::labels).orElse(Map.of());
  }

  /**
   * Finds who is told.
   *
   * @param service of which service
   * @param severity how bad it is
   * @return the channels, in the order of declaration
   */
  public List<ChannelSpec> channelsFor(String service, Severity severity) {
    var labels = labelsOf(service);
    return channels.stream()
        .filter(channel -> channel.match().accepts(service, labels, severity))
        .toList();
  }

  /**
   * Finds the declared alert policies of an SLO.
   *
   * @param slo its name
   * @return its policies, in the order of declaration
   */
  public List<AlertPolicy> alertPoliciesOf(String slo) {
    return alertPolicies.getOrDefault(slo, List.of());
  }

  /**
   * Finds when a service is not to be deployed.
   *
   * @param service its name
   * @return the times, in the order of declaration
   */
  public List<Freeze> freezesOf(String service) {
    return freezes.getOrDefault(service, List.of());
  }

  /**
   * The same with other words on how people are told.
   *
   * @param other how they are told
   * @return the catalog with it
   */
  public Catalog with(Telling other) {
    return new Catalog(
        services,
        probes,
        slos,
        policies,
        channels,
        dataSources,
        alertPolicies,
        modules,
        budgetRules,
        sloLabels,
        other,
        freezes);
  }
}
