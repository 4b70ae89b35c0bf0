package dev.nines.engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadSamplerTest {
  private static final String LOW = "0".repeat(31) + "1";
  private static final String HIGH = "f".repeat(32);
  private static final HeadSampler HALF = new HeadSampler(new HeadRatio(0.5));

  @Test
  void rootIsDecidedByTheRatio() {
    assertThat(takes(Context.root(), LOW, Attributes.empty())).isTrue();
    assertThat(takes(Context.root(), HIGH, Attributes.empty())).isFalse();
  }

  @Test
  void childIsDecidedByItsParent_whateverTheRatio() {
    assertThat(takes(parent(HIGH, TraceFlags.getSampled()), HIGH, Attributes.empty())).isTrue();
    assertThat(takes(parent(LOW, TraceFlags.getDefault()), LOW, Attributes.empty())).isFalse();
  }

  @Test
  void whatIsDoneToAnIncidentIsAlwaysTaken() {
    assertThat(takes(Context.root(), HIGH, Attributes.of(SpanAttributes.INCIDENT, 7L))).isTrue();
  }

  @Test
  void runIsAlwaysTaken_becauseItIsDecidedWhenItIsOver() {
    var taken = RunTraceId.starting(HIGH, () -> takes(Context.root(), HIGH, Attributes.empty()));

    assertThat(taken).isTrue();
    assertThat(takes(Context.root(), HIGH, Attributes.empty())).isFalse();
  }

  @Test
  void idsAreRandom_butForTheRootOfARun() {
    var ids = RunTraceId.generator();
    var run = RunTraceId.create();

    assertThat(RunTraceId.starting(run, ids::generateTraceId)).isEqualTo(run);
    assertThat(RunTraceId.starting(run, ids::generateSpanId))
        .isEqualTo(RunTraceId.root(run).getSpanId())
        .isNotEqualTo(ids.generateSpanId());
    assertThat(ids.generateTraceId()).isNotEqualTo(ids.generateTraceId());
  }

  @Test
  void rootOfWhatIsNoTraceIdIsInvalid() {
    assertThat(RunTraceId.root("from an older version").isValid()).isFalse();
    assertThat(RunTraceId.root("0".repeat(32)).isValid()).isFalse();
  }

  private static boolean takes(Context parent, String traceId, Attributes attributes) {
    var result =
        HALF.shouldSample(parent, traceId, "any", SpanKind.INTERNAL, attributes, List.of());
    return result.getDecision() == SamplingDecision.RECORD_AND_SAMPLE;
  }

  private static Context parent(String traceId, TraceFlags flags) {
    var context = SpanContext.create(traceId, "b7ad6b7169203331", flags, TraceState.getDefault());
    return Context.root().with(Span.wrap(context));
  }
}
