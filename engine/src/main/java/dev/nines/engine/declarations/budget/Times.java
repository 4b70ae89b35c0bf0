package dev.nines.engine.declarations.budget;

import dev.nines.engine.calendar.Schedule.Start;
import dev.nines.engine.catalog.Correction;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.slo.time.Interval;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads points in time and the zones they are told in. */
public final class Times {
  private static final String START =
      "a time such as 2026-11-29T02:00:00+01:00, or 2026-11-29T02:00 in the zone of timeZone";
  private static final String INSTANT = "a time with its offset, such as 2026-11-29T02:00:00+01:00";

  private Times() {}

  static Optional<Start> start(Field field) {
    return field.parse(START, text -> fixed(text).map(Start.class::cast).or(() -> local(text)));
  }

  /**
   * Reads a span of time between two times with their offsets, of the years 1970 to 9999.
   *
   * @param spec where both stand
   * @param from the key of the first instant in it
   * @param to the key of the first instant after it
   * @return the span; empty where there is a fault
   */
  public static Optional<Interval> span(Mapping spec, String from, String to) {
    var begin = spec.required(from).flatMap(Times::instant);
    var endAt = spec.required(to);
    var end = endAt.flatMap(Times::instant);
    if (begin.isEmpty() || end.isEmpty()) {
      return Optional.empty();
    }
    if (!begin.get().isBefore(end.get())) {
      endAt.ifPresent(field -> field.fault("must be after " + from));
      return Optional.empty();
    }
    return Optional.of(new Interval(begin.get().toInstant(), end.get().toInstant()));
  }

  private static Optional<OffsetDateTime> instant(Field field) {
    var instant = field.parse(INSTANT, text -> fixed(text).map(Start.Fixed::at));
    if (instant.filter(at -> !Correction.isTellable(at.toInstant())).isPresent()) {
      field.fault("expected a time of the years 1970 to 9999, got " + field.described());
      return Optional.empty();
    }
    return instant;
  }

  /** Offsets are no time zones: they know nothing of daylight saving. */
  static Optional<ZoneId> zone(Field field) {
    return field
        .text()
        .flatMap(text -> {
          var zone = zone(text);
          if (zone.isEmpty()) {
            field.fault(
                "expected a time zone such as Europe/Berlin, got "
                    + field.described()
                    + Spelling.hint(text, ZoneId.getAvailableZoneIds()));
          }
          return zone;
        });
  }

  private static Optional<ZoneId> zone(String text) {
    try {
      return Optional.of(ZoneId.of(text))
          .filter(zone -> ZoneId.getAvailableZoneIds().contains(zone.getId()));
    } catch (DateTimeException unknown) {
      return Optional.empty();
    }
  }

  private static Optional<Start.Fixed> fixed(String text) {
    try {
      return Optional.of(new Start.Fixed(OffsetDateTime.parse(withT(text))));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Start> local(String text) {
    try {
      return Optional.of(new Start.Local(LocalDateTime.parse(withT(text))));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** RFC 3339 allows a blank, and OpenSLO's calendars are written with one. */
  private static String withT(String text) {
    return text.length() > 10 && text.charAt(10) == ' '
        ? text.substring(0, 10) + 'T' + text.substring(11)
        : text;
  }
}
