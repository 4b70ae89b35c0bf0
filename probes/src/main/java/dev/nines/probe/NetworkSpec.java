package dev.nines.probe;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * How a probe finds its target and from where it connects.
 *
 * @param ip which IP version is used
 * @param source the local address of the connection, where declared
 * @param resolver the DNS server that is asked in place of the operating system, where declared
 */
public record NetworkSpec(
    IpSpec ip, Optional<InetAddress> source, Optional<InetSocketAddress> resolver) {
  /** As the operating system does it, IPv6 first. */
  public static final NetworkSpec DEFAULT =
      new NetworkSpec(IpSpec.DEFAULT, Optional.empty(), Optional.empty());
}
