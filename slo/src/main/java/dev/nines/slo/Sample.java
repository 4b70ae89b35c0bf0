package dev.nines.slo;

import java.util.Map;

/**
 * What an SLI may know of one valid probe run.
 *
 * @param success whether the probe's own verdict was good
 * @param nanos the run's durations in nanoseconds; a phase that was never reached is missing
 */
public record Sample(boolean success, Map<Measure, Long> nanos) {
  /** Copies the durations. */
  public Sample {
    nanos = Map.copyOf(nanos);
  }
}
