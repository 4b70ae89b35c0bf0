package dev.nines.engine.declarations;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.declarations.yaml.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What came of reading declarations.
 *
 * @param catalog everything that is declared; absent where there is a fault
 * @param faults everything that is wrong, by file and line
 * @param warnings what is allowed, but probably not meant, at any time
 * @param early what is so only before an instant, with that instant
 * @param notes what follows from what is declared, and is worth knowing; worked out when asked for
 */
public record Reading(
    Optional<Catalog> catalog,
    List<Fault> faults,
    List<Fault> warnings,
    Map<Fault, Instant> early,
    Supplier<List<Fault>> notes) {
  /** Nothing was read, and nothing is wrong. */
  public static final Reading NONE =
      new Reading(Optional.empty(), List.of(), List.of(), Map.of(), List::of);

  /** Copies the collections. */
  public Reading {
    faults = List.copyOf(faults);
    warnings = List.copyOf(warnings);
    early = Map.copyOf(early);
  }

  /**
   * What is allowed, but probably not meant.
   *
   * @param now the present
   * @return the warnings, by file and line
   */
  public List<Fault> warningsAt(Instant now) {
    return Stream.concat(
            warnings.stream(),
            early.entrySet().stream()
                .filter(warning -> now.isBefore(warning.getValue()))
                .map(Map.Entry::getKey))
        .sorted()
        .toList();
  }
}
