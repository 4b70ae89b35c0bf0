package dev.nines.engine.pages.probes;

import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.Moment;
import dev.nines.engine.results.ProbeResult;
import dev.nines.probe.Failure;
import dev.nines.slo.Measure;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A stored run in the list of a location.
 *
 * @param due when it was due
 * @param state up, degraded or down
 * @param word good, slow or failed
 * @param where where it failed and why in a word; empty where it is good
 * @param sentence why it failed, or is slow
 * @param status the HTTP status; empty where there was none
 * @param took the whole run
 * @param bars its phases one after the other, drawn to the scale of the longest run in the list
 * @param link to what it saw, where that is kept
 */
public record RunRow(
    Moment due,
    String state,
    String word,
    String where,
    String sentence,
    String status,
    String took,
    List<PhaseBar> bars,
    Optional<String> link) {
  static List<RunRow> of(List<ProbeResult> runs, Set<String> kept, ZonedDateTime now) {
    var longest =
        runs.stream().map(ProbeResult::total).max(Duration::compareTo).orElse(Duration.ZERO);
    return runs.stream().map(run -> of(run, longest, kept, now)).toList();
  }

  private static RunRow of(ProbeResult run, Duration longest, Set<String> kept, ZonedDateTime now) {
    var state = state(run.sample().success(), run.finding().isPresent());
    var id = FailureCard.id(run.key());
    return new RunRow(
        Moment.of(run.key().scheduledAt(), now),
        state,
        word(state),
        run.finding().map(RunRow::where).orElse(""),
        run.finding().map(Failure::detail).orElse(""),
        run.status().map(String::valueOf).orElse(""),
        DurationText.measured(run.total()),
        bars(run, longest),
        Optional.of("#" + id).filter(_ -> kept.contains(id)));
  }

  static String where(Failure finding) {
    return finding.phase().label() + ", " + finding.reason().label();
  }

  static String state(boolean success, boolean found) {
    return success ? found ? "degraded" : "up" : "down";
  }

  private static String word(String state) {
    return switch (state) {
      case "up" -> "good";
      case "degraded" -> "slow";
      default -> "failed";
    };
  }

  /** The sums of its phases are stored, not when each began. */
  private static List<PhaseBar> bars(ProbeResult run, Duration longest) {
    var bars = new ArrayList<PhaseBar>();
    var at = 0L;
    for (var measure : Measure.values()) {
      var nanos = run.sample().nanos().get(measure);
      if (measure != Measure.TOTAL && nanos != null) {
        bars.add(PhaseBar.of(measure.label(), at, at + nanos, longest));
        at += nanos;
      }
    }
    return bars;
  }
}
