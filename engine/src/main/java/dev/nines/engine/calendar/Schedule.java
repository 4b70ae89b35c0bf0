package dev.nines.engine.calendar;

import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When something takes place: once, or again and again.
 *
 * @param start when the first time can be
 * @param duration how long each time takes, above zero; exact time, whatever the clocks do
 *     meanwhile
 * @param rule by which it recurs; absent where it takes place once, at its start
 * @param zone where its local time holds; absent where that of the configuration does
 */
public record Schedule(
    Start start, Duration duration, Optional<Recurrence> rule, Optional<ZoneId> zone) {
  /**
   * Checks the duration.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public Schedule {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("duration not above zero: " + duration);
    }
  }

  /** When something starts. */
  public sealed interface Start {
    /**
     * The local time of the start.
     *
     * @param zone where
     * @return what the clocks show there
     */
    LocalDateTime local(ZoneId zone);

    /**
     * By the clock of the schedule's zone.
     *
     * @param at what it shows
     */
    record Local(LocalDateTime at) implements Start {
      @Override
      public LocalDateTime local(ZoneId zone) {
        return at;
      }
    }

    /**
     * One instant, wherever it is.
     *
     * @param at the instant
     */
    record Fixed(OffsetDateTime at) implements Start {
      @Override
      public LocalDateTime local(ZoneId zone) {
        return at.atZoneSameInstant(zone).toLocalDateTime();
      }
    }
  }

  /**
   * When does it take place within a span?
   *
   * @param span the span
   * @param standard the zone where none is declared
   * @return the times, clipped to the span
   */
  public Intervals occurrences(Interval span, ZoneId standard) {
    return new Intervals(from(span.from(), span.to(), standard).toList()).clip(span);
  }

  /**
   * When does it take place next?
   *
   * @param now the present
   * @param horizon later ones are of no interest
   * @param standard the zone where none is declared
   * @return the times that are not over before {@code now} and begin before {@code horizon}, in
   *     order; they may overlap
   */
  public Stream<Interval> from(Instant now, Instant horizon, ZoneId standard) {
    return starts(now.minus(duration), standard)
        // a time that falls into a gap comes after some that are later on the clock
        .takeWhile(at -> at.isBefore(horizon.plus(Duration.ofDays(1))))
        .filter(at -> at.isBefore(horizon) && at.plus(duration).isAfter(now))
        .map(at -> new Interval(at, at.plus(duration)));
  }

  private Stream<Instant> starts(Instant after, ZoneId standard) {
    var where = zone.orElse(standard);
    return rule.map(r -> r.from(start.local(where), where, after).map(at -> at.toInstant()))
        .orElseGet(() ->
            Stream.of(
                switch (start) {
                  case Start.Local(var at) -> at.atZone(where).toInstant();
                  case Start.Fixed(var at) -> at.toInstant();
                }));
  }
}
