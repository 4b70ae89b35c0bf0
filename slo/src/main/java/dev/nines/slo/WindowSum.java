package dev.nines.slo;

import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The sums of one window, kept by taking out what leaves it and adding what comes. Not thread-safe.
 *
 * <p>Slices of a rolling window lie on a grid that begins with the Unix epoch, those of a calendar
 * period begin with the period. Only those count that are over and were seen whole: a slice that
 * has only begun may still become good, and so may the one that ended within the last minute, whose
 * last events are on their way. A rolling window holds as many as make up its length.
 */
final class WindowSum {
  private final BudgetWindow window;
  private final @Nullable SliceSums slices; // none where events are counted alone
  private final AdjustedMinutes minutes;
  private final long since;
  private long from;
  private long end; // the first minute that does not count yet
  private long periodStart; // of a calendar window
  private long periodEnd;
  private long total;
  private long bad;
  private long badMinutes;

  WindowSum(BudgetWindow window, BudgetingMethod method, AdjustedMinutes minutes, long since) {
    this.window = window;
    this.since = since;
    this.minutes = minutes;
    this.slices =
        switch (method) {
          case BudgetingMethod.Occurrences() -> null;
          case BudgetingMethod.Timeslices(var slice, _) -> new SliceSums(method, slice, minutes);
          case BudgetingMethod.RatioTimeslices(var slice) -> new SliceSums(method, slice, minutes);
        };
    moveTo(since);
  }

  BudgetWindow window() {
    return window;
  }

  /** Is told that a minute is about to change; to be followed by {@link #changed}. */
  void changing(long minute) {
    count(minute, -1);
  }

  /** Is told that a minute has changed. */
  void changed(long minute) {
    count(minute, 1);
  }

  private void count(long minute, int sign) {
    if (minute >= from && minute < end) {
      countMinute(minute, sign);
      if (slices != null) {
        slices.count(slices.sliceOf(minute, origin()), sign);
      }
    }
  }

  /** Is told that the present is about to move on; the minutes that leave are still there. */
  void advance(long newNow) {
    var before = from;
    var endBefore = end;
    moveTo(newNow);
    if (from >= endBefore) {
      clear();
      count(from, end, 1);
    } else {
      count(before, from, -1);
      count(endBefore, end, 1);
    }
  }

  /** Counts anew. */
  void recount() {
    clear();
    count(from, end, 1);
  }

  private void clear() {
    total = 0;
    bad = 0;
    badMinutes = 0;
    if (slices != null) {
      slices.clear();
    }
  }

  WindowReading read() {
    var span = span();
    var history = end - Math.max(since, from);
    return new WindowReading(
        span,
        new EventCounts(total - bad, total),
        Optional.ofNullable(slices).map(SliceSums::counts),
        badMinutes,
        Duration.ofMinutes(Math.clamp(history, 1, span.length().toMinutes())));
  }

  SortedSet<Long> badSlices() {
    return slices == null ? new TreeSet<>() : slices.badBetween(from, end);
  }

  private Interval span() {
    return switch (window) {
      case BudgetWindow.Rolling(var length) ->
          new Interval(startOf(end).minus(length), startOf(end));
      case BudgetWindow.Calendar _ -> new Interval(startOf(periodStart), startOf(periodEnd));
    };
  }

  private void moveTo(long now) {
    var first = // of the window, whenever the SLI began
        switch (window) {
          case BudgetWindow.Rolling(var length) -> {
            end = endOfCounted(now);
            yield end - Math.ceilDiv(length.toMinutes(), sliceMinutes()) * sliceMinutes();
          }
          case BudgetWindow.Calendar calendar -> {
            if (now >= periodEnd) {
              var span = calendar.spanAt(startOf(now));
              periodStart = minuteOf(span.from());
              periodEnd = minuteOf(span.to());
            }
            end = Math.max(periodStart, endOfCounted(now));
            yield periodStart;
          }
        };
    from = slices == null ? first : Math.max(first, slices.firstFrom(since, origin()));
  }

  private long endOfCounted(long now) {
    return slices == null ? now + 1 : slices.sliceOf(now - 1, origin());
  }

  private void count(long fromMinute, long toMinute, int sign) {
    var first = Math.max(fromMinute, minutes.begin());
    var last = Math.min(toMinute, minutes.end());
    if (first >= last) {
      return;
    }
    var sums = minutes.between(first, last);
    total += sign * sums.total();
    bad += sign * sums.bad();
    badMinutes += sign * sums.badMinutes();
    if (slices != null) {
      for (var slice = slices.sliceOf(first, origin()); slice < last; slice += slices.length()) {
        slices.count(slice, sign);
      }
    }
  }

  private void countMinute(long minute, int sign) {
    var badHere = minutes.bad(minute);
    total += sign * minutes.total(minute);
    bad += sign * badHere;
    badMinutes += badHere > 0 ? sign : 0;
  }

  private int sliceMinutes() {
    return slices == null ? 1 : slices.length();
  }

  private long origin() {
    return switch (window) {
      case BudgetWindow.Rolling _ -> 0;
      case BudgetWindow.Calendar _ -> periodStart;
    };
  }

  private static long minuteOf(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), 60);
  }

  private static Instant startOf(long minute) {
    return Instant.ofEpochSecond(Math.multiplyExact(minute, 60L));
  }
}
