package dev.nines.engine.metrics;

import dev.nines.engine.metrics.Rendering.Column;
import dev.nines.engine.series.DeclaredMetric;
import dev.nines.engine.series.MetricType;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes columns as text, as the Prometheus client does but for the order, which means nothing.
 *
 * @param out where to
 * @param openMetrics whether OpenMetrics 1.0 is written, and not Prometheus' text 0.0.4
 */
record ColumnText(TextBuffer out, boolean openMetrics) {
  /** Ends what is written as OpenMetrics. */
  static final String END = "# EOF\n";

  void write(Rendering rendering) throws IOException {
    for (var column : rendering.columns()) {
      column(column);
    }
    for (var histogram : rendering.histograms().entrySet()) {
      histogram(histogram.getKey(), histogram.getValue());
    }
    if (openMetrics) {
      out.append(END);
    }
    out.flush();
  }

  private void column(Column column) throws IOException {
    var metric = column.metric();
    metric.appendHeadTo(out, openMetrics);
    for (var i = 0; i < column.size(); i++) {
      metric.appendNameTo(out);
      labels(column.labels(i), column.more(i));
      out.append(' ');
      if (metric.type() == MetricType.INFO) {
        out.append('1');
      } else {
        out.append(column.value(i));
      }
      out.append('\n');
    }
  }

  private void histogram(DeclaredMetric declared, List<Supplier<HistogramSnapshot>> parts)
      throws IOException {
    var metric = MetricText.of(declared);
    metric.appendHeadTo(out, openMetrics);
    for (var part : parts) {
      for (var point : part.get().getDataPoints()) {
        point(metric, LabelText.of(point.getLabels()), point);
      }
    }
  }

  private void point(MetricText metric, LabelText labels, HistogramDataPointSnapshot point)
      throws IOException {
    var buckets = point.getClassicBuckets();
    var count = 0L;
    var lower = Double.NEGATIVE_INFINITY;
    for (var i = 0; i < buckets.size(); i++) {
      var upper = buckets.getUpperBound(i);
      count += buckets.getCount(i);
      metric.appendNameTo(out);
      out.append("_bucket{");
      labels.appendTo(out);
      out.append(labels.isEmpty() ? "le=\"" : ",le=\"");
      out.append(upper);
      out.append("\"} ");
      out.append(count);
      if (openMetrics) {
        exemplar(point.getExemplars().get(lower, upper));
      }
      out.append('\n');
      lower = upper;
    }
    metric.appendNameTo(out);
    out.append("_count");
    labels(labels, LabelText.NONE);
    out.append(' ');
    out.append(count);
    out.append('\n');
    metric.appendNameTo(out);
    out.append("_sum");
    labels(labels, LabelText.NONE);
    out.append(' ');
    out.append(point.getSum());
    out.append('\n');
  }

  private void exemplar(@Nullable Exemplar exemplar) throws IOException {
    if (exemplar != null) {
      out.append(" # {");
      LabelText.of(exemplar.getLabels()).appendTo(out);
      out.append("} ");
      out.append(exemplar.getValue());
      if (exemplar.hasTimestamp()) {
        var millis = exemplar.getTimestampMillis();
        out.append(" %d.%03d".formatted(millis / 1_000, millis % 1_000));
      }
    }
  }

  private void labels(LabelText labels, LabelText more) throws IOException {
    if (labels.isEmpty() && more.isEmpty()) {
      return;
    }
    out.append('{');
    labels.appendTo(out);
    if (!labels.isEmpty() && !more.isEmpty()) {
      out.append(',');
    }
    more.appendTo(out);
    out.append('}');
  }
}
