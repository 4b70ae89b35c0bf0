package dev.nines.engine.declarations.openslo;

import dev.nines.engine.catalog.Origin;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Registry;
import java.util.Map;

/** Reads {@code kind: Service}. */
public final class ServiceKind {
  private ServiceKind() {}

  /**
   * Reads a service.
   *
   * @param document the document
   * @param services where it is declared
   */
  public static void read(Mapping document, Registry<Service> services) {
    var metadata =
        Metadata.of(
            document,
            Map.of(
                Origin.ANNOTATION,
                field ->
                    field.parse(
                        "repositories such as \"acme/shop, gitlab:acme/shop\"", Origin::listOf)));
    var description =
        document.optional("spec").flatMap(spec -> spec.mapping(Metadata::description)).orElse("");
    metadata.ifPresent(m ->
        services.add(
            m.name(),
            m.at(),
            new Service(m.name(), m.displayName(), description, m.labels(), m.annotations())));
  }
}
