package dev.nines.probe.http;

import dev.nines.probe.AddressLiteral;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is reached without a proxy, by the rules of Go's {@code golang.org/x/net/http/httpproxy}: a
 * host with all its subdomains, a domain with a leading dot or {@code *.} (its subdomains only), an
 * address, a network in CIDR notation, each but the last with a port where one is given, or {@code
 * *}. The machine itself is never reached through a proxy.
 *
 * @param entries as declared
 */
record NoProxy(List<String> entries) {
  /**
   * Looks for a host.
   *
   * @param host as the URL has it, an IPv6 address without brackets
   * @param port the port
   * @param address what the host was resolved to, where it was; entries that are addresses cover it
   *     too, because blackbox_exporter asks with the address in place of the name
   * @return whether it is reached without a proxy
   */
  boolean covers(String host, int port, Optional<InetAddress> address) {
    var ip = address.or(() -> AddressLiteral.of(host));
    if (host.equalsIgnoreCase("localhost")
        || ip.filter(InetAddress::isLoopbackAddress).isPresent()) {
      return true;
    }
    var name = host.toLowerCase(Locale.ROOT);
    var named = AddressLiteral.of(host).isEmpty();
    return entries.stream()
        .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
        .anyMatch(entry ->
            entry.equals("*")
                || (ip.isPresent() && coversAddress(entry, ip.get(), port))
                || (named && coversName(entry, name, port)));
  }

  private static boolean coversAddress(String entry, InetAddress ip, int port) {
    var slash = entry.indexOf('/');
    if (slash >= 0) {
      return AddressLiteral.of(entry.substring(0, slash))
          .filter(network -> inNetwork(ip, network, entry.substring(slash + 1)))
          .isPresent();
    }
    var bare = AddressLiteral.of(entry);
    if (bare.isPresent()) {
      return bare.get().equals(ip);
    }
    var colon = entry.lastIndexOf(':');
    return colon > 0
        && entry.substring(colon + 1).equals(Integer.toString(port))
        && AddressLiteral.of(entry.substring(0, colon)).filter(ip::equals).isPresent();
  }

  private static boolean inNetwork(InetAddress ip, InetAddress network, String prefix) {
    var bits = network.getAddress().length * 8;
    if (!prefix.matches("\\d{1,3}")
        || Integer.parseInt(prefix) > bits
        || ip.getAddress().length != network.getAddress().length) {
      return false;
    }
    var shift = bits - Integer.parseInt(prefix);
    return new BigInteger(1, ip.getAddress())
        .shiftRight(shift)
        .equals(new BigInteger(1, network.getAddress()).shiftRight(shift));
  }

  private static boolean coversName(String entry, String name, int port) {
    var colon = entry.lastIndexOf(':');
    if (colon >= 0 && !entry.substring(colon + 1).equals(Integer.toString(port))) {
      return false;
    }
    var domain = colon >= 0 ? entry.substring(0, colon) : entry;
    if (domain.startsWith("*.")) {
      domain = domain.substring(1);
    }
    if (domain.isEmpty()) {
      return false;
    }
    return domain.startsWith(".")
        ? name.endsWith(domain)
        : name.equals(domain) || name.endsWith("." + domain);
  }
}
