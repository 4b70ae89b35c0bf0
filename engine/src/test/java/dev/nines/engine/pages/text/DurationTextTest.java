package dev.nines.engine.pages.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT0.0009S, 0 s",
    "PT0.35S, 350 ms",
    "PT12.999S, 12 s",
    "PT59.999S, 59 s",
    "PT60S, 1 min",
    "PT43M12S, 43 min 12 s",
    "PT60M, 1 h",
    "PT1H3M59S, 1 h 3 min",
    "PT24H, 1 d",
    "PT76H30M, 3 d 4 h",
    "P30D, 30 d",
    "PT-43M-12S, \u221243 min 12 s",
  })
  void twoLargestUnits(Duration duration, String text) {
    assertThat(DurationText.of(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0.0 ms",
    "PT0.00044S, 0.4 ms",
    "PT0.01234S, 12.3 ms",
    "PT0.09994S, 99.9 ms",
    "PT0.09996S, 100 ms",
    "PT0.9994S, 999 ms",
    "PT0.9996S, 1.00 s",
    "PT1.234S, 1.23 s",
    "PT59.9S, 59.90 s",
    "PT61S, 1 min 1 s",
  })
  void measuredTimeHasThreeDigits(Duration duration, String text) {
    assertThat(DurationText.measured(duration)).isEqualTo(text);
  }
}
