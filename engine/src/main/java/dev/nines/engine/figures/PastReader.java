package dev.nines.engine.figures;

import static java.util.stream.Collectors.groupingBy;

import dev.nines.engine.adjustments.MaintenancePlan;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.incidents.ExternalAlertTable;
import dev.nines.engine.incidents.IncidentTable;
import dev.nines.engine.incidents.OutageTable;
import dev.nines.engine.incidents.OutageTable.OutageRow;
import dev.nines.engine.sli.RunCounts;
import dev.nines.engine.sli.SliBook;
import dev.nines.engine.sli.StoredGaps;
import dev.nines.incident.Incident;
import dev.nines.slo.reliability.Coverage;
import dev.nines.slo.reliability.GoodRuns;
import dev.nines.slo.reliability.ServiceHistory;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * How was each service in any span of the past? Read from the tables, so further back than what is
 * kept in memory; where that reaches, memory is asked, so that reports and pages agree.
 * Thread-safe.
 */
public final class PastReader {
  /** How far back memory knows of every gap; it keeps a little more. */
  private static final Duration MEMORY = Duration.ofDays(30);

  /** Maintenance is worked out this long before a span, for incidents that began in it. */
  private static final Duration LEAD = Duration.ofDays(32);

  private final Jdbi jdbi;
  private final SliBook book;
  private final ZoneId zone;

  /**
   * Reads pasts.
   *
   * @param jdbi the database
   * @param book what memory knows of each probe
   * @param zone where maintenance holds that names no zone
   */
  public PastReader(Jdbi jdbi, SliBook book, ZoneId zone) {
    this.jdbi = jdbi;
    this.book = book;
    this.zone = zone;
  }

  /**
   * Reads services.
   *
   * @param catalog what is declared
   * @param services which of its services
   * @param span of which time
   * @param now the present, by the database's clock
   * @return the past of each, in the same order
   */
  public List<ServicePast> read(
      Catalog catalog, Collection<Service> services, Interval span, Instant now) {
    var plan =
        MaintenancePlan.of(
            catalog,
            new Interval(
                span.from().minus(LEAD).truncatedTo(ChronoUnit.DAYS),
                now.truncatedTo(ChronoUnit.DAYS).plus(2, ChronoUnit.DAYS)),
            zone);
    return jdbi.inTransaction(handle -> {
      var outages =
          OutageTable.since(handle, span.from()).stream()
              .collect(groupingBy(outage -> serviceOf(outage, catalog)));
      var alerts =
          ExternalAlertTable.since(handle, span.from()).stream()
              .collect(groupingBy(alert -> alert.told().service()));
      var all = IncidentTable.since(handle, span.from());
      var incidents = all.stream().collect(groupingBy(Incident::service));
      var firstResolved =
          IncidentFacts.firstResolved(
              handle, all.stream().filter(incident -> incident.reopened() > 0).toList());
      var probesOf = catalog.probes().stream().collect(groupingBy(ProbeDeclaration::service));
      var pasts = new ArrayList<ServicePast>();
      for (var service : services) {
        var name = service.name();
        var probes = probesOf.getOrDefault(name, List.of());
        var watched = watched(handle, probes, span, now);
        var maintenance = plan.ofService(name);
        var history =
            new ServiceHistory(
                watched.existence(),
                watched.unknown(),
                maintenance,
                IncidentFacts.downtime(outages.getOrDefault(name, List.of()), now)
                    .union(
                        catalog.policyOf(name).externalAlerts().downtime()
                            ? IncidentFacts.alertedDowntime(
                                alerts.getOrDefault(name, List.of()), now)
                            : Intervals.NONE),
                incidents.getOrDefault(name, List.of()).stream()
                    .map(incident -> IncidentFacts.times(incident, firstResolved))
                    .toList());
        pasts.add(
            new ServicePast(
                name, history, runs(handle, probes, span, watched.existence(), maintenance)));
      }
      return pasts;
    });
  }

  /** An outage belongs to the service that its probe watched then. */
  private static String serviceOf(OutageRow outage, Catalog catalog) {
    return outage
        .service()
        .or(() -> catalog.probe(outage.probe()).map(ProbeDeclaration::service))
        .orElse("");
  }

  private WatchedTime watched(
      Handle handle, List<ProbeDeclaration> probes, Interval span, Instant now) {
    var recent =
        WatchedTime.of(book, probes, now)
            .orElse(new WatchedTime(new Interval(now, now), Intervals.NONE));
    var split = now.minus(MEMORY);
    var from = later(span.from(), recent.existence().from());
    if (!from.isBefore(split)) {
      return recent;
    }
    var old = new Interval(from, split);
    var gaps = StoredGaps.unknown(handle, names(probes), old);
    var coverages =
        probes.stream()
            .map(probe ->
                book.since(probe.name())
                    .map(since ->
                        coverage(since, gaps.getOrDefault(probe.name(), Intervals.of(old)), old)))
            .flatMap(Optional::stream)
            .toList();
    return new WatchedTime(
        recent.existence(),
        recent.unknown().clip(new Interval(split, now)).union(Coverage.unknownToAll(coverages)));
  }

  private static Coverage coverage(Instant since, Intervals gaps, Interval old) {
    return new Coverage(since.isAfter(old.to()) ? old.to() : later(since, old.from()), gaps);
  }

  private static GoodRuns runs(
      Handle handle,
      List<ProbeDeclaration> probes,
      Interval span,
      Interval existence,
      Intervals maintenance) {
    var since = existence.from().truncatedTo(ChronoUnit.MINUTES);
    var asked =
        Intervals.of(span).clip(new Interval(since, later(since, span.to()))).subtract(maintenance);
    return new GoodRuns(RunCounts.read(handle, names(probes), asked));
  }

  private static List<String> names(List<ProbeDeclaration> probes) {
    return probes.stream().map(ProbeDeclaration::name).toList();
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
