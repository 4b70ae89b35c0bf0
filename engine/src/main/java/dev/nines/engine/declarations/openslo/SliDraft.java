package dev.nines.engine.declarations.openslo;

import dev.nines.engine.catalog.Subject;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.slo.Criterion;
import dev.nines.slo.Measure;

/** An SLI as written, its references not yet followed. */
public sealed interface SliDraft {
  /** {@return whose runs are counted} */
  Runs runs();

  /**
   * Whose runs are counted.
   *
   * @param kind whether a probe or a service is named
   * @param named its name
   */
  record Runs(Subject.Kind kind, Reference named) {}

  /**
   * Good runs of all runs.
   *
   * @param runs whose runs
   * @param total whose runs, as the total says; must be the same
   * @param good when a run is good
   */
  record Ratio(Runs runs, Runs total, Criterion good) implements SliDraft {}

  /**
   * Runs whose duration keeps to the objective's {@code op} and {@code value}.
   *
   * @param runs whose runs
   * @param measure which duration
   * @param success whether the run must also succeed
   */
  record Threshold(Runs runs, Measure measure, boolean success) implements SliDraft {}
}
