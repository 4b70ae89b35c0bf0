package dev.nines.engine.metrics;

import dev.nines.probe.ProbeModule;
import dev.nines.probe.ProbeRun;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The series of one run by themselves, in the format that is asked for. */
public enum RunText {
  /** Prometheus' text format 0.0.4. */
  PLAIN(PrometheusTextFormatWriter.CONTENT_TYPE, false),
  /** OpenMetrics 1.0. */
  OPEN_METRICS(OpenMetricsTextFormatWriter.CONTENT_TYPE, true);

  private static final ExpositionFormatWriter CHOOSER = OpenMetricsTextFormatWriter.create();

  private static final int USUAL_LENGTH = 4_096;

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
   * Writes a run.
   *
   * @param module what was asked
   * @param timeout the deadline it had
   * @param run what it saw
   * @return the text in UTF-8
   */
  public byte[] write(ProbeModule module, Duration timeout, ProbeRun run) {
    return bytes(module, timeout, run).toByteArray();
  }

  /**
   * Writes a run.
   *
   * @param module what was asked
   * @param timeout the deadline it had
   * @param run what it saw
   * @return the text
   */
  public String text(ProbeModule module, Duration timeout, ProbeRun run) {
    return bytes(module, timeout, run).toString(StandardCharsets.UTF_8);
  }

  private ByteArrayOutputStream bytes(ProbeModule module, Duration timeout, ProbeRun run) {
    var bytes = new ByteArrayOutputStream(0); // grows to what it is given at once
    try {
      new ColumnText(new TextBuffer(bytes, USUAL_LENGTH), openMetrics)
          .write(RunSeries.of(module, timeout, run));
    } catch (IOException e) { // memory never does
      throw new UncheckedIOException(e);
    }
    return bytes;
  }
}
