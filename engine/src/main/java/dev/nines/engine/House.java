package dev.nines.engine;

import dev.nines.channel.Secret;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.database.DataDirectory;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.DatabaseLogin;
import dev.nines.engine.database.PostgresServer;
import dev.nines.engine.meters.JvmMeters;
import dev.nines.engine.metrics.MetricWalk;
import dev.nines.engine.remotewrite.RemoteWrite;
import dev.nines.engine.schedule.RunTracing;
import dev.nines.engine.telemetry.HeadRatio;
import dev.nines.engine.telemetry.OtlpLogs;
import dev.nines.engine.telemetry.SqlSpans;
import dev.nines.engine.telemetry.Telemetry;
import dev.nines.engine.tracing.OtelRunTracing;
import dev.nines.engine.tracing.TracingRules;
import io.dropwizard.lifecycle.Managed;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Nines stands on, opened from the ground up and closed from the top down. */
final class House implements Managed {
  private static final Logger LOG = LoggerFactory.getLogger(House.class);

  private static final Duration CHECK = Duration.ofSeconds(5);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final MeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry, Clock.SYSTEM);
  private final Telemetry telemetry;
  private final Engine engine;

  private House(Settings settings, EngineFacts facts) {
    try {
      telemetry = open(telemetry(settings)); // before anything that cannot be undone
      if (telemetry.logs()) {
        open(OtlpLogs.begin(telemetry.openTelemetry().getLogsBridge()));
      }
      var folder = open(DataDirectory.open(settings.dataDir()));
      Optional<PostgresServer> own =
          settings.database().isPresent()
              ? Optional.empty()
              : Optional.of(open(PostgresServer.start(folder)));
      var login =
          own.map(PostgresServer::login).orElseGet(() -> login(settings.database().orElseThrow()));
      var database =
          open(
              settings
                  .database()
                  .map(Settings.Database::poolSize)
                  .map(size -> Database.open(login, size))
                  .orElseGet(() -> Database.open(login)));
      facts.setDatabase(database);
      bindJvm();
      database.bindTo(meters);
      if (telemetry.traces()) {
        SqlSpans.follow(database.jdbi(), telemetry.tracer());
      }
      engine =
          open(
              new Engine(
                  settings,
                  database,
                  tracing(settings.tracing(), telemetry),
                  telemetry.tracer(),
                  registry,
                  meters,
                  facts::now,
                  InstantSource.system(),
                  version()));
      own.ifPresent(server -> engine.every("database", CHECK, server::restartIfDead));
      settings.metrics().remoteWrite().ifPresent(this::write);
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  static House open(Settings settings, EngineFacts facts) {
    return new House(settings, facts);
  }

  Engine engine() {
    return engine;
  }

  Telemetry telemetry() {
    return telemetry;
  }

  PrometheusRegistry registry() {
    return registry;
  }

  MeterRegistry meters() {
    return meters;
  }

  @Override
  public void stop() {
    while (!opened.isEmpty()) {
      var last = opened.pop();
      try {
        last.close();
      } catch (Exception e) { // the others must be closed all the same
        LOG.warn("{} did not close well", last.getClass().getSimpleName(), e);
      }
    }
  }

  private <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
  }

  private void write(Settings.Metrics.RemoteWrite to) {
    var writing =
        open(
            new RemoteWrite(
                to,
                hostName(),
                new MetricWalk(registry)::of,
                registry,
                RandomGenerator.getDefault(),
                InstantSource.system()));
    engine.every("remote write", to.every(), writing::writeRound);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) { // a name that resolves to nothing, in some containers
      return "localhost";
    }
  }

  private void bindJvm() {
    opened.push(meters::close);
    open(new JvmMeters()).bindTo(meters);
  }

  private static DatabaseLogin login(Settings.Database database) {
    return DatabaseLogin.of(
        database.url(), database.user(), database.password().map(Secret::value));
  }

  private Telemetry telemetry(Settings settings) {
    return Telemetry.open(
        settings.tracing().endpoint(),
        new HeadRatio(settings.tracing().ratio()),
        new Telemetry.Teller(version(), settings.location()),
        new MetricWalk(registry)::of,
        settings.metrics().otlp(),
        registry,
        System.getenv(),
        InstantSource.system());
  }

  private static RunTracing tracing(Settings.Tracing tracing, Telemetry telemetry) {
    var rules =
        new TracingRules(
            new HeadRatio(tracing.ratio()),
            tracing.keep().contains(Settings.Tracing.Kept.FAILED),
            tracing.keep().contains(Settings.Tracing.Kept.SLOW),
            tracing.targets(),
            tracing.baggage());
    return telemetry.traces()
        ? new OtelRunTracing(telemetry.tracer(), rules, InstantSource.system())
        : RunTracing.OFF;
  }

  static String version() {
    return Optional.ofNullable(House.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
