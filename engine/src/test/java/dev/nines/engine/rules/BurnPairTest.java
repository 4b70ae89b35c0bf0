package dev.nines.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BurnPairTest {
  @ParameterizedTest(name = "{0} d")
  @CsvSource({
    "30, '14.4 6.0 3.0 1.0', as Sloth",
    "28, '13.44 5.6 2.8 0.9333333333333333', as Sloth",
    "90, '43.2 18.0 9.0 3.0', by share",
    "7, '3.36 1.4 1 1', by share but at least 1",
  })
  void factorsFollowFromTheShareOfTheBudget(int days, String factors, String why) {
    var pairs = BurnPair.forPeriod(Duration.ofDays(days));

    assertThat(pairs)
        .as(why)
        .extracting(pair -> pair.factor().doubleValue())
        .containsExactly(
            Arrays.stream(factors.split(" ")).map(Double::valueOf).toArray(Double[]::new));
  }

  @ParameterizedTest
  @CsvSource({"7, 1w", "28, 4w", "30, 30d", "90, 90d", "365, 1y", "10.5, 10d12h"})
  void periodsAreNamedAsPrometheusWritesThem(double days, String name) {
    assertThat(PrometheusDuration.of(Duration.ofMinutes(Math.round(days * 1_440)))).isEqualTo(name);
  }
}
