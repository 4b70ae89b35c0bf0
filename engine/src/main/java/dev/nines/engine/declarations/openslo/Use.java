package dev.nines.engine.declarations.openslo;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.engine.declarations.yaml.Registry;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What stands where it is used, or elsewhere under a name.
 *
 * @param <T> what it is
 */
public sealed interface Use<T> {
  /**
   * It stands here.
   *
   * @param value what stands here, where it could be read
   * @param <T> what it is
   */
  record Inline<T>(Optional<T> value) implements Use<T> {}

  /**
   * It stands elsewhere.
   *
   * @param named its name
   * @param <T> what it is
   */
  record ByName<T>(Reference named) implements Use<T> {}

  /**
   * Follows the name, where there is one.
   *
   * @param registry what stands elsewhere
   * @return what is used; a fault, and nothing, where a name leads nowhere
   */
  default Optional<T> in(Registry<Optional<T>> registry) {
    return switch (this) {
      case Inline<T>(var value) -> value;
      case ByName<T>(var named) -> registry.resolve(named).flatMap(value -> value);
    };
  }

  /**
   * Reads an item of a list: a mapping with a reference only, or an object without apiVersion.
   *
   * @param item the item
   * @param refKey the key of a reference
   * @param kind what the object is
   * @param reader reads the object's metadata and spec
   * @param <T> what it makes of them
   * @return what is used
   */
  static <T> Optional<Use<T>> read(
      Field item, String refKey, String kind, Function<Mapping, Optional<T>> reader) {
    return item.mapping(
            object -> {
              var ref = object.optional(refKey);
              var inline =
                  Stream.of("kind", "metadata", "spec")
                      .anyMatch(key -> object.optional(key).isPresent());
              if (ref.isPresent() == inline) {
                object.self().fault("expected either " + refKey + " or kind, metadata and spec");
              }
              if (ref.isPresent() || !inline) {
                return ref.flatMap(Reference::of).<Use<T>>map(ByName::new);
              }
              object.required("kind").ifPresent(field -> field.oneOf(Map.of(kind, true)));
              return Optional.<Use<T>>of(new Inline<>(reader.apply(object)));
            })
        .flatMap(use -> use);
  }
}
