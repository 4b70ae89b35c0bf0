package dev.nines.engine.declarations.blackbox;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How single keys of a module are read. */
public final class Keys {
  /** RE2 compiles in memory and stack that grow with the pattern. */
  private static final int LONGEST_PATTERN = 1_000;

  private Keys() {}

  /**
   * Asks for a key that may be missing. To Go an empty text is none.
   *
   * @param mapping where it may be
   * @param key the key
   * @return its value
   */
  public static Optional<Field> filled(Mapping mapping, String key) {
    return mapping.optional(key).filter(field -> !field.isBlank());
  }

  static boolean flag(Mapping mapping, String key, boolean standard) {
    return filled(mapping, key).flatMap(Field::bool).orElse(standard);
  }

  static <T> List<T> list(Mapping mapping, String key, Function<Field, Optional<T>> item) {
    return mapping.optional(key).map(field -> field.list(item)).orElse(List.of());
  }

  /** Whether two keys are there that shut each other out; a fault then. */
  static void atMostOne(Mapping mapping, String... keys) {
    var given = List.of(keys).stream().filter(key -> filled(mapping, key).isPresent()).toList();
    if (given.size() > 1) {
      mapping.self().fault("expected at most one of " + String.join(" and ", given));
    }
  }

  /**
   * Reads a regular expression.
   *
   * @param field where it stands
   * @return the pattern (RE2)
   */
  public static Optional<Pattern> pattern(Field field) {
    return field
        .text()
        .flatMap(text -> {
          if (text.length() > LONGEST_PATTERN) {
            field.fault("a regular expression longer than " + LONGEST_PATTERN + " characters");
            return Optional.empty();
          }
          try {
            return Optional.of(Pattern.compile(text));
          } catch (PatternSyntaxException e) {
            field.fault(
                "not a regular expression (RE2): "
                    + e.getDescription()
                    + ", in "
                    + field.described());
            return Optional.empty();
          }
        });
  }
}
