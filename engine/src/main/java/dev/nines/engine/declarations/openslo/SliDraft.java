package dev.nines.engine.declarations.openslo;

import dev.nines.engine.catalog.Subject;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.slo.Criterion;
import dev.nines.slo.Measure;
import java.util.Optional;

/** An SLI as written, its references not yet followed. */
public sealed interface SliDraft {
  /**
   * Whose runs are counted.
   *
   * @param dataSource the data source of type {@code nines}, where one is named
   * @param kind whether a probe or a service is named
   * @param named its name
   */
  record Runs(Optional<Reference> dataSource, Subject.Kind kind, Reference named) {}

  /**
   * A query, and whom it is sent to.
   *
   * @param at where its source is named
   * @param dataSource the data source, where it is named: there may be but one
   * @param text where the query itself stands
   * @param promql the query
   */
  record Query(Field at, Optional<Reference> dataSource, Field text, String promql) {}

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

  /**
   * Two counts of a Prometheus.
   *
   * @param counter whether the answers only grow
   * @param good counts good events, where given
   * @param bad counts bad events, where given
   * @param total counts all events
   */
  record MetricRatio(boolean counter, Optional<Query> good, Optional<Query> bad, Query total)
      implements SliDraft {}

  /**
   * A ratio of a Prometheus.
   *
   * @param query gives it
   * @param success whether it is that of good events
   */
  record MetricRaw(Query query, boolean success) implements SliDraft {}

  /**
   * A value of a Prometheus that keeps to the objective's {@code op} and {@code value}.
   *
   * @param query gives it
   */
  record MetricThreshold(Query query) implements SliDraft {}
}
