package dev.nines.engine.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Passes on everything there is room for, but the runs that are not worth keeping. A sampler
 * decides before the outcome is known; here the run is over, so that a failed or slow one is kept
 * whatever its trace id. One that is not kept has no children.
 */
final class KeptRuns implements SpanProcessor {
  private final SpanProcessor next;
  private final Outgoing outgoing;

  KeptRuns(SpanProcessor next, Outgoing outgoing) {
    this.next = next;
    this.outgoing = outgoing;
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
    var ofRun = span.getAttribute(SpanAttributes.PROBE) != null;
    var kept = !ofRun || span.getAttribute(SpanAttributes.KEPT) != null;
    if (kept && span.getSpanContext().isSampled() && outgoing.enter()) {
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
