package dev.nines.engine.pages.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Nines writes into timelines, notifications and the API has its instants in ISO 8601 and UTC,
 * since readers in all zones and programs read it. A page has one zone, and so has what it quotes.
 */
public final class InstantsInText {
  /** As {@link Instant#toString()} writes it, but no part of a URL or a name. */
  private static final Pattern INSTANT =
      Pattern.compile(
          "(?<![\\w=/&-])\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?Z(?!\\w)");

  private InstantsInText() {}

  /**
   * Writes the instants of a text as all others around it.
   *
   * @param text a text with instants in UTC, or none
   * @param time writes an instant
   * @return the text, otherwise as it was
   */
  public static String written(String text, Function<Instant, String> time) {
    return INSTANT
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(one(match.group(), time)));
  }

  /**
   * Writes the instants of a text as a page has them.
   *
   * @param text a text with instants in UTC, or none
   * @param now the present in the page's zone
   * @return the text, otherwise as it was
   */
  public static String written(String text, ZonedDateTime now) {
    return written(text, at -> Moment.of(at, now).text());
  }

  private static String one(String instant, Function<Instant, String> time) {
    try {
      return time.apply(Instant.parse(instant));
    } catch (DateTimeException _) { // the 31st of some November, which others wrote
      return instant;
    }
  }
}
