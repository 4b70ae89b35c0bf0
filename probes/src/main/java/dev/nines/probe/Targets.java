package dev.nines.probe;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads targets as people write them; every fault is one sentence that says what to write. */
public final class Targets {
  private static final Pattern SCHEME = Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]*)://.*");
  private static final Pattern PORT = Pattern.compile("\\d{1,5}");
  private static final Pattern LABELS =
      Pattern.compile(
          "[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\\.?");
  private static final Pattern IP6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private static final Pattern UNWISE = Pattern.compile("[\\^|\"<>{}`\\[\\]\\\\]");

  private Targets() {}

  /**
   * Where a TCP probe connects to.
   *
   * @param host name or address, without brackets
   * @param port 1 to 65535
   */
  public record HostPort(String host, int port) {}

  /**
   * Reads the target of an HTTP probe.
   *
   * @param text a URL; without a scheme it is an http one
   * @return an absolute http or https URI
   * @throws IllegalArgumentException whose message is one sentence for the person who wrote it
   */
  public static URI http(String text) {
    var trimmed = text.strip();
    if (trimmed.isEmpty()) {
      throw new IllegalArgumentException("target is empty: write http://host/path");
    }
    var scheme = SCHEME.matcher(trimmed);
    var absolute = scheme.matches() ? trimmed : "http://" + trimmed;
    if (scheme.matches() && !scheme.group(1).matches("(?i)https?")) {
      throw new IllegalArgumentException(
          "scheme is %s: an HTTP target begins with http:// or https://"
              .formatted(scheme.group(1)));
    }
    URI uri;
    try {
      uri = new URI(encoded(absolute));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "not a URL: %s at character %d".formatted(e.getReason(), e.getIndex() + 1), e);
    }
    if (uri.getRawAuthority() == null) {
      throw new IllegalArgumentException("host missing: write http://host/path");
    }
    var hostPort = split(authority(uri));
    checkHost(hostPort[0]);
    if (!hostPort[1].isEmpty()) {
      port(hostPort[1]);
    }
    return uri;
  }

  /**
   * Reads a URL that has to be whole.
   *
   * @param text a text
   * @return the URL, where the text is an absolute http or https one with a host
   */
  public static Optional<URI> url(String text) {
    return SCHEME.matcher(text).matches() ? read(text, Targets::http) : Optional.empty();
  }

  /**
   * Reads where a TCP probe connects to.
   *
   * @param text a text
   * @return both parts, where the text is {@code host:port}
   */
  public static Optional<HostPort> hostPort(String text) {
    return read(text, Targets::tcp);
  }

  private static <T> Optional<T> read(String text, Function<String, T> reader) {
    try {
      return Optional.of(reader.apply(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * Finds the host of a URL: not {@link URI#getHost()}, which is null for a name with an
   * underscore, as services of Docker and Kubernetes have it.
   *
   * @param url what {@link #http} or {@link #url} gave
   * @return name or address, an IPv6 address in brackets
   */
  public static String host(URI url) {
    return split(authority(url))[0];
  }

  /** Without user information. */
  static String authority(URI url) {
    var authority = url.getRawAuthority();
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  /** Browsers and Go take these in a path as they are; a URI wants them encoded. */
  private static String encoded(String url) {
    var path = url.indexOf('/', url.indexOf("://") + 3);
    return path < 0
        ? url
        : url.substring(0, path)
            + UNWISE
                .matcher(url.substring(path))
                .replaceAll(found -> "%%%02X".formatted((int) found.group().charAt(0)));
  }

  /**
   * Reads the target of a TCP probe.
   *
   * @param text {@code host:port}, an IPv6 address in brackets
   * @return both parts
   * @throws IllegalArgumentException whose message is one sentence for the person who wrote it
   */
  public static HostPort tcp(String text) {
    var trimmed = text.strip();
    if (SCHEME.matcher(trimmed).matches()) {
      throw new IllegalArgumentException("a TCP target has no scheme: write host:port");
    }
    if (trimmed.indexOf('@') >= 0) { // what stands before it may be a password: not repeated
      throw new IllegalArgumentException("a TCP target has no user: write host:port");
    }
    if (trimmed.indexOf(':') != trimmed.lastIndexOf(':') && !trimmed.startsWith("[")) {
      throw new IllegalArgumentException(
          "an IPv6 address stands in brackets: write [%s]:port".formatted(trimmed));
    }
    var hostPort = split(trimmed);
    checkHost(hostPort[0]);
    if (hostPort[1].isEmpty()) {
      throw new IllegalArgumentException("port missing: write host:port");
    }
    return new HostPort(bare(hostPort[0]), port(hostPort[1]));
  }

  /** Host and port, the latter empty where there is none. */
  private static String[] split(String authority) {
    var colon = authority.indexOf(':', authority.startsWith("[") ? authority.indexOf(']') + 1 : 0);
    return colon < 0
        ? new String[] {authority, ""}
        : new String[] {authority.substring(0, colon), authority.substring(colon + 1)};
  }

  private static int port(String text) {
    if (!PORT.matcher(text).matches()
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > 65_535) {
      throw new IllegalArgumentException("port is not 1 to 65535: " + text);
    }
    return Integer.parseInt(text);
  }

  private static void checkHost(String host) {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("host missing: write host:port");
    }
    if (host.startsWith("[")) {
      if (!host.endsWith("]") || !IP6.matcher(bare(host)).matches()) {
        throw new IllegalArgumentException("not an IPv6 address in brackets: " + host);
      }
    } else if (!host.chars().allMatch(c -> c < 128)) {
      throw new IllegalArgumentException(
          "host has letters outside ASCII: write its punycode form" + punycode(host));
    } else if (!LABELS.matcher(host).matches() || host.length() > 253) {
      throw new IllegalArgumentException("not a host name: " + host);
    } else if (AddressLiteral.fault(host).isPresent()) {
      throw new IllegalArgumentException("host is " + AddressLiteral.fault(host).get());
    }
  }

  private static String punycode(String host) {
    try {
      return ", " + IDN.toASCII(host);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
