package dev.nines.engine.sli;

import dev.nines.engine.sli.SliBook.History;
import dev.nines.engine.sli.SliBook.MetricMinutes;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.EventCounts;
import dev.nines.slo.HourCounts;
import dev.nines.slo.LocationMinutes;
import dev.nines.slo.Sli;
import dev.nines.slo.Sli.Question;
import dev.nines.slo.SliWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An SLO's windows, and all its events since the SLI began. Not thread-safe. */
final class SloAccount implements RunLedger.Tally {
  private static final int MINUTE = 60;

  /** Objectives of one SLO that count alike have one account. */
  record Name(String slo, String objective) {}

  /** What an account counts. */
  record Counting(Sli sli, BudgetingMethod method) {
    Optional<Question> question() {
      return switch (sli) {
        case Sli.Runs _ -> Optional.empty();
        case Sli.Metric(var question) -> Optional.of(question);
      };
    }
  }

  private final Counting counting;
  private final List<BudgetWindow> lengths;
  private final Optional<LocationMinutes> byLocation;
  private SliWindows windows;
  private EventCounts all;

  SloAccount(Counting counting, List<BudgetWindow> lengths, History history) {
    this.counting = counting;
    this.lengths = lengths;
    this.windows = new SliWindows(lengths, counting.method(), history.since());
    this.byLocation =
        switch (counting.sli()) {
          case Sli.Runs(_, _, var locations) ->
              locations == Sli.Locations.POOLED
                  ? Optional.empty()
                  : Optional.of(new LocationMinutes(locations, windows));
          case Sli.Metric _ -> Optional.empty();
        };
    this.all = history.all();
  }

  Counting counting() {
    return counting;
  }

  SliWindows windows() {
    return windows;
  }

  EventCounts all() {
    return all;
  }

  @Override
  public void add(String location, long minute, int good, int total) {
    addMinute(location, minute, good, total);
    all = all.plus(new EventCounts(good, total));
  }

  @Override
  public void addStored(String location, long firstMinute, HourCounts counts) {
    if (byLocation.isEmpty()) {
      windows.addHour(firstMinute, counts);
      return;
    }
    for (var minute = 0; minute < HourCounts.MINUTES; minute++) {
      addMinute(location, firstMinute + minute, counts.good(minute), counts.total(minute));
    }
  }

  private void addMinute(String location, long minute, int good, int total) {
    byLocation.ifPresentOrElse(
        minutes -> minutes.add(location, minute, good, total),
        () -> windows.add(minute, good, total));
  }

  @Override
  public void advanceTo(long minute) {
    byLocation.ifPresentOrElse(
        minutes -> minutes.advanceTo(minute), () -> windows.advanceTo(minute));
  }

  @Override
  public void pauseCounting() {
    windows.pauseCounting();
  }

  @Override
  public void count() {
    windows.count();
  }

  /** Puts what a Prometheus answered in the place of what was known of some minutes. */
  void set(long from, List<EventCounts> counts, EventCounts everCounted) {
    for (var i = 0; i < counts.size(); i++) {
      windows.set(
          from + i, Math.toIntExact(counts.get(i).good()), Math.toIntExact(counts.get(i).total()));
    }
    all = everCounted;
  }

  /** Counts a metric from the beginning. */
  void refill(History history, MetricMinutes stored, Question question, long present) {
    var fresh = new SliWindows(lengths, counting.method(), history.since());
    fresh.advanceTo(present);
    fresh.pauseCounting();
    stored.read(question, fresh::set);
    fresh.count();
    windows = fresh;
    all = history.all();
  }

  /** The first minute of a window with a bad event; {@code now} where there is none. */
  Instant firstBadMinute(Duration window, Instant now) {
    var present = now.getEpochSecond() / MINUTE;
    for (var minute = present - window.toMinutes() + 1; minute <= present; minute++) {
      if (windows.between(minute, minute + 1).bad() > 0) {
        return Instant.ofEpochSecond(minute * MINUTE);
      }
    }
    return now;
  }
}
