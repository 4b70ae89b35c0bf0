package dev.nines.engine.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/**
 * Sends spans by another, and tells what became of them.
 *
 * @param next sends them
 * @param outgoing is told
 */
record CountedSpans(SpanExporter next, Outgoing outgoing) implements SpanExporter {
  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    return outgoing.leave(spans.size(), next.export(spans));
  }

  @Override
  public CompletableResultCode flush() {
    return next.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return next.shutdown();
  }
}
