package dev.nines.probe;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A transaction of several HTTP requests, each of which may use what an earlier one has brought.
 * The first step that fails ends the run.
 *
 * @param target an absolute http or https URI, which the steps' URLs are relative to
 * @param timeout deadline of the whole run, all steps included
 * @param steps at least one, in their order
 */
public record HttpStepsSpec(URI target, Duration timeout, List<HttpStep> steps)
    implements ProbeSpec {
  /**
   * Copies the steps.
   *
   * @throws IllegalArgumentException if there is none
   */
  public HttpStepsSpec {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("steps not at least one");
    }
  }

  @Override
  public String displayTarget() {
    return first().displayTarget();
  }

  /** {@return the target's host, also where it is no host name by the letter} */
  public String host() {
    return first().host();
  }

  private HttpSpec first() {
    return new HttpSpec(target, timeout, steps.getFirst().http());
  }
}
