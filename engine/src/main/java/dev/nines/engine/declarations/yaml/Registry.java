package dev.nines.engine.declarations.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names of one kind, and what they stand for. A name is declared once; a reference names
 * something that is there.
 *
 * @param <T> what the names stand for
 */
public final class Registry<T> {
  private final String noun;
  private final Map<String, Entry<T>> entries = new LinkedHashMap<>();
  private final List<Reference> mentioned = new ArrayList<>();

  /**
   * No names yet.
   *
   * @param noun what is named, for faults, such as {@code probe}
   */
  public Registry(String noun) {
    this.noun = noun;
  }

  private record Entry<T>(Field at, T value) {}

  /**
   * Declares a name.
   *
   * @param name the name
   * @param at where it stands
   * @param value what it stands for
   */
  public void add(String name, Field at, T value) {
    var first = entries.putIfAbsent(name, new Entry<>(at, value));
    if (first != null) {
      at.fault("a second " + noun + " named " + name + ", the first is at " + first.at.place());
    }
  }

  /**
   * Finds what a name stands for.
   *
   * @param reference the name, and where it is used
   * @return what it stands for; a fault at the use, and nothing, where it is not declared
   */
  public Optional<T> resolve(Reference reference) {
    var entry = entries.get(reference.name());
    if (entry == null) {
      reference
          .at()
          .fault(
              "no "
                  + noun
                  + " named "
                  + Wording.shortened(reference.name())
                  + Spelling.hint(reference.name(), entries.keySet()));
    }
    return Optional.ofNullable(entry).map(Entry::value);
  }

  /**
   * Remembers a use for {@link #resolveMentioned}: what holds it may be unreadable otherwise, and a
   * name that leads nowhere is a fault all the same.
   *
   * @param reference the name, and where it is used
   */
  public void mention(Reference reference) {
    mentioned.add(reference);
  }

  /** Follows every use that was mentioned; to be called when all names are declared. */
  public void resolveMentioned() {
    mentioned.forEach(this::resolve);
  }

  /** {@return all names, in the order of declaration} */
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** {@return what all names stand for, in the order of declaration} */
  public List<T> values() {
    return entries.values().stream().map(Entry::value).toList();
  }
}
