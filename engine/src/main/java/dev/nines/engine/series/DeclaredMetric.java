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
  /** {@return its name in the text formats: a counter's with {@code _total}} */
  String metricName();

  /** {@return its type} */
  MetricType type();

  /** {@return what its value is measured in} */
  MetricUnit unit();

  /** {@return its help text} */
  String help();

  /** {@return the names of its labels, the bucket's {@code le} aside} */
  List<String> labels();

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

  /**
   * Reads several labels from one text, since what an enum holds should not change.
   *
   * @param text with a space between two
   * @return its words
   */
  static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }
}
