package dev.nines.engine.configuration;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.probe.Targets;
import java.net.URI;
import java.util.Optional;

/** What can be said of a URL that Nines itself calls, by the JDK's client. */
final class CalledUrl {
  private CalledUrl() {}

  /** To that client a name with an underscore is no host. */
  static Optional<URI> parse(String text) {
    return Targets.url(text).filter(url -> url.getHost() != null);
  }

  /** Faults a user, which that client would leave out. */
  static void checkNoUser(Field field, Optional<URI> url, String instead) {
    if (url.filter(u -> u.getRawUserInfo() != null).isPresent()) {
      field.fault("a user in the URL is not sent: use " + instead);
    }
  }
}
