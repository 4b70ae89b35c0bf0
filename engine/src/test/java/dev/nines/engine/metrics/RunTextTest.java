package dev.nines.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTextTest {
  private static final int ROUNDS = 2_000;
  private static final String[] PIECES = {
    "a", "\\", "\n", "\"", "é", "漢", "😀", " ", "{", ",", "\t"
  };
  private static final double[] VALUES = {
    0, 1, -1, 0.1, 1e-9, 1_764_000_000, 1e300, Double.NaN, 1.0 / 3, Double.POSITIVE_INFINITY
  };

  @Test
  void writesByteForByteWhatThePrometheusClientWrites() throws IOException {
    var random = new Random(25);
    for (var round = 0; round < ROUNDS; round++) {
      var series = series(random);
      assertThat(text(RunText.PLAIN, series))
          .isEqualTo(byClient(PrometheusTextFormatWriter.create(), series));
      assertThat(text(RunText.OPEN_METRICS, series))
          .isEqualTo(byClient(OpenMetricsTextFormatWriter.create(), series));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application/openmetrics-text;version=1.0.0, OPEN_METRICS",
    "'text/plain;version=0.0.4;q=1,*/*;q=0.1', PLAIN",
    ", PLAIN"
  })
  void answersInTheFormatThatIsAccepted(String accept, RunText format) {
    assertThat(RunText.accepted(accept)).isEqualTo(format);
  }

  private static MetricSnapshots series(Random random) {
    var all = MetricSnapshots.builder();
    for (var metric = 0; metric < random.nextInt(4); metric++) {
      var gauge = GaugeSnapshot.builder().name("probe_" + metric);
      if (random.nextBoolean()) {
        gauge.help(string(random));
      }
      for (var point = 0; point < 1 + random.nextInt(3); point++) {
        var labels = Labels.of("point", String.valueOf(point));
        gauge.dataPoint(
            GaugeDataPointSnapshot.builder()
                .labels(
                    point > 0 || random.nextBoolean()
                        ? labels.add("other", string(random))
                        : Labels.EMPTY)
                .value(VALUES[random.nextInt(VALUES.length)])
                .build());
      }
      all.metricSnapshot(gauge.build());
    }
    if (random.nextBoolean()) {
      all.metricSnapshot(
          InfoSnapshot.builder()
              .name("probe_failure")
              .help(string(random))
              .dataPoint(
                  InfoSnapshot.InfoDataPointSnapshot.builder()
                      .labels(Labels.of("reason", string(random)))
                      .build())
              .build());
    }
    return all.build();
  }

  private static String string(Random random) {
    var string = new StringBuilder();
    for (var i = 0; i < random.nextInt(6); i++) {
      string.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return string.toString();
  }

  private static String text(RunText format, MetricSnapshots series) {
    return new String(format.write(series), StandardCharsets.UTF_8);
  }

  private static String byClient(ExpositionFormatWriter client, MetricSnapshots series)
      throws IOException {
    var out = new ByteArrayOutputStream();
    client.write(out, series);
    return out.toString(StandardCharsets.UTF_8);
  }
}
