package dev.nines.slo;

import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * Over which time is an error budget counted? Counts are kept by the minute, so every bound is
 * rounded down to its minute.
 */
public sealed interface BudgetWindow {
  /**
   * The span that the window covers.
   *
   * @param now an instant in the current minute
   * @return whole minutes that hold the current one; those after it are yet to come
   */
  Interval spanAt(Instant now);

  /** {@return the length of the longest span there can be, in whole minutes} */
  Duration longest();

  /**
   * How far back must minutes be kept, so that a window of whole slices can be counted?
   *
   * @param method whether it counts slices
   * @return whole minutes, the current one among them
   */
  default Duration reach(BudgetingMethod method) {
    return switch (method) {
      case BudgetingMethod.Occurrences() -> longest();
      case BudgetingMethod.Timeslices _, BudgetingMethod.RatioTimeslices _ ->
          longest().plus(method.slice().multipliedBy(2)); // before the one that is not over yet
    };
  }

  /** {@return the length that alert windows are scaled by: a month 30 days, a year 365} */
  Duration nominal();

  /**
   * {@return its length as OpenSLO writes it: of a rolling one in days, hours or minutes, whichever
   * is whole, such as {@code 30d}; of a period in the unit it is declared in}
   */
  String text();

  /**
   * The latest minutes, the current one among them.
   *
   * @param length whole minutes, at least one
   */
  record Rolling(Duration length) implements BudgetWindow {
    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if it is not of whole minutes
     */
    public Rolling {
      if (!length.isPositive() || !length.equals(Duration.ofMinutes(length.toMinutes()))) {
        throw new IllegalArgumentException("window not of whole minutes: " + length);
      }
    }

    @Override
    public Interval spanAt(Instant now) {
      var end = now.truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
      return new Interval(end.minus(length), end);
    }

    @Override
    public Duration longest() {
      return length;
    }

    @Override
    public Duration nominal() {
      return length;
    }

    @Override
    public String text() {
      var minutes = length.toMinutes();
      if (minutes % 1_440 == 0) {
        return minutes / 1_440 + "d";
      }
      return minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
    }
  }

  /**
   * Periods that follow each other on the calendar of a place, each with a budget of its own. The
   * k-th begins {@code k * count} units after the first, for negative k too; days and longer units
   * are counted on the local calendar, so that a day there may have 23 or 25 hours and a month that
   * lacks the day of {@code start} begins on its last; minutes and hours are as long everywhere.
   *
   * @param start when the first one begins, by the clocks of the place
   * @param zone the place
   * @param count how many units a period has, at least one
   * @param unit minutes, hours, days, weeks, months or years
   */
  record Calendar(LocalDateTime start, ZoneId zone, int count, ChronoUnit unit)
      implements BudgetWindow {
    /** Clocks were never set by more, but for lands that changed sides of the date line. */
    private static final Duration MOST_CLOCK_CHANGE = Duration.ofHours(24);

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if it is not above zero, or in another unit
     */
    public Calendar {
      if (count < 1) {
        throw new IllegalArgumentException("count not at least 1: " + count);
      }
      switch (unit) {
        case MINUTES, HOURS, DAYS, WEEKS, MONTHS, YEARS -> {}
        default -> throw new IllegalArgumentException("unit not on a calendar: " + unit);
      }
    }

    @Override
    public Interval spanAt(Instant now) {
      var k =
          isByLocalCalendar()
              ? start.until(LocalDateTime.ofInstant(now, zone), unit) / count
              : begin(0).until(now, unit) / count;
      while (begin(k).isAfter(now)) {
        k--;
      }
      while (!begin(k + 1).isAfter(now)) {
        k++;
      }
      return new Interval(begin(k), begin(k + 1));
    }

    @Override
    public Duration longest() {
      var most =
          switch (unit) {
            case MONTHS -> Duration.ofDays(31);
            case YEARS -> Duration.ofDays(366);
            default -> unit.getDuration();
          };
      var length = most.multipliedBy(count);
      return isByLocalCalendar() ? length.plus(MOST_CLOCK_CHANGE) : length;
    }

    @Override
    public Duration nominal() {
      return switch (unit) {
        case MONTHS -> Duration.ofDays(30L * count);
        case YEARS -> Duration.ofDays(365L * count);
        default -> unit.getDuration().multipliedBy(count);
      };
    }

    @Override
    public String text() {
      return switch (unit) {
        case MINUTES -> count + "m";
        case HOURS -> count + "h";
        case DAYS -> count + "d";
        case WEEKS -> count + "w";
        case MONTHS -> count % 3 == 0 ? count / 3 + "Q" : count + "M";
        case YEARS -> count + "Y";
        default -> throw new IllegalStateException("unit not on a calendar: " + unit);
      };
    }

    private Instant begin(long k) {
      var begin =
          isByLocalCalendar()
              ? start.plus(k * count, unit).atZone(zone).toInstant()
              : start.atZone(zone).toInstant().plus(k * count, unit);
      return begin.truncatedTo(ChronoUnit.MINUTES);
    }

    private boolean isByLocalCalendar() {
      return unit.isDateBased();
    }
  }
}
