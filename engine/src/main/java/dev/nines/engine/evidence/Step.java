package dev.nines.engine.evidence;

import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.StepRun;
import java.util.Optional;

/**
 * A step of a transaction.
 *
 * @param name its name
 * @param verdict up, degraded or failed
 * @param detail why it is not up
 * @param status the HTTP status of its last answer, where there was one
 * @param firstHop the hop of its first request
 * @param lastHop the hop of its last redirect
 * @param durationNanos the whole step, in nanoseconds
 */
public record Step(
    String name,
    Verdict verdict,
    Optional<String> detail,
    Optional<Integer> status,
    int firstHop,
    int lastHop,
    long durationNanos) {
  /** Of what is no text. */
  private static final int FRAME = 170;

  private static final int MOST_NAME = 64;
  private static final int MOST_DETAIL = 256;

  /** How it ended. */
  public enum Verdict {
    /** As declared. */
    UP,
    /** As declared, but slow. */
    DEGRADED,
    /** Not as declared. */
    FAILED
  }

  /** Cuts the texts. */
  public Step {
    name = Excerpt.of(name, MOST_NAME);
    detail = detail.map(text -> Excerpt.of(text, MOST_DETAIL));
  }

  static Step of(StepRun step) {
    return switch (step.outcome()) {
      case ProbeOutcome.Up _ -> of(step, Verdict.UP, Optional.empty());
      case ProbeOutcome.Degraded(var slow) ->
          of(step, Verdict.DEGRADED, Optional.of(slow.detail()));
      case ProbeOutcome.Failed(var failure) ->
          of(step, Verdict.FAILED, Optional.of(failure.detail()));
    };
  }

  private static Step of(StepRun step, Verdict verdict, Optional<String> detail) {
    return new Step(
        step.name(),
        verdict,
        detail,
        step.status(),
        step.firstHop(),
        step.lastHop(),
        step.durationNanos());
  }

  int bytes() {
    return FRAME + Excerpt.bytes(name) + detail.map(Excerpt::bytes).orElse(0);
  }
}
