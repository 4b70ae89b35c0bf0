package dev.nines.engine.incidents;

import dev.nines.channel.Background;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import java.util.LinkedHashMap;

/** What is declared of a service that people want to read beside what happened to it. */
public final class ServiceBackground {
  private ServiceBackground() {}

  /**
   * Finds it.
   *
   * @param catalog what is declared
   * @param service the service's name
   * @return what is declared of it; nothing where it is not declared
   */
  public static Background of(Catalog catalog, String service) {
    var labels = new LinkedHashMap<String, String>();
    catalog.labelsOf(service).forEach((key, values) -> labels.put(key, String.join(",", values)));
    var policy = catalog.policyOf(service);
    return new Background(
        catalog.service(service).map(Service::displayName).orElse(""),
        labels,
        policy.runbook(),
        policy.owner());
  }
}
