package dev.nines.engine.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.semconv.ErrorAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A span while its work is under way on this thread: spans made meanwhile are its children, and log
 * lines carry its ids. Ends with the scope.
 */
public final class SpanScope implements AutoCloseable {
  /** The name of the trace id in log lines. */
  public static final String TRACE_ID = "trace_id";

  /** The name of the span id in log lines. */
  public static final String SPAN_ID = "span_id";

  private final Span span;
  private final Scope scope;
  private final @Nullable String outerTrace;
  private final @Nullable String outerSpan;

  @SuppressWarnings("MustBeClosedChecker") // this closes it
  private SpanScope(Span span) {
    this.span = span;
    scope = span.makeCurrent();
    outerTrace = MDC.get(TRACE_ID);
    outerSpan = MDC.get(SPAN_ID);
    var context = span.getSpanContext();
    if (context.isValid()) {
      MDC.put(TRACE_ID, context.getTraceId());
      MDC.put(SPAN_ID, context.getSpanId());
    }
  }

  /**
   * Enters a span.
   *
   * @param span started, and not ended
   * @return to be closed on the same thread
   */
  public static SpanScope of(Span span) {
    return new SpanScope(span);
  }

  /**
   * Goes back to a span that is over, for log lines that tell of it.
   *
   * @param over the span; an invalid one is none
   * @return to be closed on the same thread
   */
  public static SpanScope after(SpanContext over) {
    return new SpanScope(Span.wrap(over));
  }

  /**
   * Goes back to a run that is over, for log lines that tell of it.
   *
   * @param traceId its trace, where there is one
   * @return to be closed on the same thread
   */
  public static SpanScope afterRun(Optional<String> traceId) {
    return after(traceId.map(RunTraceId::root).orElseGet(SpanContext::getInvalid));
  }

  /** {@return the span} */
  public Span span() {
    return span;
  }

  /**
   * Says that the work failed. Of an exception its class alone is told: its message may have values
   * in it that are nobody's business.
   *
   * @param why what it failed with
   */
  public void fail(Throwable why) {
    span.setAttribute(ErrorAttributes.ERROR_TYPE, why.getClass().getName());
    span.setStatus(StatusCode.ERROR);
  }

  /** Leaves the span and ends it. */
  @Override
  public void close() {
    restore(TRACE_ID, outerTrace);
    restore(SPAN_ID, outerSpan);
    scope.close();
    span.end();
  }

  private static void restore(String key, @Nullable String outer) {
    if (outer == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, outer);
    }
  }
}
