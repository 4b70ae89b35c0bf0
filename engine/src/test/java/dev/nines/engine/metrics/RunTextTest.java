package dev.nines.engine.metrics;

import static dev.nines.engine.metrics.ColumnTextTest.byClient;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.HttpModule;
import dev.nines.probe.ProbeRun;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RunTextTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  static Stream<ProbeRun> runs() {
    return Stream.of(ProbeCollectorTest.good(), ProbeCollectorTest.failed());
  }

  @ParameterizedTest
  @MethodSource("runs")
  void runIsWrittenAsThePrometheusClientWritesIt_inBothFormats(ProbeRun run) throws IOException {
    var series = RunSeries.of(HttpModule.DEFAULT, TIMEOUT, run);

    assertThat(RunText.PLAIN.text(HttpModule.DEFAULT, TIMEOUT, run))
        .contains("probe_success ")
        .isEqualTo(byClient(PrometheusTextFormatWriter.create(), series));
    assertThat(RunText.OPEN_METRICS.write(HttpModule.DEFAULT, TIMEOUT, run))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(byClient(OpenMetricsTextFormatWriter.create(), series));
  }

  @Test
  void metricsAreInTheOrderOfTheirNames_asThoseOfTheBlackboxExporter() {
    assertThat(
            RunText.PLAIN
                .text(HttpModule.DEFAULT, TIMEOUT, ProbeCollectorTest.good())
                .lines()
                .filter(line -> line.startsWith("# TYPE")))
        .isSorted();
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
}
