package dev.nines.engine.pages.probes;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.evaluation.ServiceState;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.schedule.LatestRuns.LatestRun;
import dev.nines.engine.schedule.LatestRuns.UnknownRun;
import dev.nines.incident.FailureStreak;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a probe.
 *
 * @param declaration what is declared of it
 * @param evaluatedAt when its state was found
 * @param state how it was then
 * @param streak its failed runs in a row up to now, where they are no outage yet
 * @param latest its last run by this instance
 * @param unknown the run after that, where it tells nothing of the target
 * @param stored what the database has; empty while it does not answer
 */
record ProbeFacts(
    ProbeDeclaration declaration,
    Instant evaluatedAt,
    ServiceState state,
    Optional<FailureStreak> streak,
    Optional<LatestRun> latest,
    Optional<UnknownRun> unknown,
    Optional<Stored> stored) {
  /**
   * What the database has of a probe.
   *
   * @param results its last results of each location, newest first
   * @param failures its last failed runs, newest first
   */
  record Stored(List<ProbeResult> results, List<ProbeResult> failures) {
    /** Copies the lists. */
    Stored {
      results = List.copyOf(results);
      failures = List.copyOf(failures);
    }
  }
}
