package dev.nines.probe;

import java.util.List;

/**
 * All that an HTTP transaction asks, but of whom and for how long. The first step that fails ends
 * the run.
 *
 * @param steps at least one, in their order; each may use what an earlier one has captured
 * @param limits how slow the whole run may be; each step has limits of its own besides
 */
public record HttpStepsModule(List<HttpStep> steps, List<SpeedLimit> limits)
    implements ProbeModule {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is no step
   */
  public HttpStepsModule {
    steps = List.copyOf(steps);
    limits = List.copyOf(limits);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("steps not at least one");
    }
  }
}
