package dev.nines.engine.figures;

import static dev.nines.slo.time.Instants.later;
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
import java.util.Map;
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
      var gaps = oldGaps(handle, services, probesOf, span, now);
      var histories = new ArrayList<ServiceHistory>();
      var asked = new ArrayList<RunCounts.Asked>();
      for (var service : services) {
        var name = service.name();
        var probes = probesOf.getOrDefault(name, List.of());
        var watched = watched(gaps, probes, span, now);
        var maintenance = plan.ofService(name);
        histories.add(
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
                    .toList()));
        asked.add(
            new RunCounts.Asked(
                probes.stream().map(ProbeDeclaration::name).toList(),
                countedTime(span, watched.existence(), maintenance)));
      }
      var counts = RunCounts.read(handle, asked).iterator();
      var history = histories.iterator();
      return services.stream()
          .map(service ->
              new ServicePast(service.name(), history.next(), new GoodRuns(counts.next())))
          .toList();
    });
  }

  /** An outage belongs to the service that its probe watched then. */
  private static String serviceOf(OutageRow outage, Catalog catalog) {
    return outage
        .service()
        .or(() -> catalog.probe(outage.probe()).map(ProbeDeclaration::service))
        .orElse("");
  }

  /** By probe, when nobody was watching, as long ago as memory does not reach. */
  private static Map<String, Intervals> oldGaps(
      Handle handle,
      Collection<Service> services,
      Map<String, List<ProbeDeclaration>> probesOf,
      Interval span,
      Instant now) {
    var split = now.minus(MEMORY);
    if (!span.from().isBefore(split)) {
      return Map.of();
    }
    var probes =
        services.stream()
            .flatMap(service -> probesOf.getOrDefault(service.name(), List.of()).stream())
            .map(ProbeDeclaration::name)
            .toList();
    return StoredGaps.unknown(handle, probes, new Interval(span.from(), split));
  }

  private WatchedTime watched(
      Map<String, Intervals> gaps, List<ProbeDeclaration> probes, Interval span, Instant now) {
    var recent =
        WatchedTime.of(book, probes, now)
            .orElse(new WatchedTime(new Interval(now, now), Intervals.NONE));
    var split = now.minus(MEMORY);
    var from = later(span.from(), recent.existence().from());
    if (!from.isBefore(split)) {
      return recent;
    }
    var old = new Interval(from, split);
    var coverages =
        probes.stream()
            .map(probe ->
                book.since(probe.name())
                    .map(since ->
                        coverage(
                            since,
                            gaps.getOrDefault(probe.name(), Intervals.of(old)).clip(old),
                            old)))
            .flatMap(Optional::stream)
            .toList();
    return new WatchedTime(
        recent.existence(),
        recent.unknown().clip(new Interval(split, now)).union(Coverage.unknownToAll(coverages)));
  }

  private static Coverage coverage(Instant since, Intervals gaps, Interval old) {
    return new Coverage(since.isAfter(old.to()) ? old.to() : later(since, old.from()), gaps);
  }

  private static Intervals countedTime(Interval span, Interval existence, Intervals maintenance) {
    var since = existence.from().truncatedTo(ChronoUnit.MINUTES);
    return Intervals.of(span)
        .clip(new Interval(since, later(since, span.to())))
        .subtract(maintenance);
  }
}
