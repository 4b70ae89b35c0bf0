package dev.nines.engine.declarations;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where everything lies that is declared.
 *
 * @param declarations files, and folders that are searched for {@code *.yaml} and {@code *.yml}
 * @param blackboxModules a {@code blackbox.yml}, where there is one
 */
public record DeclarationPaths(List<Path> declarations, Optional<Path> blackboxModules) {
  /** Copies the list. */
  public DeclarationPaths {
    declarations = List.copyOf(declarations);
  }

  List<Path> all() {
    return Stream.concat(declarations.stream(), blackboxModules.stream()).toList();
  }
}
