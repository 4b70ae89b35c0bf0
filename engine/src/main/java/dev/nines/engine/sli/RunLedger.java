package dev.nines.engine.sli;

import dev.nines.engine.results.ProbeResult;
import dev.nines.slo.Criterion;
import dev.nines.slo.HourCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where is a probe's run counted, and is it good there? Not thread-safe. */
final class RunLedger {
  private static final int MINUTE = 60;

  private final Map<String, List<Entry>> entries = new HashMap<>();

  /** Counts the runs of probes. */
  interface Tally {
    /** Adds runs of one minute. */
    void add(String location, long minute, int good, int total);

    /** Adds runs of an hour, which are in the sum of all events already. */
    void addStored(String location, long firstMinute, HourCounts counts);

    /** Moves the present forward. */
    void advanceTo(long minute);

    /** Takes minutes without counting them in windows, until {@link #count}. */
    void pauseCounting();

    /** Counts the windows. */
    void count();
  }

  /** The criterion's text is at hand: a start asks for it at every stored hour. */
  private record Entry(Criterion good, String text, Tally tally) {}

  void enter(String probe, Criterion good, Tally tally) {
    entries.computeIfAbsent(probe, _ -> new ArrayList<>()).add(new Entry(good, good.text(), tally));
  }

  void add(List<ProbeResult> results) {
    for (var result : results) {
      var minute = result.key().scheduledAt().getEpochSecond() / MINUTE;
      for (var entry : of(result.key().probe())) {
        var good = entry.good().isGood(result.sample()) ? 1 : 0;
        entry.tally().add(result.key().location(), minute, good, 1);
      }
    }
  }

  void addStored(
      String probe, String location, String criterion, long firstMinute, HourCounts counts) {
    for (var entry : of(probe)) {
      if (entry.text().equals(criterion)) {
        entry.tally().addStored(location, firstMinute, counts);
      }
    }
  }

  private List<Entry> of(String probe) {
    return entries.getOrDefault(probe, List.of());
  }
}
