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
 * <p>Slices of a rolling window lie on a grid that begins with the Unix epoch, and the window holds
 * whole ones: the current slice, judged by what it has so far, and those before it that are needed
 * to make up the length. Slices of a calendar period begin with the period; its last may be short.
 */
final class WindowSum {
  private final BudgetWindow window;
  private final @Nullable SliceSums slices; // none where events are counted alone
  private final AdjustedMinutes minutes;
  private final int reach;
  private long from;
  private long periodEnd; // of a calendar window
  private long total;
  private long bad;
  private long badMinutes;

  WindowSum(BudgetWindow window, BudgetingMethod method, AdjustedMinutes minutes, long now) {
    this.window = window;
    this.minutes = minutes;
    this.reach = Math.toIntExact(window.reach(method).toMinutes());
    this.slices =
        switch (method) {
          case BudgetingMethod.Occurrences() -> null;
          case BudgetingMethod.Timeslices(var slice, _) -> new SliceSums(method, slice, minutes);
          case BudgetingMethod.RatioTimeslices(var slice) -> new SliceSums(method, slice, minutes);
        };
    moveTo(now);
  }

  BudgetWindow window() {
    return window;
  }

  /** How many minutes back it may reach, the current one included. */
  int reach() {
    return reach;
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
    if (minute >= from) {
      countMinute(minute, sign);
      if (slices != null) {
        slices.count(slices.sliceOf(minute, origin()), sign);
      }
    }
  }

  /** Is told that the present is about to move on; the minutes that leave are still there. */
  void advance(long oldNow, long newNow) {
    var before = from;
    moveTo(newNow);
    if (from > oldNow) {
      clear();
    } else if (from > before) {
      count(before, from, -1);
    }
  }

  /** Counts anew. */
  void recount() {
    clear();
    count(from, minutes.end(), 1);
  }

  private void clear() {
    total = 0;
    bad = 0;
    badMinutes = 0;
    if (slices != null) {
      slices.clear();
    }
  }

  WindowReading read(long since, long now) {
    var span = span(now);
    var history = now + 1 - Math.max(since, from);
    return new WindowReading(
        span,
        new EventCounts(total - bad, total),
        Optional.ofNullable(slices).map(SliceSums::counts),
        badMinutes,
        Duration.ofMinutes(Math.clamp(history, 1, span.length().toMinutes())));
  }

  SortedSet<Long> badSlices() {
    return slices == null ? new TreeSet<>() : slices.badSince(from);
  }

  private Interval span(long now) {
    return switch (window) {
      case BudgetWindow.Rolling rolling -> rolling.spanAt(startOf(now));
      case BudgetWindow.Calendar _ -> new Interval(startOf(from), startOf(periodEnd));
    };
  }

  private void moveTo(long now) {
    switch (window) {
      case BudgetWindow.Rolling(var length) -> {
        var slice = sliceMinutes();
        var whole = Math.ceilDiv(length.toMinutes(), slice);
        from = (Math.floorDiv(now, slice) - whole + 1) * slice;
      }
      case BudgetWindow.Calendar calendar -> {
        if (now >= periodEnd) {
          var span = calendar.spanAt(startOf(now));
          from = minuteOf(span.from());
          periodEnd = minuteOf(span.to());
        }
      }
    }
  }

  private void count(long fromMinute, long toMinute, int sign) {
    var begin = Math.max(fromMinute, minutes.begin());
    var end = Math.min(toMinute, minutes.end());
    if (begin < end) {
      var sums = minutes.between(begin, end);
      total += sign * sums.total();
      bad += sign * sums.bad();
      badMinutes += sign * sums.badMinutes();
    }
    if (slices != null) {
      for (var slice = slices.sliceOf(begin, origin()); slice < end; slice += slices.length()) {
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
      case BudgetWindow.Calendar _ -> from;
    };
  }

  private static long minuteOf(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), 60);
  }

  private static Instant startOf(long minute) {
    return Instant.ofEpochSecond(Math.multiplyExact(minute, 60L));
  }
}
