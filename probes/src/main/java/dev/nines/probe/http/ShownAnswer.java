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

  private static final String NOTHING_FOUND = "withheld: a capture of this step found nothing in ";

  /** {@return the answer, masked} */
  Answer answer() {
    return answer(false, false);
  }

  /**
   * The answer, masked.
   *
   * @param withoutValues whether only the names of the headers may be seen
   * @param withoutBody whether nothing of the body may be seen
   */
  Answer answer(boolean withoutValues, boolean withoutBody) {
    var shown = new ArrayList<Header>();
    for (var header : headers) {
      if (shown.size() < MOST_HEADERS) {
        var name = header.getFirst();
        shown.add(Header.of(name, withoutValues ? Mask.MASK : value(name, header.getSecond())));
      }
    }
    var notes = new ArrayList<String>();
    if (withoutValues) {
      notes.add("header values " + NOTHING_FOUND + "them");
    }
    if (withoutBody) {
      notes.add("body " + NOTHING_FOUND + "it");
    }
    return new Answer(shown, withoutBody ? "" : mask.ofStart(start), notes);
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
