package dev.nines.engine.tracing;

import io.opentelemetry.api.trace.Span;
import java.util.Optional;

/** Which trace belongs to what is being done on this thread? */
public final class CurrentTrace {
  private CurrentTrace() {}

  /** {@return the id of the current span's trace, where there is one that is sampled} */
  public static Optional<String> id() {
    var context = Span.current().getSpanContext();
    return context.isSampled() ? Optional.of(context.getTraceId()) : Optional.empty();
  }
}
