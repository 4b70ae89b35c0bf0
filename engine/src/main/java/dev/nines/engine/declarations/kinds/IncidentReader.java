package dev.nines.engine.declarations.kinds;

import dev.nines.engine.catalog.ProbeDeclaration.IncidentRule;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.incident.OutageRule;
import java.util.List;

/** Reads when a probe alone opens and closes an incident. */
final class IncidentReader {
  private static final int MOST_IN_A_ROW = 1_000;

  private IncidentReader() {}

  static IncidentRule read(Mapping rule, List<String> locations) {
    var standard = IncidentRule.DEFAULT;
    var most = locations.isEmpty() ? MOST_IN_A_ROW : locations.size();
    return new IncidentRule(
        new OutageRule(
            count(rule, "failures", MOST_IN_A_ROW, standard.outage().failures()),
            count(rule, "recoveries", MOST_IN_A_ROW, standard.outage().recoveries())),
        count(rule, "quorum", most, standard.quorum()),
        rule.optional("severity")
            .flatMap(field -> field.oneOf(Words.SEVERITIES))
            .orElse(standard.severity()));
  }

  private static int count(Mapping rule, String key, int most, int standard) {
    return rule.optional(key).flatMap(field -> field.integer(1, most)).orElse(standard);
  }
}
