package dev.nines.engine.declarations.yaml;

import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes YAML 1.2, one document after the other. */
public final class YamlWriter {
  private YamlWriter() {}

  /**
   * Writes documents.
   *
   * @param documents mappings whose values are texts, numbers, booleans, lists and mappings
   * @return the text of a file
   */
  public static String write(List<Map<String, Object>> documents) {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setExplicitStart(true)
            .setDereferenceAliases(true)
            .build();
    return new Dump(settings).dumpAllToString(documents.iterator());
  }
}
