package dev.nines.engine.telemetry;

import dev.nines.engine.telemetry.OtelEnvironment.Signal;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.semconv.ServiceAttributes;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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
   * @param registry the metrics, where those are sent
   * @param environment all variables of the environment
   * @param clock wall-clock time of metrics
   * @return open, or {@link #OFF} where nothing is to be sent
   * @throws TelemetryException where the variables cannot be heeded
   */
  public static Telemetry open(
      Optional<URI> endpoint,
      HeadRatio ratio,
      Teller teller,
      PrometheusRegistry registry,
      Map<String, String> environment,
      InstantSource clock) {
    var variables = new OtelEnvironment(environment);
    var traces = variables.sends(Signal.TRACES, endpoint.isPresent());
    var metrics = variables.sends(Signal.METRICS, endpoint.isPresent());
    var logs = variables.sends(Signal.LOGS, endpoint.isPresent());
    if (!traces && !metrics && !logs) {
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
    try {
      var sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(() -> defaults)
              .addPropertiesCustomizer(_ -> endpoint.map(Telemetry::endpoints).orElse(Map.of()))
              .addResourceCustomizer((resource, _) -> teller.over(resource))
              .addSamplerCustomizer((_, _) -> new HeadSampler(ratio))
              .addTracerProviderCustomizer(
                  (provider, _) -> provider.setIdGenerator(RunTraceId.generator()))
              .addSpanProcessorCustomizer((processor, _) -> new KeptRuns(processor))
              .addMeterProviderCustomizer((provider, _) ->
                  metrics
                      ? provider.registerMetricProducer(new PrometheusMetrics(registry, clock))
                      : provider)
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk();
      return new Telemetry(Optional.of(sdk), traces, logs);
    } catch (ConfigurationException e) {
      throw new TelemetryException(explained(String.valueOf(e.getMessage())));
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
    sdk.ifPresent(s -> s.shutdown().join(MOST_SECONDS_TO_END, TimeUnit.SECONDS));
  }
}
