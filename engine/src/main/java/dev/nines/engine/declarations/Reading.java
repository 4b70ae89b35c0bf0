package dev.nines.engine.declarations;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.declarations.yaml.Fault;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading declarations.
 *
 * @param catalog everything that is declared; absent where there is a fault
 * @param faults everything that is wrong, by file and line
 * @param warnings what is allowed, but probably not meant, by file and line
 */
public record Reading(Optional<Catalog> catalog, List<Fault> faults, List<Fault> warnings) {
  /** Copies the lists. */
  public Reading {
    faults = List.copyOf(faults);
    warnings = List.copyOf(warnings);
  }
}
