package dev.nines.engine.incidents;

import dev.nines.engine.adjustments.MaintenancePlan;
import dev.nines.engine.alerts.BurnAlertTable.BurnAlertRow;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.incidents.ExternalAlertTable.ExternalAlertRow;
import dev.nines.engine.incidents.OutageTable.OutageRow;
import dev.nines.incident.FailureStreak;
import dev.nines.incident.opening.Admission;
import dev.nines.incident.opening.Hold;
import dev.nines.incident.opening.Verdict;
import dev.nines.slo.Sli;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/**
 * Which signals may open incidents now: the quorum of a probe, what it depends on, and maintenance.
 * Lives within one tick, on one thread.
 */
public final class Openings {
  /**
   * The longest of the short windows of the default rules: so long a page fires for what is over.
   */
  private static final Duration BURNS_ON = Duration.ofMinutes(30);

  private final Catalog catalog;
  private final MaintenancePlan plan;
  private final Dependencies dependencies;
  private final Instant now;

  private Openings(Catalog catalog, MaintenancePlan plan, Dependencies dependencies, Instant now) {
    this.catalog = catalog;
    this.plan = plan;
    this.dependencies = dependencies;
    this.now = now;
  }

  /**
   * For one tick.
   *
   * @param jdbi where it is known when probes were watching
   * @param catalog what is declared
   * @param seen what can be wrong
   * @param plan what is in maintenance
   * @param streaks a probe's failed runs in a row that are no outage yet, by its name
   * @param now the present, by the database's clock
   * @return what may open
   */
  public static Openings of(
      Jdbi jdbi,
      Catalog catalog,
      Observations seen,
      MaintenancePlan plan,
      Function<String, Optional<FailureStreak>> streaks,
      Instant now) {
    var known = new HashMap<String, Map<String, Intervals>>();
    return new Openings(
        catalog,
        plan,
        new Dependencies(
            catalog,
            seen,
            probe ->
                known.computeIfAbsent(
                    probe,
                    _ -> jdbi.withHandle(h -> KnownTimes.of(h, probe, first(seen, probe), now))),
            streaks),
        now);
  }

  private static Instant first(Observations seen, String probe) {
    return seen.outages().stream()
        .filter(outage -> outage.probe().equals(probe))
        .map(OutageRow::impactStart)
        .min(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  Verdict of(OutageRow outage) {
    var probe = dependencies.probe(outage.probe());
    var holds = new ArrayList<>(maintenance(plan.ofProbe(outage.probe())));
    probe.ifPresent(p -> holds.addAll(dependencies.holds(p, flapWindow(p))));
    return new Admission(
            Dependencies.noticed(outage),
            dependencies.votes(outage.probe()),
            holds,
            probe.flatMap(dependencies::pending))
        .at(now);
  }

  /** A budget burns for a while after what spent it is over. */
  Verdict of(BurnAlertRow alert) {
    var counted = counted(alert).toList();
    var holds = new ArrayList<>(maintenance(plan.ofService(alert.service())));
    for (var probe : counted) {
      var flapWindow = flapWindow(probe);
      holds.addAll(
          dependencies.holds(probe, flapWindow.compareTo(BURNS_ON) < 0 ? BURNS_ON : flapWindow));
    }
    return new Admission(
            Dependencies.span(alert.detectedAt(), alert.clearedAt()),
            Optional.empty(),
            holds,
            counted.stream().flatMap(probe -> dependencies.pending(probe).stream()).findFirst())
        .at(now);
  }

  /** What was over when it was heard of might have opened one while it lasted. */
  Verdict of(ExternalAlertRow alert) {
    return new Admission(
            Dependencies.span(
                alert.overWhenHeard() ? alert.told().startsAt() : alert.detectedAt(),
                alert.endKnownAt()),
            Optional.empty(),
            maintenance(plan.ofService(alert.told().service())),
            Optional.empty())
        .at(now);
  }

  /** When the harm that a probe sees begins to count. */
  Instant countedFrom(OutageRow outage) {
    return Admission.countedFrom(
        Dependencies.span(outage.impactStart(), outage.recoveredAt()),
        plan.ofProbe(outage.probe()));
  }

  /** When harm to a service begins to count. */
  Instant countedFrom(String service, Interval harm) {
    return Admission.countedFrom(harm, plan.ofService(service));
  }

  private Stream<ProbeDeclaration> counted(BurnAlertRow alert) {
    return catalog.slo(alert.slo()).stream()
        .flatMap(slo -> slo.terms().stream())
        .flatMap(term ->
            switch (term.sli()) {
              case Sli.Runs runs -> runs.probes().stream();
              case Sli.Metric _ -> Stream.empty();
            })
        .distinct()
        .flatMap(name -> dependencies.probe(name).stream());
  }

  private Duration flapWindow(ProbeDeclaration probe) {
    return catalog.policyOf(probe.service()).flapWindow();
  }

  private static List<Hold> maintenance(Intervals times) {
    return times.spans().stream().map(span -> new Hold(span, "maintenance")).toList();
  }
}
