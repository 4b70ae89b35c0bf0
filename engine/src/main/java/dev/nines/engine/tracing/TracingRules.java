package dev.nines.engine.tracing;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.TargetTracing;
import dev.nines.engine.telemetry.HeadRatio;
import dev.nines.probe.ProbeRun;
import java.util.Optional;

/**
 * Which runs' traces are kept, and what the targets are told; {@code tracing} of config.yml.
 *
 * @param ratio which runs are kept whatever their outcome
 * @param keepFailed whether failed runs are kept as well
 * @param keepSlow whether runs that took more than half of their timeout are kept as well
 * @param targets when targets are told the trace, where their probe does not say
 * @param baggage whether targets that are told the trace are told what probes them, too
 */
public record TracingRules(
    HeadRatio ratio, boolean keepFailed, boolean keepSlow, TargetTracing targets, boolean baggage) {
  private static final String SAMPLED = "sampled";

  /**
   * The head decision: the same for a trace id everywhere.
   *
   * @param traceId 32 hexadecimal digits
   * @return whether the run is kept whatever its outcome
   */
  boolean head(String traceId) {
    return ratio.takes(traceId);
  }

  TargetTracing targetsOf(ProbeDeclaration probe) {
    return probe.tracing().orElse(targets);
  }

  /** Why a run is kept, once it is over; empty where it is not. */
  Optional<String> kept(String traceId, ProbeDeclaration probe, ProbeRun run) {
    if (!run.success()) {
      var kept = keptFailed(traceId);
      if (kept.isPresent()) {
        return kept;
      }
    } else if (head(traceId)) {
      return Optional.of(SAMPLED);
    }
    if (keepSlow && run.durationNanos() > probe.spec().timeout().toNanos() / 2) {
      return Optional.of("slow");
    }
    return Optional.empty();
  }

  /** Why a run is kept that failed; empty where it is not kept for that. */
  Optional<String> keptFailed(String traceId) {
    if (head(traceId)) {
      return Optional.of(SAMPLED);
    }
    return keepFailed ? Optional.of("failed") : Optional.empty();
  }
}
