package dev.nines.engine.declarations.budget;

import dev.nines.engine.declarations.budget.BudgetDrafts.ForSlos;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Reference;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code slos} and {@code services}, of which one at least must name something. */
final class ForSlosReader {
  private ForSlosReader() {}

  static ForSlos read(Mapping spec) {
    var slos = spec.optional("slos").map(f -> f.list(Reference::of)).orElse(List.of());
    var services = spec.optional("services").map(f -> f.list(Reference::of)).orElse(List.of());
    if (slos.isEmpty() && services.isEmpty()) {
      spec.self().fault("expected slos or services");
    }
    return new ForSlos(slos, services);
  }

  static Set<String> names(List<Reference> references) {
    return references.stream().map(Reference::name).collect(Collectors.toSet());
  }
}
