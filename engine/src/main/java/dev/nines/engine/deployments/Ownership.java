package dev.nines.engine.deployments;

import static java.util.function.Predicate.not;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Origin;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.declarations.yaml.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which service does a deployment belong to? */
public sealed interface Ownership {
  /**
   * One is found.
   *
   * @param service its name
   */
  record Of(String service) implements Ownership {}

  /**
   * None is, or too many.
   *
   * @param why what to do, in a sentence
   */
  record Unclear(String why) implements Ownership {}

  /**
   * Looks for a service by its name.
   *
   * @param catalog what is declared
   * @param name what is told
   * @return the service, or what was meant
   */
  static Ownership named(Catalog catalog, String name) {
    if (catalog.service(name).isPresent()) {
      return new Of(name);
    }
    var declared = catalog.services().stream().map(Service::name).toList();
    return new Unclear("no service named " + name + " is declared" + Spelling.hint(name, declared));
  }

  /**
   * Looks for a service by where its deployments come from. Where several come from there, it is
   * the one whose production it is.
   *
   * @param catalog what is declared
   * @param origin where it comes from
   * @param environment where it was deployed to
   * @return the service, or what to do
   */
  static Ownership of(Catalog catalog, Origin origin, String environment) {
    var owners = named(owners(catalog, origin));
    var here =
        owners.stream()
            .filter(service -> catalog.policyOf(service).isProduction(environment))
            .toList();
    if (owners.size() == 1 || here.size() == 1) {
      return new Of(owners.size() == 1 ? owners.getFirst() : here.getFirst());
    }
    if (owners.isEmpty()) {
      return new Unclear(
          "%s belongs to no service: write the annotation %s: \"%s\" at its Service"
              .formatted(origin.name(), Origin.ANNOTATION, origin));
    }
    return new Unclear(
        ("%s belongs to %s: name one of them in the payload of the deployment, as \"service\", or"
                + " give their ServicePolicies an environment each")
            .formatted(origin.name(), String.join(" and ", owners)));
  }

  private static List<Service> owners(Catalog catalog, Origin origin) {
    return catalog.services().stream()
        .filter(not(service -> service.annotations().isEmpty()))
        .filter(service -> service.origins().contains(origin))
        .collect(Collectors.toList());
  }

  private static List<String> named(List<Service> services) {
    return services.stream().map(Service::name).toList();
  }

  /** {@return the service's name, where it is clear} */
  default Optional<String> found() {
    return switch (this) {
      case Of(var service) -> Optional.of(service);
      case Unclear _ -> Optional.empty();
    };
  }
}
