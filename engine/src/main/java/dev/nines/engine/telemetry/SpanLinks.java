package dev.nines.engine.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import java.util.function.BiConsumer;

/** Links from a span to the runs whose failing it is about. */
public final class SpanLinks {
  private SpanLinks() {}

  /**
   * Links to the root of a run's trace.
   *
   * @param from takes the link
   * @param traceId the run's trace
   * @param probe what ran
   * @param location where
   */
  public static void toRun(
      BiConsumer<SpanContext, Attributes> from, String traceId, String probe, String location) {
    from.accept(
        RunTraceId.root(traceId),
        Attributes.of(SpanAttributes.PROBE, probe, SpanAttributes.LOCATION, location));
  }
}
