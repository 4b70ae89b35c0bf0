package dev.nines.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.channel.Channel;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.receivers.AlertmanagerChannel;
import dev.nines.channel.receivers.Channels;
import dev.nines.engine.adjustments.AdjustedSpans;
import dev.nines.engine.adjustments.AdjustmentDesk;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.configuration.Settings.Metrics.Peer;
import dev.nines.engine.database.Database;
import dev.nines.engine.datasource.DataSources;
import dev.nines.engine.deployments.CauseDesk;
import dev.nines.engine.dora.DeliveryReader;
import dev.nines.engine.dora.DoraStandings;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.evidence.Evidence;
import dev.nines.engine.evidence.EvidenceJson;
import dev.nines.engine.failures.FailedRuns;
import dev.nines.engine.figures.IncidentDurations;
import dev.nines.engine.figures.PastReader;
import dev.nines.engine.gate.Gate;
import dev.nines.engine.incidents.AlertReminders;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.metrics.DataSourceMetrics;
import dev.nines.engine.metrics.DoraCollector;
import dev.nines.engine.metrics.EngineMetrics;
import dev.nines.engine.metrics.PeerCollector;
import dev.nines.engine.metrics.ProbeCollector;
import dev.nines.engine.metrics.RunDurations;
import dev.nines.engine.metrics.StatusCollector;
import dev.nines.engine.metrics.TellingMetrics;
import dev.nines.engine.notifications.Courier;
import dev.nines.engine.notifications.DeadMansSwitch;
import dev.nines.engine.notifications.NotificationLeftovers;
import dev.nines.engine.replay.SloHistory;
import dev.nines.engine.results.ResultWriter;
import dev.nines.engine.results.Spool;
import dev.nines.engine.schedule.Chores;
import dev.nines.engine.schedule.LatestRuns;
import dev.nines.engine.schedule.OnDemandRuns;
import dev.nines.engine.schedule.ProbeRunner;
import dev.nines.engine.schedule.ProbeScheduler;
import dev.nines.engine.schedule.RunGates;
import dev.nines.engine.schedule.RunMetrics;
import dev.nines.engine.schedule.RunTracing;
import dev.nines.engine.selfcheck.SelfCheck;
import dev.nines.engine.telling.TellingDesk;
import dev.nines.incident.FailureStreak;
import dev.nines.probe.run.Prober;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
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

  /** How long the outbox may take now and then. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Settings settings;
  private final InstantSource clock;
  private final Jdbi jdbi;
  private final Books books;
  private final ResultWriter writer;
  private final LatestRuns latest = new LatestRuns();
  private final RunMetrics runMetrics;
  private final Prober prober;
  private final SelfCheck selfCheck;
  private final RunGates gates;
  private final RunTracing tracing;
  private final ProbeScheduler scheduler;
  private final Courier courier;
  private final TellingDesk telling;
  private final Optional<DeadMansSwitch> deadMansSwitch;
  private final DataSources sources;
  private final IncidentDesk desk;
  private final Evaluation evaluation;
  private final CauseDesk causes;
  private final DeliveryReader deliveries;
  private final DoraStandings standings;
  private final Declared declared;
  private final Chores chores = new Chores();
  private final Channels channels;
  private final AlertReminders reminders;
  private volatile Map<String, AlertmanagerChannel> alertmanagers = Map.of();
  private final WallClockSteps steps;

  Engine(
      Settings settings,
      Database database,
      RunTracing tracing,
      Tracer tracer,
      PrometheusRegistry registry,
      MeterRegistry meters,
      Function<String, Optional<String>> variables,
      InstantSource clock,
      String version) {
    this.settings = settings;
    this.clock = clock;
    this.tracing = tracing;
    this.jdbi = database.jdbi();
    books = new Books(jdbi, settings.location(), clock);
    var spool =
        new Spool(
            settings.dataDir().resolve("spool"), settings.spool().maxBytes(), new ObjectMapper());
    writer = new ResultWriter(books.store(), spool);
    prober = new Prober(System::nanoTime, clock, version);
    selfCheck =
        SelfCheck.of(
            settings.selfCheck().targets(),
            new Prober(System::nanoTime, clock, version),
            System::nanoTime,
            clock);
    gates = new RunGates(settings.concurrency().total(), settings.concurrency().perHost());
    runMetrics = new RunMetrics(registry);
    scheduler =
        new ProbeScheduler(
            new ProbeRunner(
                settings.location(),
                prober,
                gates,
                tracing,
                selfCheck,
                writer,
                latest,
                runMetrics,
                clock),
            clock);
    scheduler.bindTo(meters);
    chores.bindTo(meters);
    desk = new IncidentDesk(jdbi, settings.externalUrl(), tracer);
    causes = new CauseDesk(books::catalog, desk);
    telling = new TellingDesk(jdbi, settings.externalUrl());
    evaluation =
        new Evaluation(
            settings,
            jdbi,
            books,
            desk,
            causes,
            telling,
            new IncidentDurations(registry),
            tracer,
            clock);
    deliveries = new DeliveryReader(jdbi, settings.dora().causeWindow());
    standings = new DoraStandings(deliveries, jdbi, settings.timeZone());
    declared = new Declared(settings.declarationPaths(), variables, clock, this::takeOver);
    var metrics = new EngineMetrics(registry, version, settings.location());
    channels = new Channels(settings.timeZone(), clock, LOG::warn);
    reminders = new AlertReminders(jdbi, settings.externalUrl());
    courier =
        new Courier(
            jdbi,
            metrics.notificationAttempts(),
            RandomGenerator.getDefault(),
            System::nanoTime,
            tracer);
    deadMansSwitch =
        settings
            .deadMansSwitch()
            .map(declared ->
                new DeadMansSwitch(
                    declared.url(), this::isWell, TellingMetrics.deadMansSwitch(registry)));
    sources =
        new DataSources(
            books.metrics(), prober::fetch, DataSourceMetrics.requests(registry), clock);
    steps = new WallClockSteps(clock, System::nanoTime);
    show(registry, metrics);
  }

  /** Lets {@code /metrics} read what there is now. */
  private void show(PrometheusRegistry registry, EngineMetrics metrics) {
    metrics.results(writer);
    metrics.declarations(
        declared::isGood, declared::goodSince, () -> books.catalog().probes().size());
    metrics.selfCheck(selfCheck);
    metrics.work(gates::inside, chores::done);
    TellingMetrics.register(registry, books::catalog, telling);
    DataSourceMetrics.register(registry, sources::statuses);
    registry.register(new DoraCollector(standings::newest));
    registry.register(new RunDurations(runMetrics));
    registry.register(new StatusCollector(evaluator()::snapshot));
    var peers = settings.metrics().compatibility();
    registry.register(
        new ProbeCollector(
            books::here, latest, settings.location(), clock, peers.contains(Peer.BLACKBOX)));
    registry.register(new PeerCollector(evaluator()::snapshot, peers));
    if (peers.contains(Peer.BLACKBOX)) {
      metrics.blackbox(declared::isGood, declared::goodSince);
    }
  }

  Catalog catalog() {
    return books.catalog();
  }

  Declared declared() {
    return declared;
  }

  Evaluator evaluator() {
    return evaluation.evaluator();
  }

  Gate gate() {
    return evaluation.gate();
  }

  Prober prober() {
    return prober;
  }

  SelfCheck selfCheck() {
    return selfCheck;
  }

  OnDemandRuns onDemand() {
    return new OnDemandRuns(settings.location(), prober, gates, tracing, clock);
  }

  TellingDesk telling() {
    return telling;
  }

  DataSources sources() {
    return sources;
  }

  LatestRuns latest() {
    return latest;
  }

  /** The failed runs in a row of a probe that are no outage yet. */
  Optional<FailureStreak> streak(String probe) {
    return books.streak(probe);
  }

  FailedRuns failures() {
    return books.failures();
  }

  SloHistory history() {
    return new SloHistory(
        jdbi,
        books.sli()::began,
        (slo, span) ->
            jdbi.withHandle(handle ->
                AdjustmentDesk.of(handle, books.catalog(), slo, span, settings.timeZone())),
        () -> books.minutesKeptSince(clock.instant(), settings.retention()));
  }

  AdjustedSpans adjusted() {
    return new AdjustedSpans(jdbi, books::catalog, settings.timeZone());
  }

  IncidentDesk desk() {
    return desk;
  }

  CauseDesk causes() {
    return causes;
  }

  PastReader past() {
    return new PastReader(jdbi, books.sli(), settings.timeZone());
  }

  DeliveryReader deliveries() {
    return deliveries;
  }

  Jdbi jdbi() {
    return jdbi;
  }

  /** {@return the present, by the database's clock} */
  Instant now() {
    return jdbi.withHandle(Evaluator::now);
  }

  /** Takes on a chore of somebody else's, for as long as the engine runs. */
  void every(String name, Duration interval, Runnable chore) {
    chores.every(name, interval, chore);
  }

  /** Takes over the declarations and begins to fire. */
  void begin(Optional<Declared.Earlier> earlier) {
    var warmUp = Thread.ofVirtual().name("warm-up").start(this::warmUp);
    declared.begin(earlier);
    try {
      warmUp.join(Duration.ofSeconds(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    scheduler.start();
    chores.every("self-check", Duration.ofSeconds(2), selfCheck::keepWatch);
    chores.every("evaluation", settings.evaluation().interval(), this::evaluate);
    chores.every("reminders", AlertReminders.EVERY, this::remind);
    chores.every("dora figures", DoraStandings.EVERY, this::followDeployments);
    chores.every("reloading", Duration.ofSeconds(5), declared::reloadIfChanged);
    deadMansSwitch.ifPresent(beats ->
        chores.every(
            "dead man's switch", settings.deadMansSwitch().orElseThrow().interval(), beats::beat));
    chores.every("wall clock", Duration.ofSeconds(1), this::followWallClock);
    chores.every("housekeeping", Duration.ofHours(1), this::keepHouse);
  }

  /**
   * Also what keeps a failed run's evidence: the first failure would load it on the processor that
   * other runs wait for.
   */
  private void warmUp() {
    prober.warmUp().stream()
        .filter(run -> !run.success())
        .forEach(run -> EvidenceJson.text(Evidence.of(run)));
  }

  /** Evaluates everything once, also between two ticks. */
  void evaluate() {
    evaluation.run();
  }

  /** What it watches is evaluated, and what is to be told is looked after. */
  private boolean isWell() {
    return evaluation.isFresh() && courier.alive(GRACE);
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
    var now = now();
    books.keepHouse(now, settings.retention());
    NotificationLeftovers.dropBefore(jdbi, now.minus(settings.retention().minutes()));
  }

  /** Everything that depends on what is declared, between two batches of results. */
  private void takeOver(Catalog next) {
    var opened =
        next.channels().stream().collect(Collectors.toMap(ChannelSpec::name, channels::open));
    books.takeOver(
        next,
        here -> {
          latest.follow(here);
          runMetrics.follow(here);
          scheduler.schedule(here);
        });
    writer.start();
    courier.serve(opened, next.telling()::giveUpAfter);
    alertmanagers = alertmanagers(opened);
    sources.serve(next);
  }

  private static Map<String, AlertmanagerChannel> alertmanagers(Map<String, Channel> all) {
    var found = new HashMap<String, AlertmanagerChannel>();
    all.forEach((name, channel) -> {
      if (channel instanceof AlertmanagerChannel alertmanager) {
        found.put(name, alertmanager);
      }
    });
    return Map.copyOf(found);
  }

  private void remind() {
    try {
      reminders.remind(books.catalog(), alertmanagers, now());
    } catch (JdbiException e) {
      LOG.debug("no reminders while the database does not answer", e); // the evaluation tells of it
    }
  }

  private void followDeployments() {
    try {
      standings.follow(books.catalog(), now());
    } catch (JdbiException e) {
      LOG.debug("no DORA figures while the database does not answer", e); // the evaluation tells
    }
  }

  /** Stops firing, waits a little for the runs under way, and writes what they brought. */
  @Override
  public void close() {
    chores.close(); // a reload must not find a scheduler that has stopped
    scheduler.close();
    writer.close();
    courier.close();
    deadMansSwitch.ifPresent(DeadMansSwitch::close);
    sources.close();
    channels.close();
    prober.close();
    selfCheck.close();
  }
}
