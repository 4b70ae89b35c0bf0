package dev.nines.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.series.Metric;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColumnTextTest {
  private static final int ROUNDS = 2_000;
  private static final String[] PIECES = {
    "a", "\\", "\n", "\"", "é", "漢", "😀", " ", "{", ",", "\t"
  };
  private static final double[] VALUES = {
    0, 1, -1, 0.1, 1e-9, 1_764_000_000, 1e300, Double.NaN, 1.0 / 3, Double.POSITIVE_INFINITY
  };
  private static final Metric[] GAUGES = {
    Metric.PROBE_SUCCESS, Metric.PROBE_DURATION, Metric.PROBE_TLS_VERSION, Metric.SLO_SLI
  };

  @Test
  void writesByteForByteWhatThePrometheusClientWrites() throws IOException {
    var random = new Random(25);
    for (var round = 0; round < ROUNDS; round++) {
      var series = series(random);
      assertThat(written(series, false))
          .isEqualTo(byClient(PrometheusTextFormatWriter.create(), series));
      assertThat(written(series, true))
          .isEqualTo(byClient(OpenMetricsTextFormatWriter.create(), series));
    }
  }

  private static Rendering series(Random random) {
    var series = new Rendering();
    for (var metric : GAUGES) {
      var points = random.nextInt(4);
      var more = random.nextBoolean();
      for (var point = 0; point < points; point++) {
        var first = LabelText.of("a", String.valueOf(point), "b", string(random));
        series.gauge(
            metric,
            points == 1 && random.nextBoolean() ? LabelText.NONE : first,
            more ? LabelText.of("c", string(random)) : LabelText.NONE,
            VALUES[random.nextInt(VALUES.length)]);
      }
    }
    if (random.nextBoolean()) {
      series.counter(Metric.DORA_DEPLOYMENTS, LabelText.of("b", string(random)), 7);
      series.info(Metric.PROBE_FAILURE, LabelText.NONE, LabelText.of("reason", string(random)));
    }
    return series;
  }

  private static String string(Random random) {
    var string = new StringBuilder();
    for (var i = 0; i < random.nextInt(6); i++) {
      string.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return string.toString();
  }

  private static String written(Rendering series, boolean openMetrics) throws IOException {
    var out = new ByteArrayOutputStream();
    new ColumnText(new TextBuffer(out, 64), openMetrics).write(series);
    return out.toString(StandardCharsets.UTF_8);
  }

  static String byClient(ExpositionFormatWriter client, Rendering series) throws IOException {
    var out = new ByteArrayOutputStream();
    client.write(out, series.snapshots());
    return out.toString(StandardCharsets.UTF_8);
  }
}
