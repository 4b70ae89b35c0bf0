package dev.nines.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountTest {
  @ParameterizedTest
  @CsvSource({"0, 0 SLOs", "1, 1 SLO", "2, 2 SLOs"})
  void oneIsSingular(long number, String text) {
    assertThat(Count.of(number, "SLO")).isEqualTo(text);
  }
}
