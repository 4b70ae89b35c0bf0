package dev.nines.engine.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.charset.StandardCharsets;

/**
 * Writes a run's series, byte for byte as the Prometheus client does, whose own writers took more
 * than the probe: on a virtual thread the JDK's {@code BufferedWriter} grows by one character a
 * character and copies itself each time (JDK 25: 1.5 MB of garbage for an answer of 4 KB).
 */
public enum RunText {
  /** Prometheus' text format 0.0.4. */
  PLAIN(PrometheusTextFormatWriter.CONTENT_TYPE, false),
  /** OpenMetrics 1.0. */
  OPEN_METRICS(OpenMetricsTextFormatWriter.CONTENT_TYPE, true);

  private static final ExpositionFormatWriter CHOOSER = OpenMetricsTextFormatWriter.create();

  private static final String GAUGE = "gauge";
  private static final int USUAL_LENGTH = 8_192;

  private final String contentType;
  private final boolean openMetrics;

  RunText(String contentType, boolean openMetrics) {
    this.contentType = contentType;
    this.openMetrics = openMetrics;
  }

  /**
   * Chooses a format.
   *
   * @param accept an Accept header
   * @return the format that it asks for
   */
  public static RunText accepted(String accept) {
    return CHOOSER.accepts(accept) ? OPEN_METRICS : PLAIN;
  }

  /** {@return the Content-Type header that goes with it} */
  public String contentType() {
    return contentType;
  }

  /**
   * Writes gauges and infos, which is all that a run has.
   *
   * @param series of one run
   * @return the text in UTF-8
   * @throws ClassCastException if there is anything else
   */
  public byte[] write(MetricSnapshots series) {
    return text(series).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes gauges and infos, which is all that a run has.
   *
   * @param series of one run
   * @return the text
   * @throws ClassCastException if there is anything else
   */
  public String text(MetricSnapshots series) {
    var out = new StringBuilder(USUAL_LENGTH);
    for (var snapshot : series) {
      var name = snapshot.getMetadata().getPrometheusName();
      if (snapshot instanceof InfoSnapshot info) {
        head(out, openMetrics ? name : name + "_info", openMetrics ? "info" : GAUGE, info);
        for (var point : info.getDataPoints()) {
          out.append(name).append("_info");
          labels(out, point.getLabels());
          out.append(" 1\n");
        }
      } else {
        var gauge = (GaugeSnapshot) snapshot;
        head(out, name, GAUGE, gauge);
        for (var point : gauge.getDataPoints()) {
          sample(out, name, point);
        }
      }
    }
    if (openMetrics) {
      out.append("# EOF\n");
    }
    return out.toString();
  }

  private void head(StringBuilder out, String name, String type, MetricSnapshot metric) {
    if (openMetrics) {
      out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }
    var help = metric.getMetadata().getHelp();
    if (help != null && !help.isEmpty()) {
      out.append("# HELP ").append(name).append(' ');
      escape(out, help, openMetrics);
      out.append('\n');
    }
    if (!openMetrics) {
      out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }
  }

  private static void sample(StringBuilder out, String name, GaugeDataPointSnapshot point) {
    out.append(name);
    labels(out, point.getLabels());
    var value = point.getValue();
    out.append(' ');
    if (Double.isInfinite(value)) {
      out.append(value > 0 ? "+Inf" : "-Inf");
    } else {
      out.append(value);
    }
    out.append('\n');
  }

  private static void labels(StringBuilder out, Labels labels) {
    for (var i = 0; i < labels.size(); i++) {
      out.append(i == 0 ? '{' : ',').append(labels.getPrometheusName(i)).append("=\"");
      escape(out, labels.getValue(i), true);
      out.append('"');
    }
    if (!labels.isEmpty()) {
      out.append('}');
    }
  }

  static void escape(StringBuilder out, String text, boolean quotes) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '"' -> out.append(quotes ? "\\\"" : "\"");
        default -> out.append(c);
      }
    }
  }
}
