package dev.nines.probe.http;

import dev.nines.probe.Answer;
import dev.nines.probe.Header;
import dev.nines.probe.net.Mask;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import okhttp3.Headers;

/** What a person may see of an answer: its start, without anything that is or may be a secret. */
record ShownAnswer(Headers headers, String start, Mask mask) {
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
    return new Answer(shown, mask.ofStart(start));
  }

  private String value(String name, String value) {
    var lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("set-cookie")) {
      var end = value.indexOf('=');
      return end < 0 ? Mask.MASK : mask.of(value.substring(0, end)) + "=" + Mask.MASK;
    }
    if (MASKED.contains(lower) || lower.startsWith("proxy-")) {
      var end = value.indexOf(' ');
      return end < 0 ? Mask.MASK : value.substring(0, end) + " " + Mask.MASK;
    }
    var masked = mask.of(value);
    return masked.length() <= LONGEST_VALUE ? masked : masked.substring(0, LONGEST_VALUE) + "...";
  }
}
