package dev.nines.engine.pages.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioTextTest {
  @ParameterizedTest
  @CsvSource({
    "1, 100 %",
    "0.999995, 99.9995 %",
    "0.9999999999, 99.99999999 %",
    "0.99987654, 99.987 %",
    "0.99999, 99.999 %",
    "0.9995, 99.95 %",
    "0.999, 99.90 %",
    "0.995, 99.50 %",
    "0.98769, 98.76 %",
    "0.5, 50.00 %",
    "0, 0.00 %",
  })
  void availabilityTellsHowFarItIsFromPerfect(double ratio, String text) {
    assertThat(RatioText.availability(ratio)).isEqualTo(text);
  }

  @Test
  void availabilityIsNeverFlattered() {
    var random = new Random(9);
    for (var i = 0; i < 20_000; i++) {
      var ratio = 1 - Math.pow(10, -10 * random.nextDouble());
      var shown = new BigDecimal(RatioText.availability(ratio).replace(" %", ""));

      assertThat(shown).isLessThanOrEqualTo(BigDecimal.valueOf(ratio).movePointRight(2));
      assertThat(shown).isLessThan(BigDecimal.valueOf(100));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 100 %",
    "0.99999, 99.9 %",
    "0.6259, 62.5 %",
    "0.1, 10 %",
    "0, 0 %",
    "-0.0001, \u22120.1 %",
    "-1.5, \u2212150 %",
  })
  void shareIsRoundedDown(double ratio, String text) {
    assertThat(RatioText.share(ratio)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 %",
    "0.0003, under 0.1 %",
    "0.0005, 0.1 %",
    "0.33333333, 33.3 %",
    "0.66666667, 66.7 %",
    "0.25, 25 %",
    "1, 100 %",
  })
  void rateIsRounded_andWhatHappenedIsNeverNothing(double ratio, String text) {
    assertThat(RatioText.rate(ratio)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.999, 99.9 %", "0.99995, 99.995 %", "0.5, 50 %", "0.1, 10 %"})
  void declaredRatiosStayAsTheyAre(double ratio, String text) {
    assertThat(RatioText.exactly(ratio)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0×",
    "0.001, under 0.01×",
    "0.352, 0.35×",
    "1, 1×",
    "14.4, 14.4×",
    "1000, 1000×",
  })
  void timesHaveThreeDigits(double rate, String text) {
    assertThat(RatioText.times(rate)).isEqualTo(text);
  }
}
