package dev.nines.engine.metrics;

import dev.nines.engine.metrics.Rendering.Column;
import dev.nines.engine.series.DeclaredMetric;
import dev.nines.engine.series.MetricType;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
  void write(Rendering rendering) throws IOException {
    for (var column : rendering.columns()) {
      column(column);
    }
    for (var histogram : rendering.histograms().entrySet()) {
      histogram(histogram.getKey(), histogram.getValue());
    }
    out.flush();
  }

  private void column(Column column) throws IOException {
    head(openMetrics ? column.baseName() : column.name(), column.type(), column.help());
    var name = column.name().getBytes(StandardCharsets.UTF_8);
    for (var i = 0; i < column.size(); i++) {
      out.append(name);
      labels(column.labels(i), column.more(i));
      out.append(' ');
      if (column.type() == MetricType.INFO) {
        out.append('1');
      } else {
        out.append(column.value(i));
      }
      out.append('\n');
    }
  }

  private void histogram(DeclaredMetric metric, List<Supplier<HistogramSnapshot>> parts)
      throws IOException {
    head(metric.metricName(), metric.type(), metric.help());
    for (var part : parts) {
      for (var point : part.get().getDataPoints()) {
        point(metric.metricName(), LabelText.of(point.getLabels()), point);
      }
    }
  }

  private void point(String name, LabelText labels, HistogramDataPointSnapshot point)
      throws IOException {
    var buckets = point.getClassicBuckets();
    var count = 0L;
    var lower = Double.NEGATIVE_INFINITY;
    for (var i = 0; i < buckets.size(); i++) {
      var upper = buckets.getUpperBound(i);
      count += buckets.getCount(i);
      out.append(name);
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
    out.append(name);
    out.append("_count");
    labels(labels, LabelText.NONE);
    out.append(' ');
    out.append(count);
    out.append('\n');
    out.append(name);
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

  private void head(String name, MetricType type, String help) throws IOException {
    var label = type == MetricType.INFO && !openMetrics ? "gauge" : type.label();
    var typeLine = "# TYPE " + name + " " + label + "\n";
    var helpLine = new StringBuilder("# HELP ").append(name).append(' ');
    RunText.escape(helpLine, help, openMetrics);
    helpLine.append('\n');
    out.append(openMetrics ? typeLine + helpLine : helpLine + typeLine);
  }
}
