package dev.nines.engine.rules;

import dev.nines.engine.declarations.yaml.YamlWriter;
import java.util.List;
import java.util.Map;

/**
 * A file of rules.
 *
 * @param service whose SLOs they are of
 * @param text what Prometheus reads
 */
public record RuleFile(String service, String text) {
  private static final String HEADER =
      "# Made by `nines rules`: change what it was made of, and make it again.\n";

  static RuleFile of(String service, List<PrometheusSlo> slos, Map<String, String> extra) {
    var groups =
        slos.stream().flatMap(slo -> new RuleGroups(slo, extra).groups().stream()).toList();
    return new RuleFile(service, HEADER + YamlWriter.write(List.of(Map.of("groups", groups))));
  }

  /** {@return what the file is called} */
  public String name() {
    return service + ".yml";
  }
}
