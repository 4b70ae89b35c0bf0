package dev.nines.engine.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Which spans are recorded: every run's root, of which {@link KeptRuns} decides when it is over;
 * what a caller samples; everything that is done to an incident, which is rare; and of the rest the
 * head ratio.
 */
record HeadSampler(HeadRatio ratio) implements Sampler {
  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    var of = Span.fromContext(parent).getSpanContext();
    var taken =
        RunTraceId.isStarting()
            || attributes.get(SpanAttributes.INCIDENT) != null
            || (of.isValid() ? of.isSampled() : ratio.takes(traceId));
    return taken ? SamplingResult.recordAndSample() : SamplingResult.drop();
  }

  @Override
  public String getDescription() {
    return "HeadSampler{" + ratio.ratio() + "}";
  }
}
