package dev.nines.engine.declarations.yaml;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Fills in the placeholders of a whole document. A value from a variable is never markup. */
final class EveryPlaceholder {
  /** What faults show in place of the value, which may be a password. */
  static final String AS_WRITTEN = "as written";

  private final Placeholders placeholders;
  private final Set<Node> visited = Collections.newSetFromMap(new IdentityHashMap<>());

  EveryPlaceholder(Placeholders placeholders) {
    this.placeholders = placeholders;
  }

  /** Replaces in place; {@code at} says where a missing variable is wanted. */
  Node fill(Node node, Field at) {
    if (node instanceof ScalarNode scalar) {
      return Placeholders.in(scalar.getValue()) ? filled(scalar, at) : scalar;
    }
    if (!visited.add(node)) {
      return node;
    }
    if (node instanceof SequenceNode sequence) {
      var items = sequence.getValue();
      for (var i = 0; i < items.size(); i++) {
        items.set(i, fill(items.get(i), at.item(items.get(i), i)));
      }
    } else if (node instanceof MappingNode mapping) {
      mapping.getValue().replaceAll(entry -> entry(entry, at));
    }
    return node;
  }

  private NodeTuple entry(NodeTuple entry, Field at) {
    var key = entry.getKeyNode() instanceof ScalarNode name ? name.getValue() : "?";
    var value = entry.getValueNode();
    return new NodeTuple(entry.getKeyNode(), fill(value, at.child(value, key)));
  }

  /** Quoted or not, a number from a variable is a number where a number is wanted. */
  private Node filled(ScalarNode scalar, Field at) {
    var value = placeholders.expand(scalar.getValue(), at);
    var node =
        new ScalarNode(
            value.map(YamlReader::plainTag).orElse(Tag.NULL),
            true,
            value.orElse(""),
            ScalarStyle.PLAIN,
            scalar.getStartMark(),
            scalar.getEndMark());
    node.setProperty(AS_WRITTEN, scalar.getValue());
    return node;
  }
}
