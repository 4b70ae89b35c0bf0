package dev.nines.engine.declarations.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns a field into what Jackson binds. Aliases are copied, so their number is bounded. */
public final class JsonTree {
  private static final int MOST_NODES = 100_000;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private int nodes;

  private JsonTree() {}

  /**
   * Turns a field into JSON.
   *
   * @param field the field
   * @return the same as JSON; a fault, and nothing, where it contains itself
   */
  public static Optional<JsonNode> of(Field field) {
    try {
      return Optional.of(new JsonTree().json(field.node()));
    } catch (TooLarge e) {
      field.fault("larger than " + MOST_NODES + " values, aliases counted");
      return Optional.empty();
    }
  }

  private static final class TooLarge extends RuntimeException {
    TooLarge() {
      super(null, null, false, false);
    }
  }

  private JsonNode json(Node node) {
    if (++nodes > MOST_NODES || node.isRecursive()) {
      throw new TooLarge();
    }
    return switch (node) {
      case MappingNode mapping -> {
        var object = JSON.objectNode();
        for (var entry : mapping.getValue()) {
          if (entry.getKeyNode() instanceof ScalarNode key) {
            object.set(key.getValue(), json(entry.getValueNode()));
          }
        }
        yield object;
      }
      case SequenceNode sequence -> {
        var array = JSON.arrayNode();
        sequence.getValue().forEach(item -> array.add(json(item)));
        yield array;
      }
      case ScalarNode scalar -> scalar(scalar);
      default -> JSON.nullNode();
    };
  }

  /** Jackson makes numbers of texts where it wants some. */
  private static JsonNode scalar(ScalarNode scalar) {
    var tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    return tag.equals(Tag.BOOL)
        ? JSON.booleanNode(Boolean.parseBoolean(scalar.getValue()))
        : JSON.textNode(scalar.getValue());
  }
}
