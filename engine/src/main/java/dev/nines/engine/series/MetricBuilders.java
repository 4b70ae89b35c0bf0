package dev.nines.engine.series;

import static dev.nines.engine.series.MetricType.COUNTER;
import static dev.nines.engine.series.MetricType.GAUGE;
import static dev.nines.engine.series.MetricType.HISTOGRAM;
import static dev.nines.engine.series.MetricType.INFO;
import static dev.nines.engine.series.MetricType.SUMMARY;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.MetricWithFixedMetadata;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;

/**
 * The Prometheus client's metrics, with name, help and labels as they are declared, to be
 * registered. Each method throws {@link IllegalArgumentException} for a metric of another type.
 */
public final class MetricBuilders {
  private MetricBuilders() {}

  /**
   * A counter that counts.
   *
   * @param metric a counter
   * @return the counter
   */
  public static Counter.Builder counter(OwnMetric metric) {
    return declared(metric, COUNTER, Counter.builder());
  }

  /**
   * A counter of what something else counts.
   *
   * @param metric a counter
   * @return the counter, to be given a callback
   */
  public static CounterWithCallback.Builder counted(OwnMetric metric) {
    return declared(metric, COUNTER, CounterWithCallback.builder());
  }

  /**
   * A gauge.
   *
   * @param metric a gauge
   * @return the gauge, to be given a callback
   */
  public static GaugeWithCallback.Builder gauge(OwnMetric metric) {
    return declared(metric, GAUGE, GaugeWithCallback.builder());
  }

  /**
   * A histogram.
   *
   * @param metric a histogram
   * @return the histogram, to be given bounds
   */
  public static Histogram.Builder histogram(OwnMetric metric) {
    return declared(metric, HISTOGRAM, Histogram.builder());
  }

  /**
   * A summary.
   *
   * @param metric a summary
   * @return the summary, to be given a callback
   */
  public static SummaryWithCallback.Builder summary(OwnMetric metric) {
    return declared(metric, SUMMARY, SummaryWithCallback.builder());
  }

  /**
   * An info.
   *
   * @param metric an info
   * @return the info
   */
  public static Info.Builder info(OwnMetric metric) {
    return declared(metric, INFO, Info.builder());
  }

  private static <
          B extends MetricWithFixedMetadata.Builder<B, M>, M extends MetricWithFixedMetadata>
      B declared(OwnMetric metric, MetricType type, B builder) {
    if (metric.type() != type) {
      throw new IllegalArgumentException(metric.takenFor(type));
    }
    return builder
        .name(metric.metricName())
        .help(metric.help())
        .labelNames(metric.labels().toArray(String[]::new));
  }
}
