package dev.nines.engine.declarations.format;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The lines of a file, and what the parser knows of each: which of them go on with a scalar or a
 * flow collection that began before, and how deep those lie that begin with a key or an item.
 */
final class SourceLines {
  private final List<String> lines;

  /** Lines that must not be read by themselves: inside of scalars that span lines. */
  private final BitSet inScalar = new BitSet();

  /** By line: the key of a document that it begins with. */
  private final Map<Integer, String> keys = new HashMap<>();

  /** By line: the columns of its leading dashes and key, and how deep each lies. */
  private final List<List<Token>> tokens = new ArrayList<>();

  /** Something that a line begins with: a dash, or what follows it. */
  record Token(int column, int depth) {}

  SourceLines(String text, List<Node> documents) {
    lines = text.lines().toList();
    lines.forEach(_ -> tokens.add(new ArrayList<>()));
    documents.forEach(document -> walk(document, 0));
    documents.forEach(this::readKeys);
    tokens.forEach(list -> list.sort((a, b) -> Integer.compare(a.column, b.column)));
  }

  int size() {
    return lines.size();
  }

  String line(int index) {
    return lines.get(index);
  }

  /** The key of a document that a line begins with. */
  Optional<String> key(int index) {
    return Optional.ofNullable(keys.get(index));
  }

  boolean isInScalar(int index) {
    return inScalar.get(index);
  }

  List<Token> tokens(int index) {
    return tokens.get(index);
  }

  boolean isBlank(int index) {
    return !inScalar.get(index) && lines.get(index).isBlank();
  }

  boolean isComment(int index) {
    return !inScalar.get(index) && lines.get(index).strip().startsWith("#");
  }

  private void readKeys(Node document) {
    if (document instanceof MappingNode mapping && isBlock(mapping)) {
      for (var tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key && start(key).getColumn() == 0) {
          keys.put(start(key).getLine(), key.getValue());
        }
      }
    }
  }

  private void walk(Node node, int depth) {
    switch (node) {
      case MappingNode mapping when isBlock(mapping) -> {
        for (var tuple : mapping.getValue()) {
          add(tuple.getKeyNode(), depth);
          scalar(tuple.getKeyNode());
          walk(tuple.getValueNode(), depth + 1);
        }
      }
      case SequenceNode sequence when isBlock(sequence) -> {
        var column = start(sequence).getColumn();
        var from = start(sequence).getLine();
        for (var item : sequence.getValue()) {
          var dash = dash(column, from, start(item).getLine());
          if (dash >= 0) {
            tokens.get(dash).add(new Token(column, depth));
            from = dash + 1;
          }
          add(item, depth + 1);
          walk(item, depth + 1);
        }
      }
      default -> scalar(node);
    }
  }

  /** The nearest line above an item that has a dash in the column of the list. */
  private int dash(int column, int from, int to) {
    for (var line = Math.min(to, lines.size() - 1); line >= from; line--) {
      var text = lines.get(line);
      if (text.length() > column
          && text.charAt(column) == '-'
          && text.substring(0, column).replace('-', ' ').isBlank()) {
        return line;
      }
    }
    return -1;
  }

  /** Where a node is the first of its line but for dashes, it says how deep the line lies. */
  private void add(Node node, int depth) {
    var mark = start(node);
    var line = lines.get(Math.min(mark.getLine(), lines.size() - 1));
    var column = mark.getColumn();
    if (column <= line.length()
        && line.substring(0, column).replace('-', ' ').isBlank()
        && tokens.get(mark.getLine()).stream().noneMatch(token -> token.column == column)) {
      tokens.get(mark.getLine()).add(new Token(column, depth));
    }
  }

  private void scalar(Node node) {
    var from = start(node).getLine();
    var end = node.getEndMark().orElseThrow();
    var last = end.getColumn() == 0 ? end.getLine() - 1 : end.getLine();
    if (last > from && (node instanceof ScalarNode || node instanceof CollectionNode<?>)) {
      inScalar.set(from + 1, Math.min(last, lines.size() - 1) + 1);
    }
  }

  private static boolean isBlock(CollectionNode<?> node) {
    return node.getFlowStyle() == FlowStyle.BLOCK;
  }

  private static Mark start(Node node) {
    return node.getStartMark().orElseThrow();
  }
}
