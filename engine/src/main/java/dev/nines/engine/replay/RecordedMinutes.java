package dev.nines.engine.replay;

import dev.nines.engine.datasource.MetricTable;
import dev.nines.engine.sli.StoredHours;
import dev.nines.slo.HourCounts;
import dev.nines.slo.Sli;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What was recorded for one SLI in each minute of a span? Costs 8 bytes a minute and location. Not
 * thread-safe.
 */
public final class RecordedMinutes {
  private static final int MINUTE = 60;

  /** A Prometheus tells of no location. */
  private static final String EVERYWHERE = "";

  private final long first;
  private final int length;
  private final Map<String, Counts> byLocation = new HashMap<>();

  private static final class Counts {
    private final int[] good;
    private final int[] total;

    Counts(int length) {
      good = new int[length];
      total = new int[length];
    }
  }

  /**
   * A span in which nothing is recorded yet.
   *
   * @param first its first minute, counted from the Unix epoch
   * @param last its last minute, not before the first
   */
  public RecordedMinutes(long first, long last) {
    this.first = first;
    this.length = Math.toIntExact(last - first + 1);
  }

  /**
   * Reads the stored minutes of an SLI.
   *
   * @param handle the database, in a transaction
   * @param sli what is counted
   * @param from an instant in the first minute
   * @param to an instant in the last minute
   * @return the minutes
   */
  static RecordedMinutes read(Handle handle, Sli sli, Instant from, Instant to) {
    var minutes = new RecordedMinutes(from.getEpochSecond() / MINUTE, to.getEpochSecond() / MINUTE);
    switch (sli) {
      case Sli.Runs(var probes, var good, _) ->
          StoredHours.read(
              handle,
              Set.copyOf(probes),
              from,
              (_, location, criterion, firstMinute, counts) -> {
                if (criterion.equals(good.text())) {
                  for (var minute = 0; minute < HourCounts.MINUTES; minute++) {
                    minutes.add(
                        location, firstMinute + minute, counts.good(minute), counts.total(minute));
                  }
                }
              });
      case Sli.Metric(var question) ->
          MetricTable.read(
              handle,
              question.text(),
              from,
              (minute, good, total) -> minutes.add(EVERYWHERE, minute, good, total));
    }
    return minutes;
  }

  /**
   * Adds events to a minute; those outside the span are ignored.
   *
   * @param location where they were seen
   * @param minute the minute, counted from the Unix epoch
   * @param good good events, at most {@code total}
   * @param total all events
   */
  public void add(String location, long minute, int good, int total) {
    if (minute >= first && minute < first + length) {
      var counts = byLocation.computeIfAbsent(location, _ -> new Counts(length));
      var index = Math.toIntExact(minute - first);
      counts.good[index] += good;
      counts.total[index] += total;
    }
  }

  long first() {
    return first;
  }

  /** Passes on a minute of the span, at each location that has events in it. */
  void minute(long minute, Sink sink) {
    var index = Math.toIntExact(minute - first);
    byLocation.forEach((location, counts) -> {
      if (counts.total[index] > 0) {
        sink.add(location, minute, counts.good[index], counts.total[index]);
      }
    });
  }

  /** Takes the events of a minute. */
  @FunctionalInterface
  interface Sink {
    void add(String location, long minute, int good, int total);
  }
}
