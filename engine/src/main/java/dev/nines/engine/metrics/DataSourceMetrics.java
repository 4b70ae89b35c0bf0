package dev.nines.engine.metrics;

import dev.nines.engine.datasource.MetricStatus;
import dev.nines.engine.series.Metric;
import dev.nines.engine.series.MetricBuilders;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How the reading of data sources goes, {@code nines_datasource_}. */
public final class DataSourceMetrics {
  private DataSourceMetrics() {}

  /**
   * Registers the counter of requests.
   *
   * @param registry where
   * @return counts by {@code data_source} and {@code outcome}
   */
  public static Counter requests(PrometheusRegistry registry) {
    return MetricBuilders.counter(Metric.DATASOURCE_REQUESTS).register(registry);
  }

  /**
   * Registers what is known of each data source.
   *
   * @param registry where
   * @param statuses of all SLIs, by data source
   */
  public static void register(
      PrometheusRegistry registry, Supplier<Map<String, List<MetricStatus>>> statuses) {
    MetricBuilders.gauge(Metric.DATASOURCE_FAILING)
        .callback(callback ->
            statuses
                .get()
                .forEach((name, of) ->
                    callback.call(
                        (double) of.stream().filter(s -> s.error().isPresent()).count(), name)))
        .register(registry);
    MetricBuilders.gauge(Metric.DATASOURCE_READ_UP_TO)
        .callback(callback ->
            statuses
                .get()
                .forEach((name, of) ->
                    of.stream()
                        .flatMap(status -> status.readUpTo().stream())
                        .mapToDouble(instant -> (double) instant.getEpochSecond())
                        .min()
                        .ifPresent(least -> callback.call(least, name))))
        .register(registry);
  }
}
