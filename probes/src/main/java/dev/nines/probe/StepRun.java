package dev.nines.probe;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one step of a run saw.
 *
 * @param name the step's name
 * @param outcome its verdict
 * @param status the HTTP status of its last answer, where there was one
 * @param firstHop the hop, as its phases count them, of its first request
 * @param lastHop the hop of its last redirect; {@code firstHop} where there was none
 * @param durationNanos the whole step on the monotonic clock, in nanoseconds
 */
public record StepRun(
    String name,
    ProbeOutcome outcome,
    Optional<Integer> status,
    int firstHop,
    int lastHop,
    long durationNanos) {
  /** {@return whether the step counts as good: up, or no more than degraded} */
  public boolean success() {
    return outcome.success();
  }

  /**
   * Sums the phases of the step.
   *
   * @param run the phases of the whole run
   * @return nanoseconds of each phase that the step came to, over all its hops
   */
  public Map<Phase, Long> phaseNanos(List<PhaseSpan> run) {
    var nanos = new EnumMap<Phase, Long>(Phase.class);
    for (var span : run) {
      if (span.hop() >= firstHop && span.hop() <= lastHop) {
        nanos.merge(span.phase(), span.nanos(), Long::sum);
      }
    }
    return nanos;
  }
}
