package dev.nines.engine.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nines.engine.evidence.Certificate;
import dev.nines.engine.evidence.Evidence;
import dev.nines.engine.evidence.KeptAnswer;
import dev.nines.engine.evidence.KeptHop;
import dev.nines.engine.results.ProbeResult;
import dev.nines.probe.HttpFacts;
import dev.nines.probe.PhaseSpan;
import dev.nines.slo.time.Seconds;
import java.util.List;
import java.util.Optional;

/**
 * A failed run as the API shows it: what is shown of any run, and what it saw.
 *
 * @param run what is shown of any run
 * @param evidence what it saw; null where there was no room to keep it
 */
public record FailureView(@JsonUnwrapped ResultView run, Optional<EvidenceView> evidence) {
  static FailureView of(ProbeResult failed) {
    return new FailureView(ResultView.of(failed), failed.evidence().map(EvidenceView::of));
  }

  /**
   * What a run saw.
   *
   * @param address where it went
   * @param http what the last response said
   * @param certificate what the server showed of itself
   * @param timeline each phase of each hop, in the order of their start
   * @param steps the steps of a transaction, as far as it came
   * @param hops each hop, where a redirect led on
   * @param answer headers and the start of the body, their secrets masked
   */
  public record EvidenceView(
      Optional<String> address,
      Optional<HttpFacts> http,
      Optional<Certificate> certificate,
      List<SpanView> timeline,
      List<StepView> steps,
      List<KeptHop> hops,
      Optional<KeptAnswer> answer) {
    private static EvidenceView of(Evidence evidence) {
      return new EvidenceView(
          evidence.address(),
          evidence.http(),
          evidence.certificate(),
          evidence.phases().stream().map(SpanView::of).toList(),
          evidence.steps().stream().map(step -> StepView.of(step, evidence.phases())).toList(),
          evidence.hops(),
          evidence.answer());
    }
  }

  /**
   * A phase of a hop.
   *
   * @param hop 0 for the first request, 1 for the first redirect or the second step, and so on
   * @param phase which phase
   * @param startSeconds since the run began
   * @param durationSeconds how long it took
   */
  public record SpanView(int hop, String phase, double startSeconds, double durationSeconds) {
    private static SpanView of(PhaseSpan span) {
      return new SpanView(
          span.hop(),
          span.phase().label(),
          Seconds.ofNanos(span.startNanos()),
          Seconds.ofNanos(span.nanos()));
    }
  }
}
