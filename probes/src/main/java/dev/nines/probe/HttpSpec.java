package dev.nines.probe;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * An HTTP probe.
 *
 * @param target an absolute http or https URI
 * @param timeout deadline of the whole run, redirects and body included
 * @param module what is asked
 */
public record HttpSpec(URI target, Duration timeout, HttpModule module) implements ProbeSpec {
  private static final Pattern PORT = Pattern.compile("[0-9]+");

  @Override
  public String displayTarget() {
    var path = target.getRawPath() == null ? "" : target.getRawPath();
    return target.getScheme() + "://" + Targets.authority(target) + path;
  }

  @Override
  public String host() {
    return Targets.host(target);
  }

  @Override
  public String hostPort() {
    var port = target.getRawAuthority().substring(target.getRawAuthority().lastIndexOf(':') + 1);
    if (PORT.matcher(port).matches()) { // and not the end of an IPv6 address, which has a bracket
      return host() + ":" + port;
    }
    return host() + (target.getScheme().equalsIgnoreCase("https") ? ":443" : ":80");
  }

  /** Without the target's user information and query, as {@link #displayTarget} has it. */
  @Override
  public String toString() {
    return "HttpSpec[%s, %s, %s]".formatted(displayTarget(), timeout, module);
  }
}
