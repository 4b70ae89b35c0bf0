package dev.nines.engine.pages.gate;

import dev.nines.engine.gate.GateDecision;
import dev.nines.engine.gate.GateOverride;
import dev.nines.engine.gate.GateReason;
import dev.nines.engine.gate.GateReason.Effect;
import dev.nines.engine.pages.SentForm;
import dev.nines.engine.pages.text.Moment;
import dev.nines.slo.Derivation;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Whether a service may be deployed, on its page.
 *
 * @param service of which service
 * @param answer {@code go}, {@code hold} or {@code unknown}
 * @param state the colour and shape of that: that of a service's state
 * @param sentence the answer in one sentence
 * @param reasons everything there is to say, what holds first
 * @param override what a person said against it, where that holds
 * @param form what was sent against it and not taken
 */
public record GatePanel(
    String service,
    String answer,
    String state,
    String sentence,
    List<Reason> reasons,
    Optional<Said> override,
    SentForm form) {
  /** Copies the reasons. */
  public GatePanel {
    reasons = List.copyOf(reasons);
  }

  /**
   * A reason.
   *
   * @param effect {@code hold}, {@code unknown} or {@code note}
   * @param tag the colour of that
   * @param text one clause
   * @param derivation how its number comes about, where it has one
   */
  public record Reason(String effect, String tag, String text, Optional<Derivation> derivation) {
    static Reason of(GateReason reason) {
      return new Reason(
          reason.effect().label(), tag(reason.effect()), reason.text(), reason.derivation());
    }

    private static String tag(Effect effect) {
      return switch (effect) {
        case HOLD -> "critical";
        case UNKNOWN -> "warning";
        case NOTE -> "info";
      };
    }
  }

  /**
   * What a person said against the gate.
   *
   * @param reason why
   * @param by who
   * @param at since when
   * @param until until when
   */
  public record Said(String reason, String by, Moment at, Moment until) {
    static Said of(GateOverride override, ZonedDateTime now) {
      return new Said(
          override.reason(),
          override.by(),
          Moment.of(override.at(), now),
          Moment.of(override.until(), now));
    }
  }

  static GatePanel of(GateDecision decision, SentForm form, ZonedDateTime now) {
    return new GatePanel(
        decision.service(),
        decision.answer().label(),
        switch (decision.answer()) {
          case GO -> "up";
          case HOLD -> "down";
          case UNKNOWN -> "unknown";
        },
        decision.sentence(),
        decision.reasons().stream().map(Reason::of).toList(),
        decision.override().map(override -> Said.of(override, now)),
        form);
  }
}
