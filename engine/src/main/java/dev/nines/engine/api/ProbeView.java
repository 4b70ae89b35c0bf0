package dev.nines.engine.api;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.evaluation.ServiceState;
import dev.nines.engine.evidence.Step;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.schedule.LatestRuns.LatestRun;
import dev.nines.engine.schedule.LatestRuns.UnknownRun;
import dev.nines.probe.ProbeRun;
import dev.nines.slo.time.Seconds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A probe as the API shows it.
 *
 * @param name its name
 * @param displayName its name for people
 * @param service the service it watches
 * @param target what it asks, without user information and query
 * @param intervalSeconds time between two runs
 * @param timeoutSeconds deadline of a run
 * @param locations where it runs; empty means everywhere
 * @param state up, degraded, down or unknown
 * @param last its last run by this instance
 * @param lastSteps how far that run came, of a transaction of several steps
 * @param unknown the run after that, where it tells nothing of the target
 * @param lastFailure its last failed run that is kept, of any age
 */
public record ProbeView(
    String name,
    String displayName,
    String service,
    String target,
    double intervalSeconds,
    double timeoutSeconds,
    List<String> locations,
    String state,
    Optional<ResultView> last,
    List<StepView> lastSteps,
    Optional<UnknownView> unknown,
    Optional<ResultView> lastFailure) {
  static ProbeView of(
      ProbeDeclaration probe,
      ServiceState state,
      Optional<LatestRun> last,
      Optional<UnknownRun> unknown,
      Optional<ProbeResult> lastFailure) {
    return new ProbeView(
        probe.name(),
        probe.displayName(),
        probe.service(),
        probe.target(),
        Seconds.of(probe.interval()),
        Seconds.of(probe.spec().timeout()),
        probe.locations(),
        state.label(),
        last.map(LatestRun::result).map(ResultView::of),
        last.map(LatestRun::run).map(ProbeView::steps).orElse(List.of()),
        unknown.map(UnknownView::of),
        lastFailure.map(ResultView::of));
  }

  private static List<StepView> steps(ProbeRun run) {
    return run.steps().stream().map(step -> StepView.of(Step.of(step), run.phases())).toList();
  }

  /**
   * A run that is unknown.
   *
   * @param scheduledAt when it was due
   * @param cause why it is unknown, in one word of a closed set
   * @param detail the same in a sentence, and what the run saw where it was made
   */
  public record UnknownView(Instant scheduledAt, String cause, String detail) {
    static UnknownView of(UnknownRun run) {
      return new UnknownView(run.scheduledAt(), run.cause().label(), run.detail());
    }
  }
}
