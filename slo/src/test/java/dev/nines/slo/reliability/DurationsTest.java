package dev.nines.slo.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class DurationsTest {
  /** So many digits that rounding to them decides nothing. */
  private static final MathContext FINE = new MathContext(60, RoundingMode.HALF_EVEN);

  @RepeatedTest(1_000)
  void quotientsAreTheExactOnes_roundedOnce(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var part = random.nextLong(Long.MAX_VALUE) >> random.nextInt(62);
    var whole = 1 + (random.nextLong(Long.MAX_VALUE) >> random.nextInt(62));
    var n = 1 + random.nextInt(1 << (1 + random.nextInt(24)));

    assertThat(Durations.ratio(Duration.ofNanos(part), Duration.ofNanos(whole)))
        .isEqualTo(exact(part, BigDecimal.valueOf(whole)));
    assertThat(Durations.meanSeconds(Duration.ofNanos(part), n))
        .isEqualTo(exact(part, BigDecimal.valueOf(n).movePointRight(9)));
  }

  private static double exact(long part, BigDecimal whole) {
    return BigDecimal.valueOf(part).divide(whole, FINE).doubleValue();
  }
}
