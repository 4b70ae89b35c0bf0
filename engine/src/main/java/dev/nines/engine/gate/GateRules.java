package dev.nines.engine.gate;

import dev.nines.engine.evaluation.ServiceState;
import dev.nines.engine.gate.GateReason.Effect;
import dev.nines.engine.gate.Situation.Known;
import java.util.List;
import java.util.Optional;

/**
 * May a service be deployed? Held by an open incident that is critical or an error, by a probe that
 * is down, an error budget that burns fast enough to page, a step of an error budget policy that
 * freezes, and a freeze; not by maintenance. What holds goes before what is not known, and a person
 * before both. Pure.
 */
public final class GateRules {
  private GateRules() {}

  /**
   * Decides.
   *
   * @param situation what it depends on
   * @param onUnknown what is told where it cannot be said; empty to say so
   * @return the decision
   */
  public static GateDecision decide(Situation situation, Optional<GateAnswer> onUnknown) {
    var reasons = GateReasons.of(situation);
    var holding = of(reasons, Effect.HOLD);
    var open = of(reasons, Effect.UNKNOWN);
    var answer =
        !holding.isEmpty() ? GateAnswer.HOLD : open.isEmpty() ? GateAnswer.GO : GateAnswer.UNKNOWN;
    var clause =
        switch (answer) {
          case GO -> state(situation) + " and nothing holds it";
          case HOLD -> clause(holding);
          case UNKNOWN -> clause(open);
        };
    if (situation.override().isPresent()) {
      return decision(
          situation,
          GateAnswer.GO,
          overridden(situation.override().get(), answer, clause),
          reasons);
    }
    if (answer == GateAnswer.UNKNOWN && onUnknown.isPresent()) {
      return decision(
          situation, onUnknown.get(), "as asked for what cannot be said, since " + clause, reasons);
    }
    return decision(situation, answer, clause, reasons);
  }

  private static GateDecision decision(
      Situation situation, GateAnswer answer, String clause, List<GateReason> reasons) {
    return new GateDecision(
        situation.service(), answer, answer.label() + ": " + clause, reasons, situation.override());
  }

  private static List<GateReason> of(List<GateReason> reasons, Effect effect) {
    return reasons.stream().filter(reason -> reason.effect() == effect).toList();
  }

  private static String clause(List<GateReason> reasons) {
    var more = reasons.size() - 1;
    return reasons.getFirst().text()
        + switch (more) {
          case 0 -> "";
          case 1 -> " (and 1 more reason)";
          default -> " (and %d more reasons)".formatted(more);
        };
  }

  private static String overridden(GateOverride override, GateAnswer without, String clause) {
    var would =
        switch (without) {
          case GO -> clause;
          case HOLD -> "would hold: " + clause;
          case UNKNOWN -> "would be unknown: " + clause;
        };
    return "overridden by %s until %s because %s; %s"
        .formatted(
            override.by(),
            GateReasons.text(override.until()),
            override.reason().strip().replaceFirst("\\.$", ""),
            would);
  }

  private static String state(Situation situation) {
    return switch (situation.known()) {
      case Known.Fresh(var status, _) ->
          status.state() == ServiceState.MAINTENANCE
              ? situation.service() + " is in maintenance"
              : situation.service() + " is " + status.state().label();
      case Known.Nothing _, Known.Stale _ -> situation.service(); // never go
    };
  }
}
