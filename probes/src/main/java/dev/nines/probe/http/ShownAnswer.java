package dev.nines.probe.http;

import dev.nines.probe.Answer;
import dev.nines.probe.Header;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import okhttp3.Headers;

/** What a person may see of an answer: its start, without anything that is or may be a secret. */
record ShownAnswer(Headers headers, String start, Collection<String> secrets) {
  private static final String MASK = "<secret>";

  /** A shorter one is no secret, and masking it would leave nothing to read. */
  private static final int SHORTEST_SECRET = 4;

  private static final int MOST_HEADERS = 100;
  private static final int LONGEST_VALUE = 512;
  private static final Set<String> MASKED = Set.of("authorization", "www-authenticate");

  /** {@return the answer, masked} */
  Answer answer() {
    var shown = new ArrayList<Header>();
    for (var header : headers) {
      if (shown.size() < MOST_HEADERS) {
        shown.add(Header.of(header.getFirst(), value(header.getFirst(), header.getSecond())));
      }
    }
    return new Answer(shown, uncut(masked(start)));
  }

  private String value(String name, String value) {
    var lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("set-cookie")) {
      var end = value.indexOf('=');
      return end < 0 ? MASK : masked(value.substring(0, end)) + "=" + MASK;
    }
    if (MASKED.contains(lower) || lower.startsWith("proxy-")) {
      var end = value.indexOf(' ');
      return end < 0 ? MASK : value.substring(0, end) + " " + MASK;
    }
    var masked = masked(value);
    return masked.length() <= LONGEST_VALUE ? masked : masked.substring(0, LONGEST_VALUE) + "...";
  }

  private String masked(String text) {
    var masked = text;
    for (var secret : longestFirst()) {
      masked = masked.replace(secret, MASK);
    }
    return masked;
  }

  /** Drops the beginning of a secret whose rest lies beyond what was read. */
  private String uncut(String text) {
    for (var secret : longestFirst()) {
      for (var length = Math.min(secret.length() - 1, text.length()); length > 1; length--) {
        if (text.endsWith(secret.substring(0, length))) {
          return text.substring(0, text.length() - length);
        }
      }
    }
    return text;
  }

  private List<String> longestFirst() {
    return secrets.stream()
        .filter(secret -> secret.length() >= SHORTEST_SECRET)
        .distinct()
        .sorted((one, other) -> other.length() - one.length())
        .toList();
  }
}
