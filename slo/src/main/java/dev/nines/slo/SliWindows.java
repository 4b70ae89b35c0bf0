package dev.nines.slo;

import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What has one SLI seen in each of its rolling windows, exactly to the minute? Not thread-safe.
 *
 * <p>A window of w minutes holds the minutes {@code (now - w, now]}: the current one, still
 * filling, counts, so that a new failure is seen at once. Every window keeps its sums in integers;
 * an event costs each window one addition, a passing minute one subtraction, whatever the window's
 * length.
 *
 * <p>Memory: the minutes of the longest window lie in hours of sixty, packed to the bits their
 * counts need; hours whose minutes are all alike and good share one object. Measured over 30 days:
 * a healthy probe of every 30 s 4.4 KiB, one of every 45 s (minutes of one run and of two) 38 KiB,
 * one of every 30 s with a fifth of all minutes bad 49 KiB. Counts of thousands a minute that vary
 * widely need more: 15 bytes an hour for each bit.
 *
 * <p>When filling one from a store, advance it to the present first: minutes ahead of the present
 * are kept one by one.
 */
public final class SliWindows {
  private final List<RollingSum> sums;
  private final int longest;
  private final long since;
  private final MinuteRing minutes;
  private final TreeMap<Long, EventCounts> ahead = new TreeMap<>();
  private long now;

  /**
   * Starts empty, the current minute being that of {@code since}.
   *
   * @param windows the windows' lengths, whole minutes of at least one; repeated ones count once
   * @param since when the SLI began; rounded down to its minute. Earlier events are not its own
   * @throws IllegalArgumentException if there is no window or one is not of whole minutes
   */
  public SliWindows(List<Duration> windows, Instant since) {
    this.sums = windows.stream().distinct().map(RollingSum::new).toList();
    this.longest =
        sums.stream()
            .mapToInt(sum -> sum.minutes)
            .max()
            .orElseThrow(() -> new IllegalArgumentException("windows not at least one"));
    this.since = epochMinute(since);
    this.now = this.since;
    this.minutes = new MinuteRing(longest, now);
  }

  /**
   * Adds events to a minute. Order does not matter; events older than the longest window, or than
   * the SLI, are ignored; those ahead of the current minute count once it comes to theirs.
   *
   * @param epochMinute the minute, counted from the Unix epoch
   * @param good number of good events, 0 to {@code total}
   * @param total number of events
   * @throws IllegalArgumentException if {@code good} is negative or above {@code total}
   * @throws ArithmeticException if the minute's total would exceed an int
   */
  public void add(long epochMinute, int good, int total) {
    var counts = new EventCounts(good, total);
    if (total == 0 || epochMinute < oldest()) {
      return;
    }
    if (epochMinute > now) {
      ahead.merge(epochMinute, counts, SliWindows::sumOfOneMinute);
      return;
    }
    var bad = total - good;
    var newlyBad = bad > 0 && minutes.bad(epochMinute) == 0;
    minutes.add(epochMinute, total, bad);
    for (var sum : sums) {
      if (epochMinute > now - sum.minutes) {
        sum.total += total;
        sum.bad += bad;
        sum.badMinutes += newlyBad ? 1 : 0;
      }
    }
  }

  /**
   * Moves the present forward; going back is ignored.
   *
   * @param epochMinute the current minute, counted from the Unix epoch
   */
  public void advanceTo(long epochMinute) {
    if (epochMinute <= now) {
      return;
    }
    for (var sum : sums) {
      sum.drop(now, epochMinute, minutes);
    }
    minutes.advanceTo(epochMinute);
    now = epochMinute;
    var due = ahead.headMap(now, true);
    due.forEach((minute, counts) ->
        add(minute, Math.toIntExact(counts.good()), Math.toIntExact(counts.total())));
    due.clear();
  }

  /**
   * Reads one window.
   *
   * @param window one of the lengths given at the start
   * @return exact counts; its history is the whole window, or the time since the SLI began with the
   *     current minute counted in full
   * @throws IllegalArgumentException if {@code window} is none of them
   */
  public WindowReading read(Duration window) {
    for (var sum : sums) {
      if (sum.window.equals(window)) {
        return new WindowReading(
            window,
            new EventCounts(sum.total - sum.bad, sum.total),
            sum.badMinutes,
            Duration.ofMinutes(Math.min(sum.minutes, now - since + 1)));
      }
    }
    throw new IllegalArgumentException("window not one of this SLI's: " + window);
  }

  /**
   * Counts the events of a span, as far as its minutes are still kept and already present.
   *
   * @param fromMinute the first minute, counted from the Unix epoch
   * @param toMinute the first minute after the span
   * @return the events in {@code [fromMinute, toMinute)}
   */
  public EventCounts between(long fromMinute, long toMinute) {
    var total = 0L;
    var bad = 0L;
    var end = Math.min(toMinute, now + 1);
    for (var minute = Math.max(fromMinute, oldest()); minute < end; minute++) {
      total += minutes.total(minute);
      bad += minutes.bad(minute);
    }
    return new EventCounts(total - bad, total);
  }

  /** {@return when the SLI began, a whole minute} */
  public Instant since() {
    return startOf(since);
  }

  /**
   * {@return the minutes kept: from the oldest one of the longest window, or the SLI's first, to
   * the end of the current one}
   */
  public Interval kept() {
    return new Interval(startOf(oldest()), startOf(now + 1));
  }

  /** {@return those minutes of {@link #kept} that hold no event, good or bad} */
  public Intervals emptyMinutes() {
    var spans = new ArrayList<Interval>();
    var end = now + 1;
    var from = minutes.nextEmpty(oldest(), end);
    while (from < end) {
      var to = minutes.nextFilled(from, end);
      spans.add(new Interval(startOf(from), startOf(to)));
      from = minutes.nextEmpty(to, end);
    }
    return new Intervals(spans);
  }

  private long oldest() {
    return Math.max(since, now - longest + 1);
  }

  private static long epochMinute(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), 60);
  }

  private static Instant startOf(long epochMinute) {
    return Instant.ofEpochSecond(Math.multiplyExact(epochMinute, 60L));
  }

  private static EventCounts sumOfOneMinute(EventCounts a, EventCounts b) {
    var sum = a.plus(b);
    Math.toIntExact(sum.total());
    return sum;
  }

  /** The sums of one window. */
  private static final class RollingSum {
    private final Duration window;
    private final int minutes;
    private long total;
    private long bad;
    private long badMinutes;

    private RollingSum(Duration window) {
      if (!window.isPositive() || !window.equals(Duration.ofMinutes(window.toMinutes()))) {
        throw new IllegalArgumentException("window not of whole minutes: " + window);
      }
      this.window = window;
      this.minutes = Math.toIntExact(window.toMinutes());
    }

    /** Takes out the minutes that leave the window as the present moves. */
    private void drop(long oldNow, long newNow, MinuteRing ring) {
      var lastLeaving = newNow - minutes;
      if (lastLeaving >= oldNow) {
        total = 0;
        bad = 0;
        badMinutes = 0;
        return;
      }
      for (var minute = oldNow - minutes + 1; minute <= lastLeaving; minute++) {
        var leavingBad = ring.bad(minute);
        total -= ring.total(minute);
        bad -= leavingBad;
        badMinutes -= leavingBad > 0 ? 1 : 0;
      }
    }
  }
}
