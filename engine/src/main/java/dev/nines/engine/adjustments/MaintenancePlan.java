package dev.nines.engine.adjustments;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Maintenance;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When is which service and probe in maintenance? A service is where it is named, and where all its
 * probes are; a probe where it or its service is named.
 */
public final class MaintenancePlan {
  /** Nothing is in maintenance. */
  public static final MaintenancePlan NONE = new MaintenancePlan(Map.of(), Map.of());

  private static final Duration FOLLOWED = Duration.ofDays(4);
  private static final Duration MOST_FOLLOWED = Duration.ofDays(366);

  private final Map<String, Intervals> services;
  private final Map<String, Intervals> probes;

  private MaintenancePlan(Map<String, Intervals> services, Map<String, Intervals> probes) {
    this.services = services;
    this.probes = probes;
  }

  /**
   * Works out what is declared.
   *
   * @param catalog what is declared
   * @param span of which time
   * @param zone where times hold that name no zone
   * @return the plan for that span; what is under way at its end is followed for a year at most
   */
  public static MaintenancePlan of(Catalog catalog, Interval span, ZoneId zone) {
    var end = span.to();
    var plan = within(catalog, span, zone);
    for (var more = FOLLOWED; plan.goesOnAt(end) && more.compareTo(MOST_FOLLOWED) <= 0; ) {
      end = span.to().plus(more);
      plan = within(catalog, new Interval(span.from(), end), zone);
      more = more.multipliedBy(3);
    }
    return plan;
  }

  private boolean goesOnAt(Instant end) {
    return Stream.concat(services.values().stream(), probes.values().stream())
        .anyMatch(times -> !times.isEmpty() && times.spans().getLast().to().equals(end));
  }

  private static MaintenancePlan within(Catalog catalog, Interval span, ZoneId zone) {
    var maintenances = catalog.budgetRules().maintenances();
    if (maintenances.isEmpty()) {
      return NONE;
    }
    var times = new HashMap<Maintenance, Intervals>();
    maintenances.forEach(m -> times.put(m, m.schedule().occurrences(span, zone)));
    var probes = new HashMap<String, Intervals>();
    for (var probe : catalog.probes()) {
      probes.put(probe.name(), union(times, maintenance -> maintenance.scope().holds(probe)));
    }
    var probesOf =
        catalog.probes().stream().collect(Collectors.groupingBy(ProbeDeclaration::service));
    var services = new HashMap<String, Intervals>();
    for (var service : catalog.services()) {
      var named = union(times, m -> m.scope().holdsService(service.name()));
      var ofProbes =
          probesOf.getOrDefault(service.name(), List.of()).stream()
              .map(ProbeDeclaration::name)
              .map(name -> probes.getOrDefault(name, Intervals.NONE))
              .reduce(Intervals::intersect)
              .orElse(Intervals.NONE);
      services.put(service.name(), named.union(ofProbes));
    }
    return new MaintenancePlan(services, probes);
  }

  private static Intervals union(Map<Maintenance, Intervals> times, Predicate<Maintenance> holds) {
    return times.entrySet().stream()
        .filter(entry -> holds.test(entry.getKey()))
        .map(Map.Entry::getValue)
        .reduce(Intervals.NONE, Intervals::union);
  }

  /**
   * When a service is in maintenance.
   *
   * @param name its name
   * @return the times within the plan's span
   */
  public Intervals ofService(String name) {
    return services.getOrDefault(name, Intervals.NONE);
  }

  /**
   * When a probe is in maintenance.
   *
   * @param name its name
   * @return the times within the plan's span
   */
  public Intervals ofProbe(String name) {
    return probes.getOrDefault(name, Intervals.NONE);
  }

  /**
   * When nothing is asked of an SLO.
   *
   * @param slo the SLO
   * @return the times in which its service, or every probe that it counts, is in maintenance
   */
  public Intervals of(Slo slo) {
    var counted = new LinkedHashSet<String>();
    for (var term : slo.terms()) {
      switch (term.sli()) {
        case Sli.Runs(var names, _, _) -> counted.addAll(names);
        case Sli.Metric _ -> {
          return ofService(slo.service()); // nobody knows what a query measures
        }
      }
    }
    return ofService(slo.service()).union(allOf(counted));
  }

  private Intervals allOf(Collection<String> names) {
    return names.stream().map(this::ofProbe).reduce(Intervals::intersect).orElse(Intervals.NONE);
  }

  /**
   * Until when maintenance lasts that is under way.
   *
   * @param times when something is in maintenance
   * @param now the present
   * @return the end; empty where none is under way
   */
  public static Optional<Instant> until(Intervals times, Instant now) {
    return times.spans().stream().filter(span -> span.contains(now)).map(Interval::to).findFirst();
  }
}
