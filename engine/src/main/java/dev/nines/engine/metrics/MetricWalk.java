package dev.nines.engine.metrics;

import dev.nines.engine.metrics.SeriesCollector.Asked;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Gives the metrics of a registry to who wants the client's objects, one metric after the other:
 * those of 10,000 probes all at once are more than the heap has room for. Not thread-safe: the
 * columns are used again.
 */
public final class MetricWalk {
  private final PrometheusRegistry registry;
  private final Rendering rendering = new Rendering();

  /**
   * Walks nowhere yet.
   *
   * @param registry all metrics
   */
  public MetricWalk(PrometheusRegistry registry) {
    this.registry = registry;
  }

  /**
   * Reads the metrics as they are now.
   *
   * @param wanted which of them, by the name without the type's suffix
   * @return each makes its objects anew whenever it is asked, until the next walk
   */
  public List<Supplier<MetricSnapshot>> of(Predicate<String> wanted) {
    rendering.reset(wanted);
    var metrics = new ArrayList<Supplier<MetricSnapshot>>();
    registry.scrape(new Asked(wanted, rendering)).forEach(few -> metrics.add(() -> few));
    metrics.addAll(rendering.oneByOne());
    return metrics;
  }
}
