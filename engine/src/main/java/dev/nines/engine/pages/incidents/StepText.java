package dev.nines.engine.pages.incidents;

import dev.nines.engine.pages.text.InstantsInText;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.Transition.Kind;
import dev.nines.incident.Transition.Step;
import java.time.Instant;
import java.util.function.Function;

/** Why a step was taken, with its times as the rest of a page has them. */
final class StepText {
  private StepText() {}

  /** What people say stays as they said it. */
  static String of(Step step, Function<Instant, String> time) {
    var text = step.text();
    var own =
        step.actor().equals(IncidentLifecycle.NINES)
            ? text.length()
            : step.kind() == Kind.IMPACT_EDITED ? Math.max(0, text.indexOf(": ")) : 0;
    return InstantsInText.written(text.substring(0, own), time) + text.substring(own);
  }
}
