package dev.nines.engine.series;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Optional;

/** Traces as the examples of a histogram. */
public final class Exemplars {
  private Exemplars() {}

  /**
   * Counts a value, with its trace where there is one.
   *
   * @param point where it is counted
   * @param value in the metric's unit
   * @param traceId of a trace that can be looked at
   */
  public static void observe(DistributionDataPoint point, double value, Optional<String> traceId) {
    traceId.ifPresentOrElse(
        id -> point.observeWithExemplar(value, Labels.of("trace_id", id)),
        () -> point.observe(value));
  }
}
