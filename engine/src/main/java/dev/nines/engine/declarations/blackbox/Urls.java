package dev.nines.engine.declarations.blackbox;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Reads addresses of the web. */
public final class Urls {
  private Urls() {}

  /**
   * Reads a URL.
   *
   * @param text a text
   * @return the URL, where the text is an absolute http or https one with a host
   */
  public static Optional<URI> http(String text) {
    try {
      var uri = new URI(text);
      var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      var good =
          (scheme.equals("http") || scheme.equals("https"))
              && uri.getHost() != null
              && uri.getPort() <= 65_535
              && uri.getPort() != 0;
      return good ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
