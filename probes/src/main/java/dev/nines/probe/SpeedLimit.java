package dev.nines.probe;

import java.time.Duration;
import java.util.Optional;

/**
 * How slow a run may be.
 *
 * @param phase of which the duration counts, summed over all hops; empty means the whole run
 * @param most the longest good duration
 * @param verdict what a longer one makes of the run
 */
public record SpeedLimit(Optional<Phase> phase, Duration most, Verdict verdict) {
  /** What being too slow means. */
  public enum Verdict {
    /** The run failed. */
    FAILED,
    /** The run is good, but degraded. */
    DEGRADED
  }
}
