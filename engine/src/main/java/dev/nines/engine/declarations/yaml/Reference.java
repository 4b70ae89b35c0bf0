package dev.nines.engine.declarations.yaml;

import java.util.Optional;

/**
 * The use of a name.
 *
 * @param name the name
 * @param at where it is used
 */
public record Reference(String name, Field at) {
  /**
   * Reads a name.
   *
   * @param field where it stands
   * @return the reference
   */
  public static Optional<Reference> of(Field field) {
    return field.text().map(name -> new Reference(name, field));
  }
}
