package dev.nines.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SloTest {
  private static final Objective THREE_NINES = new Objective("available", 0.999);

  @ParameterizedTest
  @ValueSource(doubles = {0.0, 1.0, 99.9, -0.1, Double.NaN})
  void targetIsBetweenZeroAndOne(double target) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Objective("available", target))
        .withMessage("target not in (0, 1): " + target);
  }

  @Test
  void allowedBadRatioIsExact() {
    assertThat(THREE_NINES.allowedBadRatio()).isEqualTo(new BigDecimal("0.001"));
  }

  @Test
  void objectivesAreAtLeastOneAndDistinct() {
    assertThatIllegalArgumentException().isThrownBy(() -> slo(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> slo(List.of(THREE_NINES, new Objective("available", 0.9))));
    assertThat(slo(List.of(THREE_NINES, new Objective("99.0", 0.99))).objectives()).hasSize(2);
  }

  @Test
  void sliReadsAtLeastOneProbe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sli.Runs(List.of(), Criterion.SUCCESS));
  }

  private static Slo slo(List<Objective> objectives) {
    var sli = new Sli.Runs(List.of("checkout-http"), Criterion.SUCCESS);
    return new Slo(
        "checkout",
        "Checkout",
        "checkout",
        sli,
        new BudgetWindow.Rolling(Duration.ofDays(30)),
        objectives);
  }
}
