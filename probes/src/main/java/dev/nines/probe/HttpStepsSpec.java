package dev.nines.probe;

import java.net.URI;
import java.time.Duration;

/**
 * A probe by a transaction of several HTTP requests.
 *
 * @param target an absolute http or https URI, which the steps' URLs are relative to
 * @param timeout deadline of the whole run, all steps included
 * @param module what is asked
 */
public record HttpStepsSpec(URI target, Duration timeout, HttpStepsModule module)
    implements ProbeSpec {
  @Override
  public String displayTarget() {
    return atTarget().displayTarget();
  }

  @Override
  public String host() {
    return atTarget().host();
  }

  @Override
  public String hostPort() {
    return atTarget().hostPort();
  }

  private HttpSpec atTarget() {
    return new HttpSpec(target, timeout, HttpModule.DEFAULT);
  }
}
