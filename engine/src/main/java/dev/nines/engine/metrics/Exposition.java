package dev.nines.engine.metrics;

import com.google.protobuf.CodedOutputStream;
import dev.nines.engine.metrics.SeriesCollector.Asked;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Predicate;

/**
 * Writes a registry. The few series of libraries and counters are written by the Prometheus client;
 * those of probes and SLOs, which are nearly all, straight from their columns: as objects of the
 * client they made the garbage collector stop 10,000 probes for 300 ms. Not thread-safe: the
 * columns are used again.
 */
public final class Exposition {
  private static final int BUFFER = 32 * 1024;

  private final PrometheusRegistry registry;
  private final Rendering rendering = new Rendering();

  /**
   * Writes nothing yet.
   *
   * @param registry all metrics
   */
  public Exposition(PrometheusRegistry registry) {
    this.registry = registry;
  }

  /**
   * Writes metrics.
   *
   * @param wanted which of them, by the name without the type's suffix
   * @param writer the client's, of the format
   * @param escaping how it writes names
   * @param out where to
   * @throws IOException if that does not take it
   */
  public void write(
      Predicate<String> wanted,
      ExpositionFormatWriter writer,
      EscapingScheme escaping,
      OutputStream out)
      throws IOException {
    rendering.reset(wanted);
    var few = registry.scrape(new Asked(wanted, rendering));
    switch (writer) {
      case PrometheusTextFormatWriter _ -> {
        writer.write(out, few, escaping);
        new ColumnText(new TextBuffer(out, BUFFER), false).write(rendering);
      }
      case OpenMetricsTextFormatWriter _ -> {
        var first = new ByteArrayOutputStream();
        writer.write(first, few, escaping);
        out.write(first.toByteArray(), 0, first.size() - ColumnText.END.length());
        new ColumnText(new TextBuffer(out, BUFFER), true).write(rendering);
      }
      default -> {
        writer.write(out, few, escaping);
        new ColumnProtobuf(CodedOutputStream.newInstance(out, BUFFER)).write(rendering);
        for (var histogram : rendering.histogramsOneByOne()) {
          writer.write(out, MetricSnapshots.of(histogram.get()), escaping);
        }
      }
    }
  }
}
