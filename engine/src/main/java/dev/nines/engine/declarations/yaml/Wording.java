package dev.nines.engine.declarations.yaml;

import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** How messages name values: short, and never in more than one line. */
final class Wording {
  private static final int LONGEST_QUOTE = 60;

  private Wording() {}

  static String of(Node node) {
    if (node.getProperty(EveryPlaceholder.AS_WRITTEN) instanceof String written) {
      return quoted(written);
    }
    return switch (node) {
      case ScalarNode scalar when meaning(scalar).equals(Tag.NULL) -> "nothing";
      case ScalarNode scalar when meaning(scalar).equals(Tag.STR) -> quoted(scalar.getValue());
      case ScalarNode scalar -> shortened(scalar.getValue());
      case MappingNode _ -> "a mapping";
      default -> "a list";
    };
  }

  /** What the parser takes for its own way with variables is plain text to us. */
  static Tag meaning(ScalarNode scalar) {
    return scalar.getTag().equals(Tag.ENV_TAG) ? Tag.STR : scalar.getTag();
  }

  private static String quoted(String text) {
    return '"' + shortened(text) + '"';
  }

  static String shortened(String text) {
    var line =
        text.codePoints()
            .limit(LONGEST_QUOTE)
            .map(c -> Character.isISOControl(c) ? ' ' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    return line.length() < text.length() ? line + "…" : line.toString();
  }

  static String alternatives(List<String> words) {
    var sorted = words.stream().sorted().toList();
    var last = sorted.getLast();
    return sorted.size() == 1
        ? last
        : String.join(", ", sorted.subList(0, sorted.size() - 1)) + " or " + last;
  }
}
