package dev.nines.engine.declarations.kinds;

import static java.util.stream.Collectors.toMap;

import dev.nines.incident.Severity;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What several kinds read alike. */
final class Words {
  static final Map<String, Severity> SEVERITIES =
      Arrays.stream(Severity.values()).collect(toMap(Severity::label, Function.identity()));

  private Words() {}

  /** An absolute http or https URL with a host. */
  static Optional<URI> url(String text) {
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
