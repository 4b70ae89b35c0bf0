package dev.nines.engine.api.gate;

import dev.nines.engine.gate.GateDecision;
import dev.nines.engine.gate.GateOverride;
import dev.nines.engine.gate.GateReason;
import dev.nines.slo.Derivation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the gate answers. The keys stand in this order: a script finds the answer first.
 *
 * @param answer {@code go}, {@code hold} or {@code unknown}
 * @param sentence the same in one sentence, which begins with the answer
 * @param service of which service
 * @param reasons everything there is to say, what holds first
 * @param override what a person said against it; null where nobody did
 * @param at as of which evaluation; the epoch before the first
 */
public record GateView(
    String answer,
    String sentence,
    String service,
    List<ReasonView> reasons,
    Optional<OverrideView> override,
    Instant at) {
  static GateView of(GateDecision decision, Instant at) {
    return new GateView(
        decision.answer().label(),
        decision.sentence(),
        decision.service(),
        decision.reasons().stream().map(ReasonView::of).toList(),
        decision.override().map(OverrideView::of),
        at);
  }

  /**
   * A reason.
   *
   * @param kind what it is about
   * @param effect {@code hold}, {@code unknown} or {@code note}
   * @param key names it for as long as it lasts
   * @param text one clause
   * @param since when it began, of an incident, a burn and a freeze; null of others
   * @param derivation how its number comes about; null where it has none
   */
  public record ReasonView(
      String kind,
      String effect,
      String key,
      String text,
      Optional<Instant> since,
      Optional<Derivation> derivation) {
    static ReasonView of(GateReason reason) {
      return new ReasonView(
          reason.kind().label(),
          reason.effect().label(),
          reason.key(),
          reason.text(),
          reason.since(),
          reason.derivation());
    }
  }

  /**
   * What a person said against the gate.
   *
   * @param reason why
   * @param by who
   * @param at since when
   * @param until until when
   * @param endedAt when it was ended; null while it holds
   */
  public record OverrideView(
      String reason, String by, Instant at, Instant until, Optional<Instant> endedAt) {
    static OverrideView of(GateOverride override) {
      return new OverrideView(
          override.reason(), override.by(), override.at(), override.until(), override.endedAt());
    }
  }
}
