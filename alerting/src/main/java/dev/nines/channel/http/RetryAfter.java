package dev.nines.channel.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * How long does a receiver ask to be left alone? The header {@code Retry-After}, RFC 9110, 10.2.3.
 */
final class RetryAfter {
  /** A receiver must not be able to silence us for days with one header. */
  static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /**
   * Reads the header's value: seconds, or an HTTP date.
   *
   * @return from zero to {@link #LONGEST}; zero for what cannot be read
   */
  static Duration parse(String value, Instant now) {
    var text = value.strip();
    if (text.matches("[0-9]+")) {
      // More than nine digits is past any bound, and more than 18 would not fit.
      var seconds = text.length() > 9 ? LONGEST.toSeconds() : Long.parseLong(text);
      return bounded(Duration.ofSeconds(seconds));
    }
    try {
      var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return bounded(Duration.between(now, date));
    } catch (DateTimeParseException _) {
      return Duration.ZERO;
    }
  }

  private static Duration bounded(Duration duration) {
    if (duration.isNegative()) {
      return Duration.ZERO;
    }
    return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
  }
}
