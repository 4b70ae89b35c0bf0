package dev.nines.engine.declarations.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Values from the command line, such as {@code -Ddw.server.adminConnectors[0].port=0}, put over
 * those of a file. What is not there is made; a list takes its items between commas.
 */
public final class Overrides {
  private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d{1,3})]|\\.");

  private final String prefix;
  private final Map<String, String> values;

  /**
   * Picks values.
   *
   * @param prefix how the names start that are meant, such as {@code dw.}
   * @param properties all names and values
   */
  public Overrides(String prefix, Map<String, String> properties) {
    this.prefix = prefix;
    this.values = new TreeMap<>(properties);
    values.keySet().removeIf(name -> !name.startsWith(prefix));
  }

  void apply(Node root) {
    values.forEach((name, value) -> apply(root, name, value));
  }

  private void apply(Node root, String name, String value) {
    var mark = Optional.of(new Mark("-D" + name, 0, -1, -1, new int[0], 0));
    var steps = steps(name.substring(prefix.length()));
    var at = root;
    for (var i = 0; i < steps.size(); i++) {
      var next = i + 1 < steps.size() ? container(steps.get(i + 1), mark) : leaf(value, mark);
      at = descend(at, steps.get(i), next, i + 1 == steps.size(), value, mark);
    }
  }

  private static List<String> steps(String path) {
    return STEP.matcher(path).results().map(r -> r.group()).filter(s -> !s.equals(".")).toList();
  }

  private static boolean isIndex(String step) {
    return step.startsWith("[");
  }

  private static Node container(String step, Optional<Mark> mark) {
    return isIndex(step)
        ? new SequenceNode(Tag.SEQ, true, new ArrayList<>(), FlowStyle.FLOW, mark, mark)
        : new MappingNode(Tag.MAP, true, new ArrayList<>(), FlowStyle.FLOW, mark, mark);
  }

  private static Node leaf(String value, Optional<Mark> mark) {
    return new ScalarNode(YamlReader.plainTag(value), true, value, ScalarStyle.PLAIN, mark, mark);
  }

  /** Where the file has another shape, a node that hangs nowhere takes the rest. */
  private static Node descend(
      Node at, String step, Node next, boolean last, String value, Optional<Mark> mark) {
    if (isIndex(step) && at instanceof SequenceNode sequence) {
      return intoList(sequence.getValue(), step, next, last);
    }
    return !isIndex(step) && at instanceof MappingNode mapping
        ? intoMapping(mapping.getValue(), step, next, last, value, mark)
        : next;
  }

  private static Node intoList(List<Node> items, String step, Node next, boolean last) {
    var index = Integer.parseInt(step.substring(1, step.length() - 1));
    if (index >= items.size()) {
      items.add(next);
      return next;
    }
    if (last || items.get(index).getTag().equals(Tag.NULL)) {
      items.set(index, next);
    }
    return items.get(index);
  }

  private static Node intoMapping(
      List<NodeTuple> entries,
      String key,
      Node next,
      boolean last,
      String value,
      Optional<Mark> mark) {
    for (var i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      if (entry.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
        var old = entry.getValueNode();
        if (last || old.getTag().equals(Tag.NULL)) {
          var replacement = old instanceof SequenceNode ? list(value, mark) : next;
          entries.set(i, new NodeTuple(name, replacement));
          return replacement;
        }
        return old;
      }
    }
    var name = new ScalarNode(Tag.STR, true, key, ScalarStyle.PLAIN, mark, mark);
    entries.add(new NodeTuple(name, next));
    return next;
  }

  private static Node list(String value, Optional<Mark> mark) {
    var items = new ArrayList<Node>();
    for (var item : value.split(",", -1)) {
      if (!item.isBlank()) {
        items.add(leaf(item.strip(), mark));
      }
    }
    return new SequenceNode(Tag.SEQ, true, items, FlowStyle.FLOW, mark, mark);
  }
}
