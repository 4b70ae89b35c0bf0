package dev.nines.engine.configuration;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One entry of {@code selfCheck.targets}: something that is up whenever this engine is online. */
public sealed interface CheckTarget {
  /**
   * Reads an entry.
   *
   * @param text an http or https URL, or {@code host:port}
   * @return the entry, where the text is one
   */
  static Optional<CheckTarget> parse(String text) {
    return Url.of(text).<CheckTarget>map(u -> u).or(() -> Address.of(text));
  }

  /**
   * An HTTP server.
   *
   * @param uri http or https, with a host
   */
  record Url(URI uri) implements CheckTarget {
    static Optional<Url> of(String text) {
      try {
        return Optional.of(new URI(text))
            .filter(uri -> uri.getHost() != null)
            .filter(uri -> Set.of("http", "https").contains(uri.getScheme()))
            .map(Url::new);
      } catch (URISyntaxException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * A TCP server.
   *
   * @param host name or address
   * @param port 1 to 65535
   */
  record Address(String host, int port) implements CheckTarget {
    private static final Pattern TEXT =
        Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^\\s:/\\[\\]@]+)):(\\d{1,5})");

    static Optional<CheckTarget> of(String text) {
      var matcher = TEXT.matcher(text);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      var port = Integer.parseInt(matcher.group(3));
      var host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      return port >= 1 && port <= 65_535 ? Optional.of(new Address(host, port)) : Optional.empty();
    }
  }
}
