package dev.nines.engine.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Passes on the runs that are worth keeping. A sampler decides before the outcome is known; here
 * the run is over, so that a failed or slow one is kept whatever its trace id.
 */
final class KeptRuns implements SpanProcessor {
  /** Why a run's root span is kept; a root without it is dropped, and it has no children. */
  static final AttributeKey<String> KEPT = AttributeKey.stringKey("nines.kept");

  private final SpanProcessor next;

  KeptRuns(SpanProcessor next) {
    this.next = next;
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    next.onStart(parent, span);
  }

  @Override
  public boolean isStartRequired() {
    return next.isStartRequired();
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (span.getParentSpanContext().isValid() || span.getAttribute(KEPT) != null) {
      next.onEnd(span);
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode shutdown() {
    return next.shutdown();
  }

  @Override
  public CompletableResultCode forceFlush() {
    return next.forceFlush();
  }
}
