package dev.nines.engine.declarations.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The keys of a mapping; remembers which were asked for, so that the others can be told. */
public final class Mapping {
  private static final String MERGE = "<<";

  private final Field self;
  private final Map<String, Field> keys = new LinkedHashMap<>();
  private final Map<String, Field> values = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  Mapping(Field self, MappingNode node) {
    this.self = self;
    var merged = Collections.<Node>newSetFromMap(new IdentityHashMap<>());
    merged.add(node);
    take(node, merged);
  }

  private void take(MappingNode node, Set<Node> merged) {
    var own = new LinkedHashMap<String, Field>();
    for (var tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
        self.child(tuple.getKeyNode(), "?").unexpected("a key that is text");
        continue;
      }
      var key = keyNode.getValue();
      var at = self.child(keyNode, Wording.shortened(key));
      var first = own.putIfAbsent(key, at);
      if (first != null) {
        at.fault("this key stands here twice, first at " + first.place());
      } else if (keys.putIfAbsent(key, at) == null) {
        values.put(key, self.child(tuple.getValueNode(), Wording.shortened(key)));
      }
    }
    if (self.isLiteral()) {
      keys.remove(MERGE);
      Optional.ofNullable(values.remove(MERGE)).ifPresent(others -> merge(others, merged));
    }
  }

  /** Go's YAML knows merge keys, so files lean on them. Each mapping is taken once. */
  private void merge(Field others, Set<Node> merged) {
    for (var other : others.isList() ? others.items() : List.of(others)) {
      if (!(other.node() instanceof MappingNode node)) {
        other.unexpected("a mapping to merge");
      } else if (merged.add(node)) {
        take(node, merged);
      }
    }
  }

  /** Takes over what is not here; a key without a value is here. */
  void inherit(Mapping base) {
    base.keys.forEach((key, at) -> {
      if (keys.putIfAbsent(key, at) == null) {
        Optional.ofNullable(base.values.get(key)).ifPresent(value -> values.put(key, value));
      }
    });
  }

  /** Takes over what another part of the same value holds; a key stands in but one of them. */
  void join(Mapping part) {
    part.keys.forEach((key, at) -> {
      var first = keys.get(key);
      if (first != null) {
        at.fault("this key stands here twice, first at " + first.place());
      }
    });
    inherit(part);
  }

  /** {@return the mapping as a value} */
  public Field self() {
    return self;
  }

  /**
   * Asks for a key that may be missing. A key without a value is missing.
   *
   * @param key the key
   * @return its value
   */
  public Optional<Field> optional(String key) {
    asked.add(key);
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
  }

  /**
   * Asks for a key that must be there.
   *
   * @param key the key
   * @return its value
   */
  public Optional<Field> required(String key) {
    var value = optional(key);
    if (value.isEmpty()) {
      var at = keys.get(key);
      (at == null ? self.child(self.node(), key) : at).fault("required");
    }
    return value;
  }

  /**
   * Asks for keys that mean something, but not yet to Nines.
   *
   * @param notYet the keys
   */
  public void unsupported(String... notYet) {
    for (var key : notYet) {
      optional(key).ifPresent(value -> value.fault("is not supported yet"));
    }
  }

  /** {@return every entry of a mapping whose keys are free} */
  public Map<String, Field> entries() {
    asked.addAll(keys.keySet());
    return Collections.unmodifiableMap(values);
  }

  void reportUnknown() {
    var left = new ArrayList<>(asked);
    left.removeAll(keys.keySet());
    keys.forEach((key, at) -> {
      if (!asked.contains(key)) {
        at.fault("unknown key" + Spelling.hint(key, left));
      }
    });
  }
}
