package dev.nines.engine.replay;

import dev.nines.slo.Adjustments;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.LocationMinutes;
import dev.nines.slo.Sli;
import dev.nines.slo.SliWindows;
import dev.nines.slo.WindowReading;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The windows of one SLI as they were, minute by minute: recorded minutes go through the same
 * {@link SliWindows} that the present is read from. Goes forward only. Not thread-safe.
 */
public final class Replay {
  private final RecordedMinutes recorded;
  private final SliWindows windows;
  private final Optional<LocationMinutes> byLocation;
  private final long since;
  private long next;

  /**
   * Begins before the first recorded minute.
   *
   * @param sli what is counted
   * @param method whether events are counted or slices too
   * @param windows the windows that will be read
   * @param since when the SLI began
   * @param adjustments what people have said of spans of time
   * @param recorded its minutes, from the longest window before the first reading on
   */
  public Replay(
      Sli sli,
      BudgetingMethod method,
      Collection<BudgetWindow> windows,
      Instant since,
      Adjustments adjustments,
      RecordedMinutes recorded) {
    this.recorded = recorded;
    this.windows = new SliWindows(List.copyOf(windows), method, since);
    this.windows.adjust(adjustments);
    this.since = since.getEpochSecond() / 60;
    this.next = recorded.first();
    this.byLocation =
        switch (sli) {
          case Sli.Runs(_, _, var rule) when rule != Sli.Locations.POOLED ->
              Optional.of(new LocationMinutes(rule, this.windows));
          case Sli.Runs _, Sli.Metric _ -> Optional.empty();
        };
  }

  /**
   * Goes on to a minute, which then has all its events.
   *
   * @param minute the minute, counted from the Unix epoch, within the recorded span
   * @return whether the SLI had begun by then
   */
  public boolean advanceTo(long minute) {
    for (; next <= minute; next++) {
      byLocation.ifPresentOrElse(minutes -> minutes.advanceTo(next), () -> windows.advanceTo(next));
      recorded.minute(
          next,
          (location, at, good, total) ->
              byLocation.ifPresentOrElse(
                  minutes -> minutes.add(location, at, good, total),
                  () -> windows.add(at, good, total)));
    }
    return minute >= since;
  }

  /**
   * Reads a window as it was at the minute that was gone on to.
   *
   * @param window one of those given at the start
   * @return what was in it
   */
  public WindowReading read(BudgetWindow window) {
    return windows.read(window);
  }
}
