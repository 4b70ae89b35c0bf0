package dev.nines.engine.evidence;

import dev.nines.probe.Failure;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.StepRun;
import java.util.Optional;

/**
 * A step of a transaction.
 *
 * @param name its name
 * @param success whether it is as declared, or no more than slow
 * @param finding why it failed, where it did; where it is good but degraded, what is slow
 * @param status the HTTP status of its last answer, where there was one
 * @param firstHop the hop of its first request
 * @param lastHop the hop of its last redirect
 * @param durationNanos the whole step, in nanoseconds
 */
public record Step(
    String name,
    boolean success,
    Optional<Failure> finding,
    Optional<Integer> status,
    int firstHop,
    int lastHop,
    long durationNanos) {
  /** Of what is no text. */
  private static final int FRAME = 220;

  private static final int MOST_NAME = 64;
  private static final int MOST_DETAIL = 256;

  /** Cuts the texts. */
  public Step {
    name = Excerpt.of(name, MOST_NAME);
    finding = finding.map(f -> f.with(Excerpt.of(f.detail(), MOST_DETAIL)));
  }

  /**
   * Keeps what there is room for.
   *
   * @param step what a step saw
   * @return the step
   */
  public static Step of(StepRun step) {
    return switch (step.outcome()) {
      case ProbeOutcome.Up _ -> of(step, true, Optional.empty());
      case ProbeOutcome.Degraded(var slow) -> of(step, true, Optional.of(slow));
      case ProbeOutcome.Failed(var failure) -> of(step, false, Optional.of(failure));
    };
  }

  private static Step of(StepRun step, boolean success, Optional<Failure> finding) {
    return new Step(
        step.name(),
        success,
        finding,
        step.status(),
        step.firstHop(),
        step.lastHop(),
        step.durationNanos());
  }

  int bytes() {
    return FRAME + Excerpt.bytes(name) + finding.map(f -> Excerpt.bytes(f.detail())).orElse(0);
  }
}
