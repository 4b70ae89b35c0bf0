package dev.nines.engine.tracing;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.schedule.RunTracing;
import dev.nines.engine.telemetry.RunTraceId;
import dev.nines.engine.telemetry.SpanAttributes;
import dev.nines.engine.telemetry.SpanScope;
import dev.nines.probe.ProbeRun;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.ErrorAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Traces runs by OpenTelemetry: a root span a run, and a child for every phase of every hop. The
 * children are made when the run is over, from its own measurements, and only if it is kept.
 */
public final class OtelRunTracing implements RunTracing {
  private final Tracer tracer;
  private final RunSpans children;
  private final TracingRules rules;
  private final InstantSource clock;

  /**
   * Makes spans.
   *
   * @param tracer makes them
   * @param rules which runs are kept
   * @param clock wall-clock time for the spans' start
   */
  public OtelRunTracing(Tracer tracer, TracingRules rules, InstantSource clock) {
    this.tracer = tracer;
    this.children = new RunSpans(tracer);
    this.rules = rules;
    this.clock = clock;
  }

  @Override
  public RunTrace start(ProbeDeclaration probe, String location, Instant scheduledAt) {
    var startedAt = clock.instant();
    var builder =
        tracer
            .spanBuilder("probe " + probe.name())
            .setNoParent()
            .setSpanKind(SpanKind.CLIENT)
            .setStartTimestamp(startedAt)
            .setAttribute(SpanAttributes.PROBE, probe.name())
            .setAttribute(SpanAttributes.SERVICE, probe.service())
            .setAttribute(SpanAttributes.LOCATION, location)
            .setAttribute(SpanAttributes.SCHEDULED, scheduledAt.toString());
    var span = RunTraceId.starting(RunTraceId.create(), builder::startSpan);
    return new OtelRunTrace(span, probe, location, startedAt);
  }

  private final class OtelRunTrace implements RunTrace {
    private final Span span;
    private final ProbeDeclaration probe;
    private final String location;
    private final Instant startedAt;
    private Optional<String> kept = Optional.empty();

    OtelRunTrace(Span span, ProbeDeclaration probe, String location, Instant startedAt) {
      this.span = span;
      this.probe = probe;
      this.location = location;
      this.startedAt = startedAt;
    }

    @Override
    public Optional<String> traceId() {
      return kept.map(_ -> span.getSpanContext().getTraceId());
    }

    @Override
    public Map<String, String> headers() {
      var context = span.getSpanContext();
      return switch (rules.targetsOf(probe)) {
        case HEAD -> headers(context, rules.head(context.getTraceId()));
        case ALWAYS -> headers(context, true);
        case NEVER -> Map.of();
      };
    }

    private Map<String, String> headers(SpanContext context, boolean sampled) {
      var flags = sampled ? "01" : "00";
      var traceparent = "00-" + context.getTraceId() + "-" + context.getSpanId() + "-" + flags;
      if (!rules.baggage()) {
        return Map.of("traceparent", traceparent);
      }
      var headers = new HashMap<String, String>();
      headers.put("traceparent", traceparent);
      var baggage =
          Baggage.builder()
              .put(SpanAttributes.PROBE.getKey(), probe.name())
              .put(SpanAttributes.LOCATION.getKey(), location)
              .build();
      W3CBaggagePropagator.getInstance()
          .inject(
              baggage.storeInContext(Context.root()),
              headers,
              (carrier, key, value) -> {
                if (carrier != null) {
                  carrier.put(key, value);
                }
              });
      return headers;
    }

    @Override
    public void end(ProbeRun run) {
      kept = rules.kept(span.getSpanContext().getTraceId(), probe, run);
      kept.ifPresent(why -> {
        span.setAttribute(SpanAttributes.KEPT, why);
        children.add(span, probe.spec(), run, startedAt);
      });
      span.end(startedAt.plusNanos(run.durationNanos()));
    }

    /** Of the exception its class alone is told, as {@link SpanScope#fail} has it. */
    @Override
    public void fail(RuntimeException why) {
      kept = rules.keptFailed(span.getSpanContext().getTraceId());
      kept.ifPresent(cause -> span.setAttribute(SpanAttributes.KEPT, cause));
      span.setAttribute(ErrorAttributes.ERROR_TYPE, why.getClass().getName());
      span.setStatus(StatusCode.ERROR, "the prober itself failed");
      span.end(clock.instant());
    }
  }
}
