package dev.nines.engine.metrics;

import dev.nines.engine.datasource.MetricStatus;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How the reading of data sources goes, {@code nines_datasource_}. */
public final class DataSourceMetrics {
  private static final String LABEL = "data_source";

  private DataSourceMetrics() {}

  /**
   * Registers the counter of requests.
   *
   * @param registry where
   * @return counts by {@code data_source} and {@code outcome}
   */
  public static Counter requests(PrometheusRegistry registry) {
    return Counter.builder()
        .name("nines_datasource_requests_total")
        .help(
            "Queries put to a data source, by outcome: answered, refused, unreachable, too_slow,"
                + " too_large")
        .labelNames(LABEL, "outcome")
        .register(registry);
  }

  /**
   * Registers what is known of each data source.
   *
   * @param registry where
   * @param statuses of all SLIs, by data source
   */
  public static void register(
      PrometheusRegistry registry, Supplier<Map<String, List<MetricStatus>>> statuses) {
    GaugeWithCallback.builder()
        .name("nines_datasource_slis_failing")
        .help("SLIs of a data source whose newest reading came to nothing")
        .labelNames(LABEL)
        .callback(callback ->
            statuses
                .get()
                .forEach((name, of) ->
                    callback.call(
                        (double) of.stream().filter(s -> s.error().isPresent()).count(), name)))
        .register(registry);
    GaugeWithCallback.builder()
        .name("nines_datasource_read_up_to_timestamp_seconds")
        .help(
            "Until when the SLIs of a data source are read that were ever answered: the least of"
                + " them; absent before the first answer")
        .labelNames(LABEL)
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
