package dev.nines.probe.steps;

import java.util.Optional;
import okhttp3.Headers;

/** Reads the cookies that an answer sets (RFC 6265, 5.2), for whom ever they are. */
final class SetCookie {
  private SetCookie() {}

  /** The last one of that name counts, as in a browser; an empty one is one that was taken away. */
  static Optional<String> value(Headers headers, String name) {
    var value = Optional.<String>empty();
    for (var line : headers.values("Set-Cookie")) {
      var pair = line.split(";", 2)[0];
      var equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
        value = Optional.of(pair.substring(equals + 1).strip());
      }
    }
    return value;
  }
}
