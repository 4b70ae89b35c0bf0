package dev.nines.engine.blackbox;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.metrics.RunSeries;
import dev.nines.probe.ProbeModule;
import dev.nines.probe.ProbeSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a declared probe asks, just as it is declared: its body, its headers and its secrets too.
 *
 * @param probe the probe
 * @param timeout the deadline, zero where no time is left
 */
record ProbeQuestion(ProbeDeclaration probe, Duration timeout) implements Question {
  /** Whoever could change a part of it would send its secrets elsewhere. */
  static ProbeQuestion of(
      Catalog catalog, String name, @Nullable String scrapeTimeout, Stream<String> otherParameters)
      throws Refusal {
    var others = otherParameters.sorted().toList();
    if (!others.isEmpty()) {
      throw new Refusal(
          400,
          "a declared probe is asked as it is declared: leave out " + String.join(", ", others));
    }
    var probe = catalog.probe(name);
    if (probe.isEmpty()) {
      throw new Refusal(404, "No probe \"" + name + "\" is declared");
    }
    var own = Optional.of(probe.get().spec().timeout());
    return new ProbeQuestion(probe.get(), ScrapeTimeout.of(scrapeTimeout, own));
  }

  @Override
  public String name() {
    return probe.name();
  }

  @Override
  public ProbeModule module() {
    return RunSeries.module(probe.spec());
  }

  @Override
  public Optional<Duration> ownTimeout() {
    return Optional.of(probe.spec().timeout());
  }

  /** {@return what is run} */
  ProbeSpec spec() {
    return probe.spec().within(deadline());
  }

  @Override
  public String displayTarget() {
    return probe.target();
  }
}
