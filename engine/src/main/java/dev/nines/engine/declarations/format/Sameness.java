package dev.nines.engine.declarations.format;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Do two texts say the same? Only the order of a document's own keys may differ. */
final class Sameness {
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private Sameness() {}

  static boolean ofDocuments(List<Node> a, List<Node> b) {
    var as = saying(a);
    var bs = saying(b);
    if (as.size() != bs.size()) {
      return false;
    }
    var sameness = new Sameness();
    for (var i = 0; i < as.size(); i++) {
      if (!sameness.document(as.get(i), bs.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether nothing was lost that no parser tells of: every line is there, but for its blanks. */
  static boolean ofLines(String a, String b) {
    return pieces(a).equals(pieces(b));
  }

  private static List<String> pieces(String text) {
    return text.lines()
        .map(line -> line.startsWith("---") ? line.substring(3) : line)
        .map(line -> line.replaceAll("\\s", ""))
        .filter(line -> !line.isEmpty())
        .sorted()
        .toList();
  }

  private static List<Node> saying(List<Node> documents) {
    return documents.stream().filter(document -> !document.getTag().equals(Tag.NULL)).toList();
  }

  private boolean document(Node a, Node b) {
    if (!(a instanceof MappingNode as) || !(b instanceof MappingNode bs)) {
      return same(a, b);
    }
    return as.getValue().size() == bs.getValue().size()
        && as.getValue().stream()
            .allMatch(own -> bs.getValue().stream().anyMatch(other -> same(own, other)));
  }

  private boolean same(NodeTuple a, NodeTuple b) {
    return same(a.getKeyNode(), b.getKeyNode()) && same(a.getValueNode(), b.getValueNode());
  }

  private boolean same(Node a, Node b) {
    if (!a.getTag().equals(b.getTag())) {
      return false;
    }
    if (a instanceof ScalarNode as && b instanceof ScalarNode bs) {
      return as.getValue().equals(bs.getValue());
    }
    if (!seen.add(a)) {
      return true; // an alias of what was compared where it stands
    }
    return switch (a) {
      case MappingNode as when b instanceof MappingNode bs ->
          all(
              as.getValue().size(),
              bs.getValue().size(),
              i -> same(as.getValue().get(i), bs.getValue().get(i)));
      case SequenceNode as when b instanceof SequenceNode bs ->
          all(
              as.getValue().size(),
              bs.getValue().size(),
              i -> same(as.getValue().get(i), bs.getValue().get(i)));
      default -> false;
    };
  }

  private static boolean all(int size, int otherSize, IntPredicate same) {
    return size == otherSize && IntStream.range(0, size).allMatch(same);
  }
}
