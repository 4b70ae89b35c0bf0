package dev.nines.engine.telemetry;

import dev.nines.engine.series.Metric;
import dev.nines.engine.series.MetricBuilders;
import dev.nines.engine.series.MetricChoice;
import dev.nines.engine.telemetry.OtelEnvironment.Signal;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.semconv.ServiceAttributes;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Nines' own traces, metrics and logs go: to an OpenTelemetry collector, or nowhere. The SDK
 * heeds its standard variables; what config.yml says goes over them. A collector that is slow, down
 * or refuses costs a bounded queue: what does not fit is dropped.
 */
public final class Telemetry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

  /** Nothing is made and nothing is sent. */
  public static final Telemetry OFF = new Telemetry(Optional.empty(), false, false);

  private static final String SCOPE = "dev.nines";
  private static final String NAME = "nines";
  private static final long MOST_SECONDS_TO_END = 2;

  /**
   * Where OTEL_BSP_MAX_QUEUE_SIZE and OTEL_BLRP_MAX_QUEUE_SIZE do not say, by the specification.
   */
  private static final int MOST_WAITING = 2_048;

  private static final String SPANS_WAITING = "otel.bsp.max.queue.size";
  private static final String SPANS_A_REQUEST = "otel.bsp.max.export.batch.size";

  /** Half of what waits. A request costs as much as some hundred spans do: so twice the usual. */
  private static final String USUAL_SPANS_A_REQUEST = "1024";

  /** Where OTEL_METRIC_EXPORT_TIMEOUT does not say, by the specification. */
  private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(30);

  /** Where the variables do not say, by the specification. */
  private static final String USUAL_COLLECTOR = "http://localhost:4318";

  private static final Pattern PROPERTY = Pattern.compile("otel\\.[a-z0-9.]*[a-z0-9]");
  private static final Pattern TRACES_PATH = Pattern.compile("/*(v1/traces)?/*$");

  private final Optional<OpenTelemetrySdk> sdk;
  private final boolean traces;
  private final boolean logs;

  private Telemetry(Optional<OpenTelemetrySdk> sdk, boolean traces, boolean logs) {
    this.sdk = sdk;
    this.traces = traces;
    this.logs = logs;
  }

  /**
   * Who tells.
   *
   * @param version Nines' version
   * @param location its place
   */
  public record Teller(String version, String location) {
    private Resource over(Resource standard) {
      var own =
          Resource.create(
              Attributes.of(
                  ServiceAttributes.SERVICE_VERSION, version,
                  ServiceAttributes.SERVICE_INSTANCE_ID, UUID.randomUUID().toString(),
                  SpanAttributes.LOCATION, location));
      var name = standard.getAttribute(ServiceAttributes.SERVICE_NAME);
      var named = own.merge(standard);
      return name == null || name.startsWith("unknown_service")
          ? named.merge(Resource.create(Attributes.of(ServiceAttributes.SERVICE_NAME, NAME)))
          : named;
    }
  }

  /**
   * Opens what is to be sent.
   *
   * @param endpoint the collector's base address by config.yml
   * @param ratio which traces are kept whatever comes of them
   * @param teller who tells
   * @param metrics gives the metrics as they are now: those whose name without the suffix is wanted
   * @param choice which metrics are sent, where any are
   * @param registry takes the count of what is lost
   * @param environment all variables of the environment
   * @param clock wall-clock time of metrics
   * @return open, or {@link #OFF} where nothing is to be sent
   * @throws TelemetryException where the variables cannot be heeded
   */
  public static Telemetry open(
      Optional<URI> endpoint,
      HeadRatio ratio,
      Teller teller,
      Function<Predicate<String>, List<Supplier<MetricSnapshot>>> metrics,
      MetricChoice choice,
      PrometheusRegistry registry,
      Map<String, String> environment,
      InstantSource clock) {
    var variables = new OtelEnvironment(environment);
    var traces = variables.sends(Signal.TRACES, endpoint.isPresent());
    var sendsMetrics = variables.sends(Signal.METRICS, endpoint.isPresent());
    var logs = variables.sends(Signal.LOGS, endpoint.isPresent());
    if (!traces && !sendsMetrics && !logs) {
      return OFF;
    }
    variables
        .value("OTEL_TRACES_SAMPLER")
        .ifPresent(_ ->
            LOG.warn("OTEL_TRACES_SAMPLER is not heeded: tracing.ratio of config.yml decides"));
    var defaults =
        new HashMap<>(
            Map.of(
                "otel.exporter.otlp.protocol",
                OtlpProtocol.SPOKEN,
                "otel.traces.exporter",
                traces ? "otlp" : "none",
                "otel.metrics.exporter",
                "none",
                "otel.logs.exporter",
                "none"));
    defaults.putAll(variables.properties());
    if (!defaults.containsKey(SPANS_WAITING)) { // a shorter queue would not hold them
      defaults.putIfAbsent(SPANS_A_REQUEST, USUAL_SPANS_A_REQUEST);
    }
    var losses = new Losses(registry);
    CollectorLog.speakInsteadOfTheSdk();
    try {
      var sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(() -> defaults)
              .addPropertiesCustomizer(_ -> endpoint.map(Telemetry::endpoints).orElse(Map.of()))
              .addResourceCustomizer((resource, _) -> teller.over(resource))
              .addSamplerCustomizer((_, _) -> new HeadSampler(ratio))
              .addTracerProviderCustomizer(
                  (provider, _) -> provider.setIdGenerator(RunTraceId.generator()))
              .addSpanExporterCustomizer(losses::spans)
              .addSpanProcessorCustomizer(losses::spans)
              .addLogRecordExporterCustomizer(losses::logs)
              .addLogRecordProcessorCustomizer(losses::logs)
              .addMetricExporterCustomizer(losses::metrics)
              .addMeterProviderCustomizer((provider, _) ->
                  sendsMetrics
                      ? provider.registerMetricProducer(
                          new PrometheusMetrics(metrics, choice, clock))
                      : provider)
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk();
      return new Telemetry(Optional.of(sdk), traces, logs);
    } catch (ConfigurationException e) {
      throw new TelemetryException(explained(String.valueOf(e.getMessage())));
    }
  }

  /** Who counts what the SDK loses. It makes exporters before their processors. */
  private static final class Losses {
    private final Counter lost;
    private final Map<Signal, Outgoing> outgoing = new EnumMap<>(Signal.class);

    Losses(PrometheusRegistry registry) {
      lost = MetricBuilders.counter(Metric.TELEMETRY_DROPPED).register(registry);
    }

    private Outgoing of(Signal signal, ConfigProperties config, String bound, int otherwise) {
      return outgoing.computeIfAbsent(
          signal,
          s -> new Outgoing(lost, s, config.getInt(bound, otherwise), collector(s, config)));
    }

    /** Its host and port: the rest of the address may hold what is nobody's business. */
    private static String collector(Signal signal, ConfigProperties config) {
      var own = "otel.exporter.otlp.%s.endpoint".formatted(signal.label());
      var address =
          Optional.ofNullable(config.getString(own))
              .orElseGet(() -> config.getString("otel.exporter.otlp.endpoint", USUAL_COLLECTOR));
      return "the collector at " + URI.create(address).getAuthority().replaceFirst(".*@", "");
    }

    private Outgoing ofSpans(ConfigProperties config) {
      return of(Signal.TRACES, config, SPANS_WAITING, MOST_WAITING);
    }

    private Outgoing ofLogs(ConfigProperties config) {
      return of(Signal.LOGS, config, "otel.blrp.max.queue.size", MOST_WAITING);
    }

    SpanExporter spans(SpanExporter exporter, ConfigProperties config) {
      return new CountedSpans(exporter, ofSpans(config));
    }

    SpanProcessor spans(SpanProcessor processor, ConfigProperties config) {
      return new KeptRuns(processor, ofSpans(config));
    }

    LogRecordExporter logs(LogRecordExporter exporter, ConfigProperties config) {
      return new CountedLogs(exporter, ofLogs(config));
    }

    LogRecordProcessor logs(LogRecordProcessor processor, ConfigProperties config) {
      return new RoomForLogs(processor, ofLogs(config));
    }

    MetricExporter metrics(MetricExporter exporter, ConfigProperties config) {
      return new BoundedRequests(
          exporter,
          config.getDuration("otel.metric.export.timeout", EXPORT_TIMEOUT),
          new Outgoing(lost, Signal.METRICS, 0, collector(Signal.METRICS, config)));
    }
  }

  private static Map<String, String> endpoints(URI configured) {
    var base = TRACES_PATH.matcher(configured.toString()).replaceFirst("");
    return Map.of(
        "otel.exporter.otlp.endpoint",
        base,
        "otel.exporter.otlp.traces.endpoint",
        base + "/v1/traces");
  }

  /** The SDK repeats values; those of headers are secrets. */
  private static String explained(String message) {
    var property = PROPERTY.matcher(message);
    if (!property.find()) {
      return "OpenTelemetry cannot be used as its variables say: " + message;
    }
    var name = property.group();
    var variable = name.toUpperCase(Locale.ROOT).replace('.', '_');
    return name.endsWith("headers")
        ? variable + ": expected NAME=VALUE, with a comma between two of them"
        : variable + ": " + message;
  }

  /** {@return whether traces are sent} */
  public boolean traces() {
    return traces;
  }

  /** {@return whether logs are sent} */
  public boolean logs() {
    return logs;
  }

  /** {@return what makes spans; while no traces are sent, spans that cost and are nothing} */
  public Tracer tracer() {
    return traces ? openTelemetry().getTracer(SCOPE) : OpenTelemetry.noop().getTracer(SCOPE);
  }

  /** {@return the API that everything is told by} */
  public OpenTelemetry openTelemetry() {
    return sdk.<OpenTelemetry>map(s -> s).orElseGet(OpenTelemetry::noop);
  }

  /** Sends what waits, for two seconds at most. */
  @Override
  public void close() {
    sdk.ifPresent(s -> {
      var end = Thread.ofPlatform().daemon().name("telemetry-end").start(s::close);
      try {
        end.join(Duration.ofSeconds(MOST_SECONDS_TO_END)); // the SDK itself takes its time
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
  }
}
