package dev.nines.engine;

import dev.nines.channel.Secret;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.database.DataDirectory;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.DatabaseLogin;
import dev.nines.engine.database.PostgresServer;
import dev.nines.engine.meters.JvmMeters;
import dev.nines.engine.schedule.RunTracing;
import dev.nines.engine.tracing.OtelRunTracing;
import dev.nines.engine.tracing.TracingRules;
import io.dropwizard.lifecycle.Managed;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
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
  private final Engine engine;

  private House(Settings settings, EngineFacts facts) {
    try {
      var folder = open(DataDirectory.open(settings.dataDir()));
      Optional<PostgresServer> own =
          settings.database().isPresent()
              ? Optional.empty()
              : Optional.of(open(PostgresServer.start(folder)));
      var login =
          own.map(PostgresServer::login).orElseGet(() -> login(settings.database().orElseThrow()));
      var database = open(Database.open(login));
      facts.setDatabase(database);
      bindJvm();
      database.bindTo(meters);
      engine =
          open(
              new Engine(
                  settings,
                  database,
                  tracing(settings.tracing()),
                  registry,
                  meters,
                  facts::now,
                  InstantSource.system(),
                  version()));
      own.ifPresent(server -> engine.every("database", CHECK, server::restartIfDead));
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

  private void bindJvm() {
    opened.push(meters::close);
    open(new JvmMeters()).bindTo(meters);
  }

  private static DatabaseLogin login(Settings.Database database) {
    return DatabaseLogin.of(
        database.url(), database.user(), database.password().map(Secret::value));
  }

  private static RunTracing tracing(Settings.Tracing tracing) {
    var endpoint =
        tracing
            .endpoint()
            .map(URI::toString)
            .or(() -> Optional.ofNullable(System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT")));
    var keep =
        tracing.keep().stream()
            .map(kept -> kept.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    var targets =
        switch (tracing.targets()) {
          case HEAD -> TracingRules.Targets.HEAD;
          case ALWAYS -> TracingRules.Targets.ALWAYS;
          case NEVER -> TracingRules.Targets.NEVER;
        };
    var rules = TracingRules.of(tracing.ratio(), keep, targets);
    return endpoint
        .<RunTracing>map(at -> OtelRunTracing.otlp(at, rules, InstantSource.system()))
        .orElse(RunTracing.OFF);
  }

  static String version() {
    return Optional.ofNullable(House.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
