package dev.nines.probe;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells addresses from names. The C library, some proxies and browsers take more for an IPv4
 * address than four decimal numbers: {@code 2130706433}, {@code 0x7f000001}, {@code 127.1}, {@code
 * 0177.0.0.1}. They do not agree which one it is, so that what one of them was allowed to reach
 * another could take for something else: such a host is neither an address nor a name here.
 */
public final class AddressLiteral {
  private static final String NUMBER = "(?:0[xX][0-9A-Fa-f]*|[0-9]+)";
  private static final Pattern NUMBERS = Pattern.compile(NUMBER + "(?:\\." + NUMBER + "){0,3}\\.?");

  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IP4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");

  private AddressLiteral() {}

  /**
   * Reads an address without looking anything up.
   *
   * @param host a name or an address, an IPv6 address with or without brackets
   * @return the address, where it is one
   */
  public static Optional<InetAddress> of(String host) {
    var bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (bare.indexOf(':') < 0 && !IP4.matcher(bare).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(bare));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * Looks for an address that is not written as one.
   *
   * @param host a name or an address
   * @return why it is neither, in a sentence; empty when it is one of them
   */
  public static Optional<String> fault(String host) {
    return NUMBERS.matcher(host).matches() && !IP4.matcher(host).matches()
        ? Optional.of(
            "neither a name nor an address: %s (an IPv4 address is four decimal numbers, such as 192.0.2.1)"
                .formatted(host))
        : Optional.empty();
  }
}
