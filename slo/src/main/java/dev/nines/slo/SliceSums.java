package dev.nines.slo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;

/** How many slices of one window are good and how many are bad. Not thread-safe. */
final class SliceSums {
  private final BudgetingMethod method;
  private final int length;
  private final AdjustedMinutes minutes;
  private long good;
  private long bad;
  private long badShares;

  SliceSums(BudgetingMethod method, Duration slice, AdjustedMinutes minutes) {
    this.method = method;
    this.length = Math.toIntExact(slice.toMinutes());
    this.minutes = minutes;
  }

  /** The length of a slice in minutes. */
  int length() {
    return length;
  }

  /** The slice that a minute lies in, by its first minute, on a grid that holds the origin. */
  long sliceOf(long minute, long origin) {
    return minute - Math.floorMod(minute - origin, (long) length);
  }

  /** The first slice that does not begin before a minute. */
  long firstFrom(long minute, long origin) {
    return sliceOf(minute + length - 1, origin);
  }

  void clear() {
    good = 0;
    bad = 0;
    badShares = 0;
  }

  /** Counts a slice as it is now, or takes it away, by the sign. */
  void count(long slice, int sign) {
    var counts = sumOf(slice);
    if (counts.total() > 0) {
      if (isGood(counts)) {
        good += sign;
      } else {
        bad += sign;
      }
      badShares += sign * SliceCounts.share(counts.bad(), counts.total());
    }
  }

  SliceCounts counts() {
    return new SliceCounts(Duration.ofMinutes(length), good, bad, badShares);
  }

  /** The bad ones of a span of whole slices, by their first minutes. */
  SortedSet<Long> badBetween(long from, long to) {
    var starts = new TreeSet<Long>();
    for (var slice = from; slice < to; slice += length) {
      var counts = sumOf(slice);
      if (counts.total() > 0 && !isGood(counts)) {
        starts.add(slice);
      }
    }
    return starts;
  }

  private boolean isGood(EventCounts counts) {
    return switch (method) {
      case BudgetingMethod.Timeslices(_, var target) -> reaches(counts, target);
      case BudgetingMethod.Occurrences(), BudgetingMethod.RatioTimeslices(_) -> counts.bad() == 0;
    };
  }

  private static boolean reaches(EventCounts counts, BigDecimal target) {
    return counts.bad() == 0
        || BigDecimal.valueOf(counts.good())
                .compareTo(target.multiply(BigDecimal.valueOf(counts.total())))
            >= 0;
  }

  private EventCounts sumOf(long slice) {
    return minutes
        .between(Math.max(slice, minutes.begin()), Math.min(slice + length, minutes.end()))
        .counts();
  }
}
