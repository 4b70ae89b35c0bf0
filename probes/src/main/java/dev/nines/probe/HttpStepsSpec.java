package dev.nines.probe;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A probe by a transaction of several HTTP requests.
 *
 * @param target an absolute http or https URI, which the steps' URLs are relative to
 * @param timeout deadline of the whole run, all steps included
 * @param module what is asked
 */
public record HttpStepsSpec(URI target, Duration timeout, HttpStepsModule module)
    implements ProbeSpec {
  private static final Pattern AFTER_PATH = Pattern.compile("[?#].*", Pattern.DOTALL);

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

  /**
   * What a step asks as far as it is declared: without query, and with the places that captured
   * values go to where its path has some.
   *
   * @param step one of the steps
   * @return the request; empty where a captured value says which host is asked
   */
  public Optional<HttpSpec> declared(HttpStep step) {
    var path = AFTER_PATH.matcher(step.url()).replaceFirst("");
    if (path.startsWith("{{")) {
      return Optional.empty();
    }
    try {
      var url = target.resolve(path.replace("{", "%7B").replace("}", "%7D"));
      return Optional.of(url)
          .filter(u -> u.getHost() != null)
          .map(u -> new HttpSpec(u, timeout, step.http()));
    } catch (IllegalArgumentException _) { // what only a browser takes for a URL
      return Optional.empty();
    }
  }

  private HttpSpec atTarget() {
    return new HttpSpec(target, timeout, HttpModule.DEFAULT);
  }
}
