package dev.nines.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nines.engine.series.Metric;
import dev.nines.engine.series.PeerMetric;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RenderingTest {
  private static final LabelText NONE = LabelText.NONE;

  @ParameterizedTest
  @MethodSource("misuses")
  void metricOfAnotherTypeIsABug_becauseItsHeadWouldSayOtherwise(
      Consumer<Rendering> misuse, String message) {
    var rendering = new Rendering();

    assertThatThrownBy(() -> misuse.accept(rendering))
        .isInstanceOf(AssertionError.class)
        .hasMessage(message);
  }

  static Stream<Arguments> misuses() {
    return Stream.of(
        misuse(
            out -> out.gauge(Metric.SLO_GOOD, NONE, 1),
            "slo_good_events_total is declared as a counter, not as a gauge"),
        misuse(
            out -> out.counter(Metric.SLO_COVERAGE, NONE, 1),
            "slo_window_coverage_ratio is declared as a gauge, not as a counter"),
        misuse(
            out -> out.info(Metric.PROBE_SSL_INFO, NONE, NONE),
            "probe_ssl_last_chain_info is declared as a gauge, not as a info"),
        misuse(
            out -> out.gauge("slo_info", Metric.SLO_INFO, NONE, NONE, 1),
            "slo_info is declared as a info, not as a gauge"),
        misuse(
            out -> out.histogram(Metric.SLO_GOOD, () -> HistogramSnapshot.builder().build()),
            "slo_good_events_total is declared as a counter, not as a histogram"));
  }

  private static Arguments misuse(Consumer<Rendering> misuse, String message) {
    return Arguments.argumentSet(message, misuse, message);
  }

  @Test
  void metricOfItsTypeIsShown() {
    var rendering = new Rendering();

    rendering.gauge("slo:sli_error:ratio_rate5m", PeerMetric.SLOTH_ERROR_RATIO, NONE, NONE, 0.5);
    rendering.counter(Metric.SLO_GOOD, NONE, 1);
    rendering.info(Metric.SLO_INFO, NONE, NONE);

    assertThat(rendering.columns()).hasSize(3);
  }
}
