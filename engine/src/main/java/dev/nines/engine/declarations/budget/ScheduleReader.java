package dev.nines.engine.declarations.budget;

import dev.nines.engine.calendar.InvalidRecurrence;
import dev.nines.engine.calendar.Recurrence;
import dev.nines.engine.calendar.Schedule;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads {@code start}, {@code duration}, {@code rrule} and {@code timeZone}. */
public final class ScheduleReader {
  /** A rule can be read without its start. */
  private static final LocalDateTime ANY_TIME = LocalDate.of(2026, 1, 1).atStartOfDay();

  private ScheduleReader() {}

  /**
   * Reads it.
   *
   * @param spec what has the keys
   * @return the schedule; empty where there is a fault
   */
  public static Optional<Schedule> read(Mapping spec) {
    var start = spec.required("start").flatMap(Times::start);
    var duration = spec.required("duration").flatMap(Field::positiveDuration);
    var zone = spec.optional("timeZone").flatMap(Times::zone);
    var rule = spec.optional("rrule");
    var where =
        zone.orElse(ZoneOffset.MAX); // where days begin first, so nothing is refused wrongly
    var from = start.map(s -> s.local(where)).orElse(ANY_TIME);
    var recurrence = rule.flatMap(field -> recurrence(field, from, where));
    if (rule.isPresent() && recurrence.isEmpty()) {
      return Optional.empty();
    }
    return start.flatMap(at -> duration.map(length -> new Schedule(at, length, recurrence, zone)));
  }

  private static Optional<Recurrence> recurrence(Field field, LocalDateTime start, ZoneId zone) {
    return field
        .text()
        .flatMap(text -> {
          try {
            return Optional.of(Recurrence.of(text.replaceFirst("^RRULE:", ""), start, zone));
          } catch (InvalidRecurrence e) {
            field.fault(
                "expected a rule of RFC 5545 such as FREQ=WEEKLY;BYDAY=SA,SU: " + e.getMessage());
            return Optional.empty();
          }
        });
  }
}
