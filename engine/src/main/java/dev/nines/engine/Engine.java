package dev.nines.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.channel.Channel;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.LogChannel;
import dev.nines.channel.WebhookChannel;
import dev.nines.engine.alerts.BurnAlerts;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.database.Database;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.incidents.Courier;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.incidents.OutageLog;
import dev.nines.engine.incidents.OutageTable;
import dev.nines.engine.metrics.EngineMetrics;
import dev.nines.engine.metrics.ProbeCollector;
import dev.nines.engine.metrics.StatusCollector;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeGrids;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.ResultWriter;
import dev.nines.engine.results.Spool;
import dev.nines.engine.schedule.Chores;
import dev.nines.engine.schedule.LatestRuns;
import dev.nines.engine.schedule.ProbeRunner;
import dev.nines.engine.schedule.ProbeScheduler;
import dev.nines.engine.schedule.RunGates;
import dev.nines.engine.schedule.RunMetrics;
import dev.nines.engine.schedule.RunTracing;
import dev.nines.engine.sli.GapLog;
import dev.nines.engine.sli.SliBook;
import dev.nines.engine.sli.SliHours;
import dev.nines.incident.OutageRule;
import dev.nines.probe.run.Prober;
import dev.nines.slo.Criterion;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Slo;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.http.HttpClient;
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
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All of Nines but its HTTP side, wired together: from the declarations through runs, results and
 * windows to incidents and notifications.
 */
final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration UPTIME_WINDOW = Duration.ofDays(30);

  /** Of a probe that is no longer declared, whose last results come from the spool. */
  private static final Set<Criterion> SUCCESS_ALONE = Set.of(Criterion.SUCCESS);

  private final Settings settings;
  private final InstantSource clock;
  private final Jdbi jdbi;
  private final ResultPartitions partitions;
  private final ProbeGrids grids;
  private final SliBook book;
  private final GapLog gaps;
  private final SliHours hours;
  private final OutageLog outages;
  private final ResultStore store;
  private final ResultWriter writer;
  private final LatestRuns latest = new LatestRuns();
  private final Prober prober;
  private final RunTracing tracing;
  private final ProbeScheduler scheduler;
  private final Courier courier;
  private final Evaluator evaluator;
  private final Declared declared;
  private final Chores chores = new Chores();
  private final HttpClient webhooks = WebhookChannel.client();
  private final WallClockSteps steps;

  /** The book, the catalog and a tick between them must be of one mind. */
  private final ReentrantLock consistency = new ReentrantLock();

  private volatile Catalog catalog = Catalog.EMPTY;
  private volatile Map<String, Set<Criterion>> criteria = Map.of();
  private volatile Map<String, OutageRule> rules = Map.of();
  private volatile Map<String, Duration> intervals = Map.of();
  private volatile boolean evaluating = true;

  Engine(
      Settings settings,
      Database database,
      RunTracing tracing,
      PrometheusRegistry registry,
      Function<String, Optional<String>> variables,
      InstantSource clock,
      String version) {
    this.settings = settings;
    this.clock = clock;
    this.tracing = tracing;
    this.jdbi = database.jdbi();
    var ids = new NameIds(jdbi);
    partitions = new ResultPartitions(jdbi);
    grids = new ProbeGrids(jdbi, ids);
    gaps = new GapLog(ids, probe -> Optional.ofNullable(intervals.get(probe)));
    book = new SliBook(gaps::unknown);
    hours = new SliHours(ids, book, probe -> criteria.getOrDefault(probe, SUCCESS_ALONE));
    outages = new OutageLog(ids, probe -> Optional.ofNullable(rules.get(probe)));
    store =
        new ResultStore(
            jdbi,
            ids,
            partitions,
            List.of(hours, outages, gaps),
            () -> follow(catalog, here(catalog)));
    var spool =
        new Spool(
            settings.dataDir().resolve("spool"), settings.spool().maxBytes(), new ObjectMapper());
    writer = new ResultWriter(store, spool);
    prober = new Prober(System::nanoTime, clock, version);
    var gates = new RunGates(settings.concurrency().total(), settings.concurrency().perHost());
    scheduler =
        new ProbeScheduler(
            new ProbeRunner(
                settings.location(),
                prober,
                gates,
                tracing,
                writer,
                latest,
                new RunMetrics(registry),
                clock),
            clock);
    evaluator =
        new Evaluator(
            jdbi, book, new BurnAlerts(book), new IncidentDesk(jdbi, settings.externalUrl()));
    declared = new Declared(settings.declarations(), variables, this::takeOver);
    var metrics = new EngineMetrics(registry, writer, declared::isGood, version);
    courier = new Courier(jdbi, metrics.notificationAttempts(), RandomGenerator.getDefault());
    registry.register(new ProbeCollector(() -> catalog().probes(), latest));
    registry.register(new StatusCollector(evaluator::snapshot));
    steps = new WallClockSteps(clock, System::nanoTime);
  }

  Catalog catalog() {
    return catalog;
  }

  Declared declared() {
    return declared;
  }

  Evaluator evaluator() {
    return evaluator;
  }

  LatestRuns latest() {
    return latest;
  }

  Jdbi jdbi() {
    return jdbi;
  }

  /** Takes on a chore of somebody else's, for as long as the engine runs. */
  void every(String name, Duration interval, Runnable chore) {
    chores.every(name, interval, chore);
  }

  /** Takes over the declarations and begins to fire. */
  void begin() {
    settings
        .unsupported()
        .forEach(key -> LOG.warn("{} is not supported yet and does nothing", key));
    var warmUp = Thread.ofVirtual().name("warm-up").start(prober::warmUp);
    declared.reload();
    try {
      warmUp.join(Duration.ofSeconds(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    scheduler.start();
    chores.every("evaluation", settings.evaluation().interval(), this::evaluate);
    chores.every("reloading", Duration.ofSeconds(5), declared::reloadIfChanged);
    chores.every("wall clock", Duration.ofSeconds(1), this::followWallClock);
    chores.every("housekeeping", Duration.ofHours(1), this::keepHouse);
  }

  private void evaluate() {
    consistency.lock();
    try {
      evaluator.tick(catalog);
      evaluating = true;
    } catch (JdbiException e) {
      if (evaluating) { // once an outage; the writer tells when it is over
        LOG.warn("nothing is evaluated while the database does not answer", e);
      }
      evaluating = false;
    } finally {
      consistency.unlock();
    }
  }

  private void followWallClock() {
    steps
        .sinceLastLook()
        .ifPresent(step -> {
          LOG.warn("the wall clock has stepped by {}; probes go back to their grid", step);
          scheduler.realign();
        });
  }

  /** By the database's clock: one wrong year on this machine must not drop what is kept. */
  private void keepHouse() {
    var now = jdbi.withHandle(Evaluator::now);
    partitions.ensure(now);
    partitions.ensure(now.plus(Duration.ofDays(1)));
    partitions
        .dropBefore(now, settings.retention().results())
        .forEach(name -> LOG.info("results past their retention are dropped: {}", name));
    jdbi.useHandle(handle -> SliHours.dropMinutesBefore(handle, now.minus(minutesKept(catalog))));
  }

  /** Counts by the minute must outlive every declared window by a period, to look back over one. */
  private Duration minutesKept(Catalog catalog) {
    var twiceTheLongest = longestWindow(catalog).multipliedBy(2);
    var declaredRetention = settings.retention().minutes();
    return twiceTheLongest.compareTo(declaredRetention) > 0 ? twiceTheLongest : declaredRetention;
  }

  private static Duration longestWindow(Catalog catalog) {
    return Stream.concat(Stream.of(UPTIME_WINDOW), catalog.slos().stream().map(Slo::window))
        .max(Duration::compareTo)
        .orElse(UPTIME_WINDOW);
  }

  /** Everything that depends on what is declared, between two batches of results. */
  private void takeOver(Catalog next) {
    var channels =
        next.channels().stream().collect(Collectors.toMap(ChannelSpec::name, this::channel));
    store.exclusively(() -> {
      var here = here(next);
      follow(next, here);
      scheduler.schedule(here);
    });
    writer.start();
    courier.serve(channels);
    latest.retain(next.probes().stream().map(ProbeDeclaration::name).collect(Collectors.toSet()));
  }

  private List<ProbeDeclaration> here(Catalog declarations) {
    return declarations.probes().stream()
        .filter(
            probe -> probe.locations().isEmpty() || probe.locations().contains(settings.location()))
        .toList();
  }

  /** Brings memory in line with a catalog and the tables; where it throws, nothing has changed. */
  private void follow(Catalog next, List<ProbeDeclaration> here) {
    var now = clock.instant();
    var nextIntervals =
        here.stream().collect(Collectors.toMap(ProbeDeclaration::name, ProbeDeclaration::interval));
    var nextRules =
        here.stream().collect(Collectors.toMap(ProbeDeclaration::name, p -> p.incident().outage()));
    var nextCriteria = criteria(next);
    var grid = grids.declare(settings.location(), nextIntervals, now);
    var from = now.minus(longestWindow(next));
    consistency.lock();
    try {
      jdbi.useTransaction(handle -> {
        nextCriteria.forEach((probe, wanted) ->
            wanted.forEach(criterion -> hours.backfill(handle, probe, criterion)));
        var totals = SliHours.totals(handle);
        nameServices(handle, here);
        outages.resume(handle, settings.location(), nextRules);
        gaps.resume(handle, settings.location(), now.minus(UPTIME_WINDOW));
        OutageTable.endRemoved(handle, now);
        book.open(
            next.slos(),
            BurnAlerts::windowsOf,
            grid,
            next.slos().stream()
                .collect(Collectors.toMap(Slo::name, slo -> history(slo, grid, totals, now))),
            UPTIME_WINDOW,
            minutes -> SliHours.read(handle, nextCriteria.keySet(), from, minutes),
            now);
      });
      rules = nextRules;
      intervals = nextIntervals;
      criteria = nextCriteria;
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
      for (var probe : slo.sli().probes()) {
        criteria.computeIfAbsent(probe, _ -> new HashSet<>()).add(slo.sli().good());
      }
    }
    return criteria;
  }

  /** An SLI begins with its probes' declaration, but not before its criterion was counted. */
  private static SliBook.History history(
      Slo slo,
      Map<String, ProbeGrids.Declared> grid,
      Map<SliHours.Counted, SliHours.Total> totals,
      Instant now) {
    var since = now;
    var all = EventCounts.NONE;
    for (var probe : slo.sli().probes()) {
      var declaredProbe = grid.get(probe);
      var total = totals.get(new SliHours.Counted(probe, slo.sli().good().text()));
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

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private Channel channel(ChannelSpec spec) {
    return switch (spec) {
      case ChannelSpec.Webhook webhook -> new WebhookChannel(webhook, webhooks, clock);
      case ChannelSpec.Log log -> new LogChannel(log.name(), LOG::warn);
    };
  }

  /** Stops firing, waits a little for the runs under way, and writes what they brought. */
  @Override
  public void close() {
    chores.close(); // a reload must not find a scheduler that has stopped
    scheduler.close();
    writer.close();
    courier.close();
    webhooks.shutdownNow();
    prober.close();
    if (tracing instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        LOG.warn("tracing did not end well", e);
      }
    }
  }
}
