package dev.nines.engine.cli;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.declarations.DeclarationPaths;
import dev.nines.engine.declarations.Declarations;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.probe.ProbeSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the names of modules and probes on a command line stand for.
 *
 * @param catalog what the files declare
 */
record NamedProbes(Catalog catalog) {
  private static final Duration UNLESS_TOLD = Duration.ofSeconds(5);

  /**
   * Reads the files.
   *
   * @throws CommandExit that tells every fault, where there is one
   */
  static NamedProbes read(DeclarationPaths paths, Function<String, Optional<String>> variables) {
    var reading = Declarations.read(paths, variables);
    return new NamedProbes(reading.catalog().orElseThrow(() -> wrong(reading.faults())));
  }

  static CommandExit wrong(List<Fault> faults) {
    return new CommandExit(
        Code.WRONG_USAGE, faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
  }

  /**
   * Asks a target what a module asks.
   *
   * @throws IllegalArgumentException whose message is one sentence for the person who typed it
   */
  ProbeSpec module(String name, String target, Optional<Duration> timeout) {
    var modules = catalog.modules();
    var module = modules.modules().get(name);
    if (module == null) {
      var foreign = modules.foreign().get(name);
      throw new IllegalArgumentException(
          foreign == null
              ? "no module named " + name + Spelling.hint(name, modules.modules().keySet())
              : "the module %s %s".formatted(name, foreign));
    }
    return ProbeSpec.of(module.asks(), target, timeout.or(module::timeout).orElse(UNLESS_TOLD));
  }

  /**
   * Finds a declared probe.
   *
   * @throws IllegalArgumentException whose message is one sentence for the person who typed it
   */
  ProbeSpec probe(String name) {
    return catalog
        .probe(name)
        .map(ProbeDeclaration::spec)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no probe named "
                    + name
                    + Spelling.hint(
                        name, catalog.probes().stream().map(ProbeDeclaration::name).toList())));
  }
}
