package dev.nines.engine.sli;

import dev.nines.engine.results.ProbeGrids;
import dev.nines.slo.HourCounts;
import dev.nines.slo.SliWindows;
import dev.nines.slo.reliability.Coverage;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** When was a probe watching? Counts its runs, good or bad. Not thread-safe. */
final class WatchedProbe implements RunLedger.Tally {
  private static final int MINUTE = 60;

  private final SliWindows runs;
  private final ProbeGrids.Declared grid;
  private long lastMinute = Long.MIN_VALUE;

  /** Counts from its declaration on, for as long back as {@code window}. */
  WatchedProbe(Duration window, ProbeGrids.Declared grid) {
    this.runs = new SliWindows(List.of(window), grid.since());
    this.grid = grid;
  }

  @Override
  public void add(String location, long minute, int good, int total) {
    runs.add(minute, good, total);
    lastMinute = Math.max(lastMinute, minute);
  }

  @Override
  public void addStored(String location, long firstMinute, HourCounts counts) {
    runs.addHour(firstMinute, counts);
    for (var minute = HourCounts.MINUTES - 1; minute >= 0; minute--) {
      if (counts.total(minute) > 0) {
        lastMinute = Math.max(lastMinute, firstMinute + minute);
        break;
      }
    }
  }

  @Override
  public void advanceTo(long minute) {
    runs.advanceTo(minute);
  }

  @Override
  public void pauseCounting() {
    runs.pauseCounting();
  }

  @Override
  public void count() {
    runs.count();
  }

  Instant since() {
    return grid.since();
  }

  /** Where no run was ever stored, not even the present can be taken for known. */
  Coverage byMinutes(Instant now) {
    var since = grid.since();
    return lastMinute == Long.MIN_VALUE && since.isBefore(now)
        ? new Coverage(since, Intervals.of(new Interval(since, now)))
        : Coverage.of(runs, grid.longestInterval(), now);
  }

  boolean isKnown(Instant now) {
    return lastMinute != Long.MIN_VALUE
        && !now.minus(grid.interval().multipliedBy(2))
            .isAfter(Instant.ofEpochSecond((lastMinute + 1) * MINUTE));
  }
}
