package dev.nines.engine.telemetry;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * The trace of a probe run. Its root span's id is the last half of the trace id, as Zipkin has it,
 * so that whoever has stored the trace id alone can link to the span.
 */
public final class RunTraceId {
  private static final int HALF = 16;
  private static final HexFormat DIGITS = HexFormat.of();
  private static final ScopedValue<String> STARTING = ScopedValue.newInstance();

  private RunTraceId() {}

  /** {@return the id of a new trace, in 32 hexadecimal digits} */
  public static String create() {
    return DIGITS.toHexDigits(ThreadLocalRandom.current().nextLong()) + spanId();
  }

  /**
   * Not by the SDK's own generator, which keeps a buffer for each thread: a run's virtual thread
   * makes a handful of ids, and is gone.
   */
  private static String spanId() {
    var random = ThreadLocalRandom.current();
    var id = random.nextLong();
    while (id == 0) { // which is no id
      id = random.nextLong();
    }
    return DIGITS.toHexDigits(id);
  }

  /**
   * Starts the root span of a run's trace.
   *
   * @param <T> what it is
   * @param traceId the trace
   * @param start starts it, on this thread
   * @return what was started
   */
  public static <T> T starting(String traceId, Supplier<T> start) {
    return ScopedValue.where(STARTING, traceId).call(start::get);
  }

  /**
   * Finds the root span of a run that was kept.
   *
   * @param traceId the run's trace
   * @return the span, to be linked to; invalid where that is no trace id
   */
  public static SpanContext root(String traceId) {
    if (!TraceId.isValid(traceId)) {
      return SpanContext.getInvalid();
    }
    return SpanContext.create(
        traceId, traceId.substring(HALF), TraceFlags.getSampled(), TraceState.getDefault());
  }

  static boolean isStarting() {
    return STARTING.isBound();
  }

  /** Random ids, but for the root spans of runs. */
  static IdGenerator generator() {
    return new IdGenerator() {
      @Override
      public String generateSpanId() {
        return STARTING.isBound() ? STARTING.get().substring(HALF) : spanId();
      }

      @Override
      public String generateTraceId() {
        return STARTING.isBound() ? STARTING.get() : create();
      }
    };
  }
}
