package dev.nines.engine.catalog;

import dev.nines.incident.OutageRule;
import dev.nines.incident.Severity;
import dev.nines.probe.ProbeSpec;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A probe, for whom and how often it runs, and what its failing means.
 *
 * @param name unique among probes
 * @param displayName for people
 * @param labels values by key, in the order of declaration
 * @param service the service it watches
 * @param interval time from one run to the next, at least a second
 * @param locations where it runs; empty means everywhere
 * @param incident when it alone opens and closes an incident
 * @param dependsOn what must be up for its failing to be news
 * @param tracing when its target is told the trace; empty for what config.yml says
 * @param spec what one run does
 */
public record ProbeDeclaration(
    String name,
    String displayName,
    Map<String, List<String>> labels,
    String service,
    Duration interval,
    List<String> locations,
    IncidentRule incident,
    List<Subject> dependsOn,
    Optional<TargetTracing> tracing,
    ProbeSpec spec) {
  /** Copies the collections. */
  public ProbeDeclaration {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    locations = List.copyOf(locations);
    dependsOn = List.copyOf(dependsOn);
  }

  /**
   * A probe whose target is told of traces what config.yml says.
   *
   * @param name unique among probes
   * @param displayName for people
   * @param labels values by key
   * @param service the service it watches
   * @param interval time from one run to the next
   * @param locations where it runs
   * @param incident when it alone opens and closes an incident
   * @param dependsOn what must be up for its failing to be news
   * @param spec what one run does
   */
  public ProbeDeclaration(
      String name,
      String displayName,
      Map<String, List<String>> labels,
      String service,
      Duration interval,
      List<String> locations,
      IncidentRule incident,
      List<Subject> dependsOn,
      ProbeSpec spec) {
    this(
        name,
        displayName,
        labels,
        service,
        interval,
        locations,
        incident,
        dependsOn,
        Optional.empty(),
        spec);
  }

  /** {@return the target for people and labels, without user information and query} */
  public String target() {
    return spec.displayTarget();
  }

  /**
   * When a probe alone opens and closes an incident.
   *
   * @param outage how many runs in a row
   * @param quorum at how many locations, at least 1
   * @param severity how bad the incident is
   */
  public record IncidentRule(OutageRule outage, int quorum, Severity severity) {
    /** Three failures at one location, critical. */
    public static final IncidentRule DEFAULT =
        new IncidentRule(OutageRule.DEFAULT, 1, Severity.CRITICAL);
  }
}
