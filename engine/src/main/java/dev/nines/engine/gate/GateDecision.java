package dev.nines.engine.gate;

import java.util.List;
import java.util.Optional;

/**
 * What is told, and why.
 *
 * @param service of which service
 * @param answer what is told
 * @param sentence the same in one sentence that begins with the answer
 * @param reasons everything there is to say, what holds first
 * @param override what a person said against it, where that holds
 */
public record GateDecision(
    String service,
    GateAnswer answer,
    String sentence,
    List<GateReason> reasons,
    Optional<GateOverride> override) {
  /** Copies the reasons. */
  public GateDecision {
    reasons = List.copyOf(reasons);
  }
}
