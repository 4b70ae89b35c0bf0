package dev.nines.engine;

import static dev.nines.slo.time.Instants.later;

import dev.nines.engine.alerts.BurnAlerts;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.datasource.MetricLog;
import dev.nines.engine.datasource.MetricTable;
import dev.nines.engine.failures.DegradedProbes;
import dev.nines.engine.failures.FailedRunTable;
import dev.nines.engine.failures.FailedRuns;
import dev.nines.engine.heartbeats.Heartbeats;
import dev.nines.engine.incidents.ExternalAlertTable;
import dev.nines.engine.incidents.OutageLog;
import dev.nines.engine.incidents.OutageTable;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeGrids;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultReader;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.sli.GapLog;
import dev.nines.engine.sli.SliBook;
import dev.nines.engine.sli.SliHours;
import dev.nines.engine.sli.StoredHours;
import dev.nines.incident.FailureStreak;
import dev.nines.incident.OutageRule;
import dev.nines.slo.Criterion;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Sli;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The results, all that follows from them, and what is declared: always of one mind.
 *
 * <p>Thread-safe.
 */
final class Books {
  private static final Logger LOG = LoggerFactory.getLogger(Books.class);

  /** Of a probe that is no longer declared, whose last results come from the spool. */
  private static final Set<Criterion> SUCCESS_ALONE = Set.of(Criterion.SUCCESS);

  private final Jdbi jdbi;
  private final String location;
  private final InstantSource clock;
  private final ResultPartitions partitions;
  private final ProbeGrids grids;
  private final SliBook sli;
  private final GapLog gaps;
  private final SliHours hours;
  private final OutageLog outages;
  private final DegradedProbes degraded = new DegradedProbes();
  private final FailedRuns failures;
  private final ResultStore store;

  /** The book, the catalog and a tick between them must be of one mind. */
  private final ReentrantLock consistency = new ReentrantLock();

  private volatile Catalog catalog = Catalog.EMPTY;
  private volatile List<ProbeDeclaration> here = List.of();
  private volatile Map<String, Set<Criterion>> criteria = Map.of();
  private volatile Map<String, OutageRule> rules = Map.of();
  private volatile Map<String, Duration> intervals = Map.of();

  /**
   * Opens books in which nothing is declared yet.
   *
   * @param jdbi the database
   * @param location where this instance stands
   * @param clock wall-clock time
   */
  Books(Jdbi jdbi, String location, InstantSource clock) {
    this.jdbi = jdbi;
    this.location = location;
    this.clock = clock;
    var ids = new NameIds(jdbi);
    partitions = new ResultPartitions(jdbi);
    grids = new ProbeGrids(jdbi, ids);
    gaps = new GapLog(ids, probe -> Optional.ofNullable(intervals.get(probe)));
    sli = new SliBook(gaps::unknown);
    hours = new SliHours(ids, sli, probe -> criteria.getOrDefault(probe, SUCCESS_ALONE));
    outages = new OutageLog(ids, probe -> Optional.ofNullable(rules.get(probe)));
    failures = new FailedRuns(ids);
    store =
        new ResultStore(
            jdbi,
            ids,
            partitions,
            List.of(hours, outages, gaps, degraded, failures),
            () -> follow(catalog, here));
  }

  Catalog catalog() {
    return catalog;
  }

  /** The probes of the catalog that run at this location. */
  List<ProbeDeclaration> here() {
    return here;
  }

  SliBook sli() {
    return sli;
  }

  DegradedProbes degraded() {
    return degraded;
  }

  /** The failed runs in a row of a probe at this location that are no outage yet. */
  Optional<FailureStreak> streak(String probe) {
    return outages.streak(probe, location);
  }

  FailedRuns failures() {
    return failures;
  }

  ResultStore store() {
    return store;
  }

  /** Does something with the catalog while neither it nor the book changes. */
  void consistently(Consumer<Catalog> action) {
    consistency.lock();
    try {
      action.accept(catalog);
    } finally {
      consistency.unlock();
    }
  }

  /** Keeps the minutes of metrics in the same book. */
  MetricLog metrics() {
    return new MetricLog(jdbi, sli, action -> consistently(_ -> action.run()), clock);
  }

  /**
   * Takes over a new catalog between two batches of results.
   *
   * @param next the catalog
   * @param schedule takes over the probes that run here, in the same pause
   */
  void takeOver(Catalog next, Consumer<List<ProbeDeclaration>> schedule) {
    store.exclusively(() -> {
      var nextHere = here(next);
      follow(next, nextHere);
      schedule.accept(nextHere);
    });
  }

  /**
   * Makes room for the next results and drops what is past its retention.
   *
   * @param now by the database's clock
   */
  void keepHouse(Instant now, Settings.Retention retention) {
    partitions.ensure(now);
    partitions.ensure(now.plus(Duration.ofDays(1)));
    partitions
        .dropBefore(now, retention.results())
        .forEach(name -> LOG.info("results past their retention are dropped: {}", name));
    jdbi.useHandle(handle -> FailedRunTable.dropBefore(handle, now.minus(retention.results())));
    var oldest = minutesKeptSince(now, retention);
    jdbi.useHandle(handle -> SliHours.dropMinutesBefore(handle, oldest));
    jdbi.useHandle(handle -> MetricTable.dropMinutesBefore(handle, oldest));
  }

  /** Since when minutes are there. */
  Instant minutesKeptSince(Instant now, Settings.Retention retention) {
    return now.minus(minutesKept(retention.minutes()));
  }

  /** Counts by the minute must outlive every declared window by a period, to look back over one. */
  private Duration minutesKept(Duration declaredRetention) {
    var twiceTheLongest = BurnAlerts.longestWindow(catalog).multipliedBy(2);
    return twiceTheLongest.compareTo(declaredRetention) > 0 ? twiceTheLongest : declaredRetention;
  }

  private List<ProbeDeclaration> here(Catalog declarations) {
    return declarations.probes().stream()
        .filter(probe -> probe.locations().isEmpty() || probe.locations().contains(location))
        .toList();
  }

  /** Brings memory in line with a catalog and the tables; where it throws, nothing has changed. */
  private void follow(Catalog next, List<ProbeDeclaration> nextHere) {
    ResultStore.awaitCommits(jdbi);
    var now = clock.instant();
    var nextIntervals =
        nextHere.stream()
            .collect(Collectors.toMap(ProbeDeclaration::name, ProbeDeclaration::interval));
    var nextRules =
        nextHere.stream()
            .collect(Collectors.toMap(ProbeDeclaration::name, p -> p.incident().outage()));
    var nextCriteria = criteria(next);
    var grid = grids.declare(location, nextIntervals, now);
    var from = now.minus(BurnAlerts.longestWindow(next));
    consistency.lock();
    try {
      jdbi.useTransaction(handle -> {
        var known = SliHours.totals(handle).keySet();
        nextCriteria.forEach((probe, wanted) ->
            wanted.stream()
                .filter(by -> !known.contains(new SliHours.Counted(probe, by.text())))
                .forEach(criterion -> hours.backfill(handle, probe, criterion)));
        var totals = SliHours.totals(handle);
        nameServices(handle, nextHere);
        outages.resume(handle, location, nextRules);
        var newest = ResultReader.newestOfEach(handle, location);
        gaps.resume(handle, newest, now.minus(BurnAlerts.UPTIME));
        degraded.resume(newest);
        failures.resume(handle, location);
        OutageTable.endRemoved(handle, now);
        ExternalAlertTable.endRemoved(
            handle, next.services().stream().map(Service::name).collect(Collectors.toSet()));
        Heartbeats.retain(handle, next);
        sli.open(
            next.slos(),
            slo -> BurnAlerts.windowsOf(slo, next.alertPoliciesOf(slo.name())),
            grid,
            (_, counted) -> history(handle, counted, grid, totals, now),
            BurnAlerts.UPTIME,
            reader -> StoredHours.read(handle, nextCriteria.keySet(), from, reader),
            (question, minutes) -> MetricLog.read(handle, question, from, minutes),
            now);
      });
      rules = nextRules;
      intervals = nextIntervals;
      criteria = nextCriteria;
      here = nextHere;
      catalog = next;
    } finally {
      consistency.unlock();
    }
  }

  /** An outage belongs to the service that its probe watched then, whatever is declared later. */
  private static void nameServices(Handle handle, List<ProbeDeclaration> here) {
    var batch = handle.prepareBatch("update probe set service = :service where name = :name");
    here.forEach(probe -> batch.bind("service", probe.service()).bind("name", probe.name()).add());
    batch.execute();
  }

  private static Map<String, Set<Criterion>> criteria(Catalog catalog) {
    var criteria = new HashMap<String, Set<Criterion>>();
    catalog
        .probes()
        .forEach(probe -> criteria.put(probe.name(), new HashSet<>(Set.of(Criterion.SUCCESS))));
    for (var slo : catalog.slos()) {
      for (var term : slo.terms()) {
        switch (term.sli()) {
          case Sli.Runs(var probes, var good, _) ->
              probes.forEach(
                  probe -> criteria.computeIfAbsent(probe, _ -> new HashSet<>()).add(good));
          case Sli.Metric _ -> {}
        }
      }
    }
    return criteria;
  }

  /** An SLI begins with its probes' declaration, but not before its criterion was counted. */
  private static SliBook.History history(
      Handle handle,
      Sli sli,
      Map<String, ProbeGrids.Declared> grid,
      Map<SliHours.Counted, SliHours.Total> totals,
      Instant now) {
    return switch (sli) {
      case Sli.Runs runs -> history(runs, grid, totals, now);
      case Sli.Metric(var question) -> MetricLog.history(handle, question, now);
    };
  }

  private static SliBook.History history(
      Sli.Runs sli,
      Map<String, ProbeGrids.Declared> grid,
      Map<SliHours.Counted, SliHours.Total> totals,
      Instant now) {
    var since = now;
    var all = EventCounts.NONE;
    for (var probe : sli.probes()) {
      var declaredProbe = grid.get(probe);
      var total = totals.get(new SliHours.Counted(probe, sli.good().text()));
      if (declaredProbe != null && total != null) {
        var counted = later(declaredProbe.since(), total.firstHour());
        since = counted.isBefore(since) ? counted : since;
      }
      if (total != null) {
        all = all.plus(total.counts());
      }
    }
    return new SliBook.History(since, all);
  }
}
