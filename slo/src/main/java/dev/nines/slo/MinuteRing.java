package dev.nines.slo;

import java.util.Arrays;

/**
 * The latest minutes of one SLI, back to a fixed age. Not thread-safe.
 *
 * <p>A ring of packed hours, plus one hour unpacked in plain arrays: the one written to last.
 * Events nearly always belong to the current hour, and a back-fill goes hour by hour, so packing is
 * paid once an hour and not once an event.
 */
final class MinuteRing {
  private final HourCounts[] hours;
  private final int[] openTotals = new int[HourCounts.MINUTES];
  private final int[] openBads = new int[HourCounts.MINUTES];
  private long openHour;
  private long newestHour;

  /**
   * @param minutes how many minutes back, the newest included, must be readable
   * @param newest the newest minute
   */
  MinuteRing(int minutes, long newest) {
    hours = new HourCounts[Math.ceilDiv(minutes, HourCounts.MINUTES) + 1];
    Arrays.fill(hours, HourCounts.EMPTY);
    newestHour = hour(newest);
    openHour = newestHour;
  }

  /** Adds a whole hour at once; its minutes are to be within the ring. */
  void addHour(long firstMinute, HourCounts counts) {
    var hour = hour(firstMinute);
    if (hour != openHour && hours[slot(hour)] == HourCounts.EMPTY) {
      hours[slot(hour)] = counts;
      return;
    }
    if (hour != openHour) {
      pack();
      unpack(hour);
    }
    for (var index = 0; index < HourCounts.MINUTES; index++) {
      openTotals[index] = Math.addExact(openTotals[index], counts.total(index));
      openBads[index] += counts.bad(index);
    }
  }

  /** Makes room for later minutes, which are empty, and forgets hours that fall off the ring. */
  void advanceTo(long newest) {
    var hour = hour(newest);
    if (hour == newestHour) {
      return;
    }
    pack();
    for (var fresh = Math.max(newestHour + 1, hour - hours.length + 1); fresh <= hour; fresh++) {
      hours[slot(fresh)] = HourCounts.EMPTY;
    }
    newestHour = hour;
    unpack(hour);
  }

  /**
   * @throws ArithmeticException if the minute's total would exceed an int
   */
  void add(long minute, int total, int bad) {
    var hour = hour(minute);
    if (hour != openHour) {
      pack();
      unpack(hour);
    }
    var index = index(minute);
    openTotals[index] = Math.addExact(openTotals[index], total);
    openBads[index] += bad; // never above the total
  }

  int total(long minute) {
    var hour = hour(minute);
    return hour == openHour ? openTotals[index(minute)] : hours[slot(hour)].total(index(minute));
  }

  int bad(long minute) {
    var hour = hour(minute);
    return hour == openHour ? openBads[index(minute)] : hours[slot(hour)].bad(index(minute));
  }

  /** The sums over minutes. */
  record Sums(long total, long bad, long badMinutes) {
    static final Sums NONE = new Sums(0, 0, 0);

    EventCounts counts() {
      return new EventCounts(total - bad, total);
    }

    Sums plus(Sums other) {
      return new Sums(total + other.total, bad + other.bad, badMinutes + other.badMinutes);
    }
  }

  /** Sums over minutes that are kept; whole hours at a time where all their minutes are alike. */
  Sums between(long from, long to) {
    var totals = 0L;
    var bads = 0L;
    var badMinutes = 0L;
    var minute = from;
    while (minute < to) {
      var hour = hour(minute);
      var packed = hours[slot(hour)];
      var end = Math.min(to, (hour + 1) * HourCounts.MINUTES);
      if (hour != openHour && packed.isUniform()) {
        totals += (end - minute) * packed.total(0);
        minute = end;
      } else {
        totals += total(minute);
        var bad = bad(minute);
        bads += bad;
        badMinutes += bad > 0 ? 1 : 0;
        minute++;
      }
    }
    return new Sums(totals, bads, badMinutes);
  }

  /** The first minute without an event at or after the given one, at most {@code end}. */
  long nextEmpty(long minute, long end) {
    var next = minute;
    while (next < end) {
      var hour = hour(next);
      if (hour != openHour && hours[slot(hour)].isGapless()) {
        next = (hour + 1) * HourCounts.MINUTES;
      } else if (total(next) == 0) {
        return next;
      } else {
        next++;
      }
    }
    return end;
  }

  /** The first minute with an event at or after the given one, at most {@code end}. */
  long nextFilled(long minute, long end) {
    var next = minute;
    while (next < end) {
      var hour = hour(next);
      if (hour != openHour && hours[slot(hour)] == HourCounts.EMPTY) {
        next = (hour + 1) * HourCounts.MINUTES;
      } else if (total(next) > 0) {
        return next;
      } else {
        next++;
      }
    }
    return end;
  }

  private void pack() {
    hours[slot(openHour)] = HourCounts.packed(openTotals, openBads);
  }

  private void unpack(long hour) {
    var packed = hours[slot(hour)];
    for (var index = 0; index < HourCounts.MINUTES; index++) {
      openTotals[index] = packed.total(index);
      openBads[index] = packed.bad(index);
    }
    openHour = hour;
  }

  private int slot(long hour) {
    return Math.floorMod(hour, hours.length);
  }

  private static long hour(long minute) {
    return Math.floorDiv(minute, HourCounts.MINUTES);
  }

  private static int index(long minute) {
    return Math.floorMod(minute, HourCounts.MINUTES);
  }
}
