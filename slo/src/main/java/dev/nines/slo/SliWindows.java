package dev.nines.slo;

import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What has one SLI seen in each of its rolling windows, exactly to the minute? Not thread-safe.
 *
 * <p>A rolling window of w minutes holds the minutes {@code (now - w, now]}: the current one, still
 * filling, counts, so that a new failure is seen at once. Where slices are counted, it holds those
 * that are over. Every window keeps its sums in integers; an event costs each window one addition,
 * a passing minute one subtraction, whatever the window's length. A calendar window holds the
 * period of the current minute so far. What people have said of spans of time ({@link Adjustments})
 * changes the sums, never the minutes, so it can be taken back.
 *
 * <p>Memory: the minutes of the longest window lie in hours of sixty, packed to the bits their
 * counts need; hours whose minutes are all alike and good share one object. Measured over 30 days:
 * a healthy probe of every 30 s 5 KiB, one of every 45 s (minutes of one run and of two) 38 KiB,
 * one of every 30 s with a fifth of all minutes bad 49 KiB. Counts of thousands a minute that vary
 * widely need more: 15 bytes an hour for each bit.
 *
 * <p>When filling one from a store, advance it to the present first: minutes ahead of the present
 * are kept one by one.
 */
public final class SliWindows {
  private final List<WindowSum> sums;
  private final int longest;
  private final long since;
  private final MinuteRing minutes;
  private final TreeMap<Long, EventCounts> ahead = new TreeMap<>();
  private Adjustments adjustments = Adjustments.NONE;
  private Intervals adjusted = Intervals.NONE; // all spans of them
  private long now;
  private boolean paused;

  /**
   * Starts empty, the current minute being that of {@code since}; counts events.
   *
   * @param windows the lengths of rolling windows, whole minutes of at least one; repeated ones
   *     count once
   * @param since when the SLI began; rounded down to its minute. Earlier events are not its own
   * @throws IllegalArgumentException if there is no window or one is not of whole minutes
   */
  public SliWindows(List<Duration> windows, Instant since) {
    this(
        windows.stream().<BudgetWindow>map(BudgetWindow.Rolling::new).toList(),
        new BudgetingMethod.Occurrences(),
        since);
  }

  /**
   * Starts empty, the current minute being that of {@code since}.
   *
   * @param windows the windows; repeated ones count once
   * @param method whether events are counted or slices too
   * @param since when the SLI began; rounded down to its minute. Earlier events are not its own
   * @throws IllegalArgumentException if there is no window
   */
  public SliWindows(List<BudgetWindow> windows, BudgetingMethod method, Instant since) {
    this.since = epochMinute(since);
    this.now = this.since;
    var seen = new AsAdjusted();
    this.sums = windows.stream().distinct().map(w -> new WindowSum(w, method, seen, now)).toList();
    this.longest =
        windows.stream()
            .mapToInt(window -> Math.toIntExact(window.reach(method).toMinutes()))
            .max()
            .orElseThrow(() -> new IllegalArgumentException("windows not at least one"));
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
    change(epochMinute, total, total - good);
  }

  /**
   * Adds the events of an hour, as {@link #add} would minute by minute, but cheaply where counting
   * is paused.
   *
   * @param firstMinute its first minute, counted from the Unix epoch: a multiple of 60
   * @param counts its events
   * @throws ArithmeticException if a minute's total would exceed an int
   */
  public void addHour(long firstMinute, HourCounts counts) {
    var last = firstMinute + HourCounts.MINUTES - 1;
    if (paused && firstMinute >= oldest() && last <= now) {
      minutes.addHour(firstMinute, counts);
      return;
    }
    for (var minute = 0; minute < HourCounts.MINUTES; minute++) {
      add(firstMinute + minute, counts.good(minute), counts.total(minute));
    }
  }

  /**
   * Takes minutes without counting them in the windows, until {@link #count}: filled from a store,
   * a month of minutes so costs every window one pass over it in place of an addition a minute.
   * What is read meanwhile is out of date.
   */
  public void pauseCounting() {
    paused = true;
  }

  /** Counts the windows anew and goes on counting what is added. */
  public void count() {
    paused = false;
    sums.forEach(WindowSum::recount);
  }

  /**
   * Puts counts in the place of what a minute held: for minutes that are decided, not added up.
   * Minutes too old, or from before the SLI, are ignored; those ahead count once it comes to them.
   *
   * @param epochMinute the minute, counted from the Unix epoch
   * @param good number of good events, 0 to {@code total}
   * @param total number of events
   */
  public void set(long epochMinute, int good, int total) {
    var counts = new EventCounts(good, total);
    if (epochMinute < oldest()) {
      return;
    }
    if (epochMinute > now) {
      ahead.put(epochMinute, counts);
      return;
    }
    var bad = Math.toIntExact(counts.bad());
    change(epochMinute, total - minutes.total(epochMinute), bad - minutes.bad(epochMinute));
  }

  private void change(long epochMinute, int total, int bad) {
    Math.addExact(minutes.total(epochMinute), total); // throws before anything has changed
    if (paused) {
      minutes.add(epochMinute, total, bad);
      return;
    }
    for (var sum : sums) {
      sum.changing(epochMinute);
    }
    minutes.add(epochMinute, total, bad);
    for (var sum : sums) {
      sum.changed(epochMinute);
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
      sum.advance(epochMinute);
    }
    minutes.advanceTo(epochMinute);
    now = epochMinute;
    var due = ahead.headMap(now, true);
    due.forEach((minute, counts) ->
        add(minute, Math.toIntExact(counts.good()), Math.toIntExact(counts.total())));
    due.clear();
  }

  /**
   * Takes what people have said in place of what they said before, backwards too. Only what differs
   * in the minutes that are kept costs counting them anew: what is said of the future does not.
   *
   * @param adjustments all that they have said
   */
  public void adjust(Adjustments adjustments) {
    var before = this.adjustments;
    if (!adjustments.equals(before)) {
      this.adjustments = adjustments;
      this.adjusted = adjustments.excluded().union(adjustments.bad()).union(adjustments.good());
      if (!adjustments.within(kept()).equals(before.within(kept()))) {
        sums.forEach(WindowSum::recount);
      }
    }
  }

  /**
   * Reads one rolling window.
   *
   * @param window one of the lengths given at the start
   * @return exact counts; its history is the whole window, or the time since the SLI began with the
   *     current minute counted in full
   * @throws IllegalArgumentException if {@code window} is none of them
   */
  public WindowReading read(Duration window) {
    return read(new BudgetWindow.Rolling(window));
  }

  /**
   * Reads one window.
   *
   * @param window one of those given at the start
   * @return exact counts; its history is the time since the SLI or the period began, with the
   *     current minute counted in full, and at most the window; of slices, of those that count
   * @throws IllegalArgumentException if {@code window} is none of them
   */
  public WindowReading read(BudgetWindow window) {
    return sum(window).read();
  }

  /**
   * Which slices of a window are bad?
   *
   * @param window one of those given at the start
   * @return the first minute of each, counted from the Unix epoch; none where events are counted
   * @throws IllegalArgumentException if {@code window} is none of them
   */
  public SortedSet<Long> badSlices(BudgetWindow window) {
    return sum(window).badSlices();
  }

  private WindowSum sum(BudgetWindow window) {
    for (var sum : sums) {
      if (sum.window().equals(window)) {
        return sum;
      }
    }
    throw new IllegalArgumentException("window not one of this SLI's: " + window);
  }

  /**
   * Counts the events of a span as adjusted, as far as its minutes are still kept and already
   * present.
   *
   * @param fromMinute the first minute, counted from the Unix epoch
   * @param toMinute the first minute after the span
   * @return the events in {@code [fromMinute, toMinute)}
   */
  public EventCounts between(long fromMinute, long toMinute) {
    return new AsAdjusted()
        .between(Math.max(fromMinute, oldest()), Math.min(toMinute, now + 1))
        .counts();
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

  /** How many minutes back are kept, the current one included. */
  int reach() {
    return longest;
  }

  /** The current minute. */
  long now() {
    return now;
  }

  /** The first minute that may still change. */
  long oldest() {
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

  /** The minutes as people have adjusted them. */
  private final class AsAdjusted implements AdjustedMinutes {
    @Override
    public long total(long minute) {
      return switch (adjustments.of(minute)) {
        case EXCLUDED -> 0;
        case AS_SEEN, GOOD, BAD -> minutes.total(minute);
      };
    }

    @Override
    public long bad(long minute) {
      return switch (adjustments.of(minute)) {
        case EXCLUDED, GOOD -> 0;
        case BAD -> minutes.total(minute);
        case AS_SEEN -> minutes.bad(minute);
      };
    }

    @Override
    public MinuteRing.Sums between(long from, long to) {
      var sums = MinuteRing.Sums.NONE;
      var minute = from;
      for (var i = firstEndingAfter(from); i < adjusted.spans().size(); i++) {
        var span = adjusted.spans().get(i);
        var begin = Math.max(from, epochMinute(span.from()));
        if (begin >= to) {
          break;
        }
        var end = Math.min(to, epochMinute(span.to()));
        sums = sums.plus(minutes.between(minute, begin)).plus(oneByOne(begin, end));
        minute = end;
      }
      return sums.plus(minutes.between(minute, to));
    }

    /** The first adjusted span that is not over by a minute. */
    private int firstEndingAfter(long minute) {
      var low = 0;
      var high = adjusted.spans().size();
      while (low < high) {
        var middle = (low + high) >>> 1;
        if (epochMinute(adjusted.spans().get(middle).to()) > minute) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low;
    }

    private MinuteRing.Sums oneByOne(long from, long to) {
      var total = 0L;
      var bad = 0L;
      var badMinutes = 0L;
      for (var minute = from; minute < to; minute++) {
        var badHere = bad(minute);
        total += total(minute);
        bad += badHere;
        badMinutes += badHere > 0 ? 1 : 0;
      }
      return new MinuteRing.Sums(total, bad, badMinutes);
    }

    @Override
    public long begin() {
      return oldest();
    }

    @Override
    public long end() {
      return now + 1;
    }
  }
}
