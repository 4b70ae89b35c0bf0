package dev.nines.engine.rules;

import dev.nines.engine.catalog.Catalog;
import dev.nines.slo.Slo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which labels do recorded series have after the metadata of an SLO and its service? Prometheus
 * takes fewer names than OpenSLO, so every other character becomes {@code _}, as its own discovery
 * of Kubernetes has it; a list becomes one text.
 */
final class RuleLabels {
  private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^a-zA-Z0-9_]");

  private RuleLabels() {}

  static Map<String, String> of(Slo slo, Catalog catalog) {
    var labels = new HashMap<String, String>();
    catalog.service(slo.service()).ifPresent(service -> add(labels, service.labels()));
    add(labels, catalog.sloLabels().getOrDefault(slo.name(), Map.of()));
    return Map.copyOf(labels);
  }

  private static void add(Map<String, String> labels, Map<String, List<String>> declared) {
    declared.forEach((key, values) -> {
      var name = NOT_IN_A_NAME.matcher(key).replaceAll("_");
      if (Character.isDigit(name.charAt(0))) {
        name = "_" + name;
      }
      if (!name.startsWith("sloth_")) { // kept for what the rules say themselves
        labels.put(name, String.join(",", values));
      }
    });
  }
}
