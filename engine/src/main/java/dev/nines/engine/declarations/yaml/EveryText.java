package dev.nines.engine.declarations.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Finds every text in a value, for what may stand anywhere in it. */
public final class EveryText {
  private final Set<Node> visited = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Found> found = new ArrayList<>();

  private EveryText() {}

  /**
   * One text.
   *
   * @param path below the value, such as {@code headers.Accept}
   * @param text as it is written
   * @param at where
   */
  public record Found(String path, String text, Field at) {}

  /**
   * Looks through a value.
   *
   * @param field the value
   * @return its texts in their order; what stands behind an alias only once
   */
  public static List<Found> in(Field field) {
    var texts = new EveryText();
    texts.look(field, "");
    return texts.found;
  }

  private void look(Field field, String path) {
    if (!visited.add(field.node())) {
      return;
    }
    switch (field.node()) {
      case ScalarNode scalar -> found.add(new Found(path, scalar.getValue(), field));
      case SequenceNode _ -> {
        var items = field.items();
        for (var i = 0; i < items.size(); i++) {
          look(items.get(i), path + "[" + i + "]");
        }
      }
      case MappingNode mapping -> {
        for (var entry : mapping.getValue()) {
          if (entry.getKeyNode() instanceof ScalarNode name) {
            var key = name.getValue();
            look(
                field.child(entry.getValueNode(), Wording.shortened(key)),
                path.isEmpty() ? key : path + "." + key);
          }
        }
      }
      default -> {} // an alias that leads nowhere
    }
  }
}
