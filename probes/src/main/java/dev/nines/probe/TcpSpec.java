package dev.nines.probe;

import java.time.Duration;

/**
 * A TCP probe: connect, TLS where asked for, then a dialogue.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param timeout deadline of the whole run
 * @param module what is asked
 */
public record TcpSpec(String host, int port, Duration timeout, TcpModule module)
    implements ProbeSpec {
  @Override
  public String displayTarget() {
    return hostPort();
  }

  @Override
  public String hostPort() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
