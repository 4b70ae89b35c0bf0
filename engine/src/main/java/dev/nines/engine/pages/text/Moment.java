package dev.nines.engine.pages.text;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * An instant for people and for machines.
 *
 * @param text for people, without what the reader knows anyway: the day where it is today's
 * @param iso for machines and tooltips, in UTC
 */
public record Moment(String text, String iso) {
  private static final DateTimeFormatter TIME = formatter("HH:mm:ss");
  private static final DateTimeFormatter DAY_AND_TIME = formatter("d MMM HH:mm:ss");
  private static final DateTimeFormatter YEAR_AND_TIME = formatter("d MMM uuuu HH:mm:ss");
  private static final DateTimeFormatter WITH_ZONE = formatter("d MMM uuuu HH:mm:ss zzz");

  /**
   * Writes an instant as seen from another.
   *
   * @param instant what to write
   * @param now the present, in the zone to write in
   * @return the moment, without the name of the zone
   */
  public static Moment of(Instant instant, ZonedDateTime now) {
    var local = instant.atZone(now.getZone());
    var formatter =
        local.toLocalDate().equals(now.toLocalDate())
            ? TIME
            : local.getYear() == now.getYear() ? DAY_AND_TIME : YEAR_AND_TIME;
    return new Moment(formatter.format(local), instant.toString());
  }

  /**
   * Writes an instant in full.
   *
   * @param instant what to write, in the zone to write in
   * @return the moment, with date and zone
   */
  public static Moment inFull(ZonedDateTime instant) {
    var named = // the offset's own name is Z, which few people know
        instant.getZone().equals(ZoneOffset.UTC)
            ? instant.withZoneSameInstant(ZoneId.of("UTC"))
            : instant;
    return new Moment(WITH_ZONE.format(named), instant.toInstant().toString());
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
