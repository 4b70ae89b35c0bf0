package dev.nines.engine.tracing;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.schedule.RunTracing;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.HttpStepsSpec;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.TcpSpec;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.NetworkAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Traces runs by OpenTelemetry: a root span a run, and a child for every phase of every hop. The
 * children are made when the run is over, from its own measurements, and only if it is kept.
 */
public final class OtelRunTracing implements RunTracing, AutoCloseable {
  private static final AttributeKey<String> PROBE = AttributeKey.stringKey("nines.probe");
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("nines.service");
  private static final AttributeKey<String> LOCATION = AttributeKey.stringKey("nines.location");
  private static final AttributeKey<String> SCHEDULED =
      AttributeKey.stringKey("nines.scheduled_at");
  private static final AttributeKey<String> TLS_VERSION =
      AttributeKey.stringKey("tls.protocol.version");
  private static final AttributeKey<Long> HOP = AttributeKey.longKey("nines.hop");

  private final OpenTelemetrySdk sdk;
  private final Tracer tracer;
  private final TracingRules rules;
  private final InstantSource clock;

  private OtelRunTracing(OpenTelemetrySdk sdk, TracingRules rules, InstantSource clock) {
    this.sdk = sdk;
    this.tracer = sdk.getTracer("dev.nines.probe");
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * Sends traces by OTLP over HTTP.
   *
   * @param endpoint the collector's base address, such as {@code http://localhost:4318}
   * @param rules which runs are kept
   * @param clock wall-clock time for the spans' start
   * @return tracing that must be closed
   */
  public static OtelRunTracing otlp(String endpoint, TracingRules rules, InstantSource clock) {
    var sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .addPropertiesSupplier(() ->
                Map.of(
                    "otel.service.name", "nines",
                    "otel.exporter.otlp.protocol", "http/protobuf",
                    "otel.metrics.exporter", "none",
                    "otel.logs.exporter", "none"))
            // config.yml wins over the environment, which wins over what is supplied above
            .addPropertiesCustomizer(_ -> Map.of("otel.exporter.otlp.endpoint", endpoint))
            .addSamplerCustomizer((_, _) -> Sampler.alwaysOn()) // KeptRuns decides, afterwards
            .addSpanProcessorCustomizer((processor, _) -> new KeptRuns(processor))
            .disableShutdownHook()
            .build()
            .getOpenTelemetrySdk();
    return new OtelRunTracing(sdk, rules, clock);
  }

  @Override
  public RunTrace start(ProbeDeclaration probe, String location, Instant scheduledAt) {
    var startedAt = clock.instant();
    var span =
        tracer
            .spanBuilder("probe " + probe.name())
            .setNoParent()
            .setSpanKind(SpanKind.CLIENT)
            .setStartTimestamp(startedAt)
            .setAttribute(PROBE, probe.name())
            .setAttribute(SERVICE, probe.service())
            .setAttribute(LOCATION, location)
            .setAttribute(SCHEDULED, scheduledAt.toString())
            .startSpan();
    return new OtelRunTrace(span, probe, startedAt);
  }

  /** Sends what waits, for two seconds at most. */
  @Override
  public void close() {
    sdk.getSdkTracerProvider().shutdown().join(2, TimeUnit.SECONDS);
  }

  private final class OtelRunTrace implements RunTrace {
    private final Span span;
    private final ProbeDeclaration probe;
    private final Instant startedAt;
    private Optional<String> exported = Optional.empty();

    OtelRunTrace(Span span, ProbeDeclaration probe, Instant startedAt) {
      this.span = span;
      this.probe = probe;
      this.startedAt = startedAt;
    }

    @Override
    public Optional<String> traceId() {
      return Optional.of(span.getSpanContext().getTraceId());
    }

    @Override
    public Optional<String> exemplar() {
      return exported;
    }

    @Override
    public Map<String, String> headers() {
      var context = span.getSpanContext();
      return switch (rules.targets()) {
        case HEAD -> traceparent(context, rules.head(context.getTraceId()));
        case ALWAYS -> traceparent(context, true);
        case NEVER -> Map.of();
      };
    }

    private static Map<String, String> traceparent(SpanContext context, boolean sampled) {
      return Map.of(
          "traceparent",
          "00-%s-%s-%s"
              .formatted(context.getTraceId(), context.getSpanId(), sampled ? "01" : "00"));
    }

    @Override
    public void end(ProbeRun run) {
      var kept = kept(run);
      if (kept.isPresent()) {
        span.setAttribute(KeptRuns.KEPT, kept.get());
        exported = traceId();
        describe(run);
        var parent = Context.root().with(span);
        for (var phase : run.phases()) {
          tracer
              .spanBuilder(phase.phase().label())
              .setParent(parent)
              .setStartTimestamp(startedAt.plusNanos(phase.startNanos()))
              .setAttribute(HOP, (long) phase.hop())
              .startSpan()
              .end(startedAt.plusNanos(phase.endNanos()));
        }
      }
      span.end(startedAt.plusNanos(run.durationNanos()));
    }

    private Optional<String> kept(ProbeRun run) {
      if (rules.head(span.getSpanContext().getTraceId())) {
        return Optional.of("sampled");
      }
      if (rules.keepFailed() && !run.success()) {
        return Optional.of("failed");
      }
      if (rules.keepSlow() && run.durationNanos() > probe.spec().timeout().toNanos() / 2) {
        return Optional.of("slow");
      }
      return Optional.empty();
    }

    private void describe(ProbeRun run) {
      switch (probe.spec()) {
        case HttpSpec http -> {
          span.setAttribute(HttpAttributes.HTTP_REQUEST_METHOD, http.module().request().method());
          span.setAttribute(UrlAttributes.URL_FULL, http.displayTarget());
          span.setAttribute(ServerAttributes.SERVER_ADDRESS, http.host());
        }
        case HttpStepsSpec steps -> {
          span.setAttribute(UrlAttributes.URL_FULL, steps.displayTarget());
          span.setAttribute(ServerAttributes.SERVER_ADDRESS, steps.host());
        }
        case TcpSpec tcp -> {
          span.setAttribute(ServerAttributes.SERVER_ADDRESS, tcp.host());
          span.setAttribute(ServerAttributes.SERVER_PORT, (long) tcp.port());
        }
      }
      run.address()
          .ifPresent(address ->
              span.setAttribute(NetworkAttributes.NETWORK_PEER_ADDRESS, address.getHostAddress()));
      run.http()
          .ifPresent(http ->
              span.setAttribute(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, (long) http.status()));
      run.tls().ifPresent(tls -> span.setAttribute(TLS_VERSION, tls.version().replace("TLS ", "")));
      run.failure()
          .ifPresent(failure -> {
            span.setAttribute(ErrorAttributes.ERROR_TYPE, failure.reason().label());
            span.setStatus(StatusCode.ERROR, failure.detail());
          });
    }
  }
}
