package dev.nines.engine;

import dev.nines.engine.declarations.yaml.Fault;
import java.util.List;
import java.util.stream.Collectors;

/** The declarations cannot be used; the message has every fault on a line of its own. */
final class DeclarationFaults extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeclarationFaults(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
  }
}
