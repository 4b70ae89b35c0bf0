package dev.nines.engine.pages.probes;

import dev.nines.engine.evaluation.ServiceState;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.schedule.UnknownCause;
import dev.nines.incident.FailureStreak;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How is a probe, and on which ground is that said? The state is that of the last evaluation, the
 * runs are those of now, so the words must not let one contradict the other.
 */
final class Standing {
  private Standing() {}

  /** What follows "the probe is". */
  static String of(ProbeFacts facts, Optional<ProbeResult> newest, Instant now) {
    return switch (facts.state()) {
      case DOWN -> ServiceState.DOWN.label();
      case MAINTENANCE -> "in maintenance";
      case UP, DEGRADED -> standing(facts, newest);
      case UNKNOWN -> "unknown: " + unknown(facts, newest, now);
    };
  }

  /** Downtime is decided by the open/close rule, so a short streak leaves a probe up. */
  private static String standing(ProbeFacts facts, Optional<ProbeResult> newest) {
    if (facts.streak().isPresent()) {
      return "up, failing: " + count(facts.streak().get()) + " in a row";
    }
    return newest.flatMap(ProbeResult::failure).isPresent()
        ? facts.state().label() + " by the last evaluation; a run has failed since"
        : facts.state().label();
  }

  private static String unknown(ProbeFacts facts, Optional<ProbeResult> newest, Instant now) {
    if (facts.unknown().isPresent()) {
      return facts.unknown().get().cause() == UnknownCause.SELF_CHECK
          ? "no self-check target answers, so its failed runs tell nothing"
          : "its newest run has no result";
    }
    if (newest.filter(run -> isRecent(run, facts.declaration().interval(), now)).isEmpty()) {
      return "it has no recent run";
    }
    return facts
        .streak()
        .filter(streak -> !streak.everGood())
        .map(streak -> "no good run yet, failing " + count(streak))
        .orElse("its last run is not evaluated yet");
  }

  private static boolean isRecent(ProbeResult run, Duration interval, Instant now) {
    return !run.finishedAt().isBefore(now.minus(interval.multipliedBy(2)));
  }

  private static String count(FailureStreak streak) {
    return streak.failures() + " of " + streak.opening();
  }
}
