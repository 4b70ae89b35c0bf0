package dev.nines.engine.declarations.yaml;

import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.DumpSettingsBuilder;
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
    return new Dump(settings().setExplicitStart(true).build())
        .dumpAllToString(documents.iterator());
  }

  /**
   * Writes one document that is shown rather than read: a text stays on its line, however long.
   *
   * @param document a mapping whose values are texts, numbers, booleans, lists and mappings
   * @return its text
   */
  public static String shown(Map<String, Object> document) {
    return new Dump(settings().setWidth(Integer.MAX_VALUE).build()).dumpToString(document);
  }

  private static DumpSettingsBuilder settings() {
    return DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setDereferenceAliases(true);
  }
}
