package dev.nines.probe;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A TCP probe: connect, TLS where asked for, then a dialogue.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param timeout deadline of the whole run
 * @param tls how TLS is done, where given: from the start, unless a step of the dialogue starts it
 * @param dialogue the steps after connecting, in order
 * @param ip which IP version is used
 */
public record TcpSpec(
    String host, int port, Duration timeout, Optional<TlsSpec> tls, List<Step> dialogue, IpSpec ip)
    implements ProbeSpec {
  /** Copies the dialogue. */
  public TcpSpec {
    dialogue = List.copyOf(dialogue);
  }

  /** {@return whether TLS begins with the connection rather than in the dialogue, or not at all} */
  public boolean securedFromStart() {
    return tls.isPresent() && dialogue.stream().noneMatch(Step::startTls);
  }

  @Override
  public String displayTarget() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /**
   * One step of a dialogue: wait for a line, then send one, then start TLS.
   *
   * @param expect a line that matches must come, where given
   * @param send what is sent (a line feed is added); {@code ${1}} is a group of the match
   * @param startTls whether TLS begins after this step
   */
  public record Step(Optional<Pattern> expect, Optional<String> send, boolean startTls) {}
}
