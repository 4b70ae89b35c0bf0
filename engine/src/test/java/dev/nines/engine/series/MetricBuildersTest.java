package dev.nines.engine.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class MetricBuildersTest {
  private static final Map<MetricType, List<Function<OwnMetric, ?>>> BUILDERS =
      Map.of(
          MetricType.COUNTER, List.of(MetricBuilders::counter, MetricBuilders::counted),
          MetricType.GAUGE, List.of(MetricBuilders::gauge),
          MetricType.HISTOGRAM, List.of(MetricBuilders::histogram),
          MetricType.SUMMARY, List.of(MetricBuilders::summary),
          MetricType.INFO, List.of(MetricBuilders::info));

  @Test
  void metricIsBuiltOfItsDeclaredTypeAlone() {
    BUILDERS.forEach((type, builders) -> {
      for (var builder : builders) {
        for (var metric : Metric.values()) {
          if (metric.type() == type) {
            assertThat(builder.apply(metric)).as(metric.metricName()).isNotNull();
          } else {
            assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.apply(metric))
                .withMessage(
                    "%s is declared as a %s, not as a %s",
                    metric.metricName(), metric.type().label(), type.label());
          }
        }
      }
    });
    assertThat(BUILDERS.keySet()).containsAll(Arrays.asList(MetricType.values()));
  }
}
