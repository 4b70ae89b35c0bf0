package dev.nines.engine.series;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.MetricWithFixedMetadata;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import java.util.List;

/** A metric as it is declared, and as docs/reference/metrics.md shows it. */
public sealed interface DeclaredMetric permits Metric, LibraryMetric, PeerMetric {
  /**
   * All that is said of a metric.
   *
   * @param metricName its name in the text formats: a counter's with {@code _total}
   * @param type its type
   * @param unit what its value is measured in
   * @param labels the names of its labels with a space between two, the bucket's {@code le} aside;
   *     one text, since what an enum holds should not change
   * @param help its help text
   */
  record Declaration(
      String metricName, MetricType type, MetricUnit unit, String labels, String help) {}

  /** {@return what is said of it} */
  Declaration declaration();

  /** {@return its name in the text formats: a counter's with {@code _total}} */
  default String metricName() {
    return declaration().metricName();
  }

  /** {@return its type} */
  default MetricType type() {
    return declaration().type();
  }

  /** {@return what its value is measured in} */
  default MetricUnit unit() {
    return declaration().unit();
  }

  /** {@return its help text} */
  default String help() {
    return declaration().help();
  }

  /** {@return the names of its labels, the bucket's {@code le} aside} */
  default List<String> labels() {
    var text = declaration().labels();
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }

  /** {@return a counter of this name, help and labels, to be registered} */
  default Counter.Builder counter() {
    return named(Counter.builder());
  }

  /** {@return a histogram of this name, help and labels, to be given bounds and registered} */
  default Histogram.Builder histogram() {
    return named(Histogram.builder());
  }

  /** {@return a gauge of this name, help and labels, to be given a callback and registered} */
  default GaugeWithCallback.Builder gauge() {
    return named(GaugeWithCallback.builder());
  }

  /** {@return a counter of this name, help and labels, to be given a callback and registered} */
  default CounterWithCallback.Builder counted() {
    return named(CounterWithCallback.builder());
  }

  /** {@return a summary of this name, help and labels, to be given a callback and registered} */
  default SummaryWithCallback.Builder summary() {
    return named(SummaryWithCallback.builder());
  }

  /** {@return an info of this name, help and labels, to be registered} */
  default Info.Builder info() {
    return named(Info.builder());
  }

  private <B extends MetricWithFixedMetadata.Builder<B, M>, M extends MetricWithFixedMetadata>
      B named(B builder) {
    return builder.name(metricName()).help(help()).labelNames(labels().toArray(String[]::new));
  }
}
