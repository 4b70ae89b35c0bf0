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
 * @param tls TLS from the start, where given
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
