package dev.nines.engine.metrics;

import dev.nines.engine.schedule.RunMetrics;
import dev.nines.engine.series.Metric;

/**
 * The histogram of how long runs took, a service after the other.
 *
 * @param runs measures them
 */
public record RunDurations(RunMetrics runs) implements SeriesCollector {
  @Override
  public void render(Rendering out) {
    runs.byService().forEach(service -> out.histogram(Metric.RUN_DURATION, service::collect));
  }
}
