package dev.nines.slo.metric;

import java.util.BitSet;

/**
 * What has a query answered for each minute of a span, summed over its series? Not thread-safe.
 *
 * <p>The value of a minute is what the query gives at its end. Of counters a minute has the
 * difference to the series' value before, each series by itself: so that the reset of one, after
 * which its value counts as it is, does not hurt the others. The first value of a series counts
 * nothing, as in Prometheus' {@code increase}. A series that was away comes back with its whole
 * difference in the minute it is back; after more than {@value #BRIDGED} minutes it begins anew.
 */
public final class QueryAnswer {
  /** How many minutes before a span belong to its reading, to find each counter's value before. */
  public static final int BRIDGED = 15;

  private static final long NEVER = Long.MIN_VALUE / 2;

  private final boolean counter;
  private final long from;
  private final double[] sums;
  private final int[] series;
  private final BitSet seen = new BitSet(); // of counters, from BRIDGED minutes before the span on
  private double last;
  private long lastMinute = NEVER;

  /**
   * Begins with no series.
   *
   * @param counter whether the values only grow, but for resets
   * @param from the first minute, counted from the Unix epoch
   * @param to the first minute after the span
   */
  public QueryAnswer(boolean counter, long from, long to) {
    this.counter = counter;
    this.from = from;
    this.sums = new double[Math.toIntExact(to - from)];
    this.series = new int[sums.length];
  }

  /** Begins the next series. */
  public void beginSeries() {
    lastMinute = NEVER;
  }

  /**
   * Takes the next value of the series; what is no finite number of at least 0 is no value of a
   * counter.
   *
   * @param minute at the end of which it was asked for, later than that of the value before; those
   *     before the span are of use for counters alone
   * @param value the value
   */
  public void value(long minute, double value) {
    if (!counter) {
      add(minute, value);
    } else if (Double.isFinite(value) && value >= 0) {
      if (minute >= from - BRIDGED) {
        seen.set(Math.toIntExact(minute - from + BRIDGED));
      }
      if (minute - lastMinute <= BRIDGED) {
        add(minute, Math.rint(value) - (value < last ? 0 : Math.rint(last)));
      }
      last = value;
      lastMinute = minute;
    }
  }

  private void add(long minute, double value) {
    var index = minute - from;
    if (index >= 0 && index < sums.length) {
      sums[(int) index] += value;
      series[(int) index]++;
    }
  }

  /** How many series have a value for the minute. */
  int series(long minute) {
    return series[(int) (minute - from)];
  }

  /**
   * Whether a counter is away in a minute, but the first value after it may still have the whole
   * difference to the one before.
   */
  boolean mayComeBack(long minute) {
    var index = Math.toIntExact(minute - from + BRIDGED);
    var newest = seen.previousSetBit(index);
    return newest >= 0 && newest < index && index - newest < BRIDGED;
  }

  /** The sum of its values, 0 where there is none. */
  double sum(long minute) {
    return sums[(int) (minute - from)];
  }
}
