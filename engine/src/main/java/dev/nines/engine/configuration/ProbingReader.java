package dev.nines.engine.configuration;

import dev.nines.engine.configuration.Settings.Concurrency;
import dev.nines.engine.configuration.Settings.ProbeEndpoint;
import dev.nines.engine.configuration.Settings.SelfCheck;
import dev.nines.engine.declarations.yaml.Mapping;
import java.util.List;

/** Reads what bounds the runs of probes, and what tells whether they can be believed. */
final class ProbingReader {
  private static final int MOST_RUNS = 1_000_000;

  private ProbingReader() {}

  static Concurrency concurrency(Mapping m, Concurrency otherwise) {
    return new Concurrency(
        m.optional("total").flatMap(f -> f.integer(1, MOST_RUNS)).orElse(otherwise.total()),
        m.optional("perHost").flatMap(f -> f.integer(1, MOST_RUNS)).orElse(otherwise.perHost()));
  }

  static SelfCheck selfCheck(Mapping m) {
    return new SelfCheck(checkTargets(m));
  }

  private static List<CheckTarget> checkTargets(Mapping m) {
    return m.optional("targets")
        .map(f ->
            f.list(item ->
                item.parse("a URL such as https://example.com/ or host:port", CheckTarget::parse)))
        .orElse(List.of());
  }

  static ProbeEndpoint endpoint(Mapping m, Concurrency otherwise) {
    return new ProbeEndpoint(
        allowedTargets(m),
        m.optional("concurrency")
            .flatMap(f -> f.mapping(c -> concurrency(c, otherwise)))
            .orElse(otherwise));
  }

  private static List<AllowedTarget> allowedTargets(Mapping m) {
    return m.optional("allowedTargets")
        .map(f ->
            f.list(item ->
                item.parse(
                    "a network such as 10.0.0.0/8 or a host such as *.example.com",
                    AllowedTarget::parse)))
        .orElse(List.of());
  }
}
