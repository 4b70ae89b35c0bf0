package dev.nines.engine.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Predicate;

/** Renders series straight from a snapshot of the engine. */
interface SeriesCollector extends MultiCollector {
  /**
   * Renders.
   *
   * @param out takes the series
   */
  void render(Rendering out);

  @Override
  default MetricSnapshots collect() {
    return collect(_ -> true);
  }

  /** Who asks by {@link Asked} gets the series there, and no objects. */
  @Override
  default MetricSnapshots collect(Predicate<String> wanted) {
    if (wanted instanceof Asked asked) {
      render(asked.rendering());
      return MetricSnapshots.of();
    }
    var rendering = new Rendering(wanted);
    render(rendering);
    return rendering.snapshots();
  }

  /**
   * A question to a registry, which hands it on to its collectors as it is.
   *
   * @param wanted whether a metric is asked for
   * @param rendering takes what such collectors render
   */
  record Asked(Predicate<String> wanted, Rendering rendering) implements Predicate<String> {
    @Override
    public boolean test(String name) {
      return wanted.test(name);
    }
  }
}
