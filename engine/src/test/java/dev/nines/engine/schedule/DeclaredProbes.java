package dev.nines.engine.schedule;

import com.google.re2j.Pattern;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.ProbeDeclaration.IncidentRule;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpModule.Body;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.ProbeSpec;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Probes made up for tests. */
public final class DeclaredProbes {
  private DeclaredProbes() {}

  public static ProbeDeclaration probe(String name, Duration interval, ProbeSpec spec) {
    return new ProbeDeclaration(
        name, name, Map.of(), "shop", interval, List.of(), IncidentRule.DEFAULT, List.of(), spec);
  }

  /** The same of another service. */
  public static ProbeDeclaration of(String service, ProbeDeclaration probe) {
    return new ProbeDeclaration(
        probe.name(),
        probe.displayName(),
        probe.labels(),
        service,
        probe.interval(),
        probe.locations(),
        probe.incident(),
        probe.dependsOn(),
        probe.spec());
  }

  public static HttpSpec http(String url) {
    return new HttpSpec(URI.create(url), Duration.ofMillis(900), HttpModule.DEFAULT);
  }

  /** A module whose runs keep the body, to look into it. */
  public static HttpModule searching() {
    var body =
        new Body(List.of(), List.of(Pattern.compile("a")), Optional.empty(), Optional.empty(), 0);
    return HttpModule.DEFAULT.with(HttpModule.DEFAULT.expectation().with(body));
  }
}
