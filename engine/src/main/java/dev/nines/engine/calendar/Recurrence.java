package dev.nines.engine.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

/**
 * A rule by which something recurs, as RFC 5545, section 3.3.10, has it. The rule is followed in
 * local time; only then the time zone says which instants those are. So 19:00 stays 19:00 when the
 * clocks change, 02:30 on a night without it is an hour later, and of two 02:30 the first is meant
 * (section 3.3.5).
 *
 * @param text the rule, such as {@code FREQ=WEEKLY;BYDAY=SA,SU}
 */
public record Recurrence(String text) {
  /** More would be no calendar, and costs memory. */
  public static final int MOST_IN_A_DAY = 100;

  private static final int LOOKED_AT = 3 * MOST_IN_A_DAY;

  /**
   * Reads a rule.
   *
   * @param text the rule
   * @param start from when it is to be followed, in local time
   * @param zone where
   * @return the rule
   * @throws InvalidRecurrence if it is none, never happens, or happens more than {@link
   *     #MOST_IN_A_DAY} times in a day
   */
  public static Recurrence of(String text, LocalDateTime start, ZoneId zone)
      throws InvalidRecurrence {
    try {
      parsed(text);
    } catch (InvalidRecurrenceRuleException e) {
      throw new InvalidRecurrence(String.valueOf(e.getMessage()));
    }
    var recurrence = new Recurrence(text);
    var window = new ArrayDeque<LocalDateTime>();
    if (recurrence.from(start, zone, start.atZone(zone).toInstant()).findFirst().isEmpty()) {
      throw new InvalidRecurrence("never happens");
    }
    var starts = recurrence.starts(start, start).limit(LOOKED_AT).iterator();
    while (starts.hasNext()) {
      window.add(starts.next());
      if (window.size() > MOST_IN_A_DAY
          && window.removeFirst().plusDays(1).isAfter(window.getLast())) {
        throw new InvalidRecurrence("happens more than " + MOST_IN_A_DAY + " times in a day");
      }
    }
    return recurrence;
  }

  /**
   * Follows the rule.
   *
   * @param start from when, in local time; it is a time of its own only where the rule falls on it
   * @param zone where
   * @param after earlier ones are of no interest; some may come all the same
   * @return the times, in the order of local time, without end where the rule has none
   */
  Stream<ZonedDateTime> from(LocalDateTime start, ZoneId zone, Instant after) {
    var from = LocalDateTime.ofInstant(after, zone).minusDays(1); // no clock change is as long
    var times = starts(start, from.isBefore(start) ? start : from).map(local -> local.atZone(zone));
    return until(zone)
        .map(last -> times.takeWhile(time -> !time.toInstant().isAfter(last)))
        .orElse(times);
  }

  /** Local time travels as UTC, which has no gaps. */
  private Stream<LocalDateTime> starts(LocalDateTime start, LocalDateTime from) {
    try {
      var rule = parsed(text);
      if (rule.getUntil() != null) {
        rule.setUntil(null); // in its own zone, which only the caller knows; drops COUNT too
      }
      var iterator = rule.iterator(carrier(start));
      if (from.isAfter(start)) {
        iterator.fastForward(carrier(from));
      }
      return StreamSupport.stream(
          Spliterators.spliteratorUnknownSize(new Starts(iterator), 0), false);
    } catch (InvalidRecurrenceRuleException e) {
      throw new IllegalStateException(e); // was read before
    } catch (IllegalArgumentException tooRare) { // the library looks only so far
      return Stream.empty();
    }
  }

  /** A date alone is the whole day; without a zone it is where the start is. */
  private Optional<Instant> until(ZoneId zone) {
    try {
      return Optional.ofNullable(parsed(text).getUntil())
          .map(until -> {
            var instant = Instant.ofEpochMilli(until.getTimestamp());
            var local = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            if (until.isAllDay()) {
              return local.toLocalDate().atTime(LocalTime.MAX).atZone(zone).toInstant();
            }
            return until.isFloating() ? local.atZone(zone).toInstant() : instant;
          });
    } catch (InvalidRecurrenceRuleException e) {
      throw new IllegalStateException(e); // was read before
    }
  }

  private static RecurrenceRule parsed(String text) throws InvalidRecurrenceRuleException {
    return new RecurrenceRule(text, RfcMode.RFC5545_STRICT);
  }

  private static DateTime carrier(LocalDateTime at) {
    return new DateTime(
        at.getYear(),
        at.getMonthValue() - 1,
        at.getDayOfMonth(),
        at.getHour(),
        at.getMinute(),
        at.getSecond());
  }

  private record Starts(RecurrenceRuleIterator rule) implements Iterator<LocalDateTime> {
    @Override
    public boolean hasNext() {
      try {
        return rule.hasNext();
      } catch (IllegalArgumentException tooRare) { // the library looks only so far
        return false;
      }
    }

    @Override
    public LocalDateTime next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return LocalDateTime.ofInstant(Instant.ofEpochMilli(rule.nextMillis()), ZoneOffset.UTC);
    }
  }
}
