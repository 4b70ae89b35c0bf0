package dev.nines.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.Criterion.Op;
import dev.nines.slo.Objective;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertConditionTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @ParameterizedTest
  @CsvSource({
    "GT, 9.9, true",
    "GT, 10, false",
    "GTE, 10, true",
    "GTE, 10.1, false",
    "LT, 0.1, true",
    "LT, 0, false",
    "LTE, 0, true",
    "LTE, -1, false"
  })
  void lintTellsWhetherItCanFire(Op op, double threshold, boolean can) {
    var condition = new AlertCondition("page", op, threshold, HOUR, Duration.ZERO);

    assertThat(condition.lint(new Objective("90", 0.9)).isEmpty()).isEqualTo(can);
  }

  @ParameterizedTest
  @CsvSource({"GTE, 0", "GT, -1", "LT, 10.5", "LTE, 10"})
  void lintTellsWhatAlwaysHolds(Op op, double threshold) {
    var condition = new AlertCondition("page", op, threshold, HOUR, Duration.ZERO);

    assertThat(condition.lint(new Objective("90", 0.9)))
        .contains("always holds for objective 90: a budget burns at 0x to 10x");
  }

  @Test
  void lintTellsOfALookbackShorterThanASlice() {
    var condition = new AlertCondition("page", Op.GT, 2, HOUR, Duration.ZERO);
    var slices = new BudgetingMethod.RatioTimeslices(Duration.ofHours(2));

    assertThat(condition.lint(new Objective("90", 0.9, slices)))
        .contains(
            "a lookback window of 1h is shorter than a slice of objective 90, so it looks at one of"
                + " 2h");
  }

  @Test
  void lintSaysWhatATotalOutageBurns() {
    var condition = new AlertCondition("page", Op.GT, 14.4, HOUR, Duration.ZERO);

    assertThat(condition.lint(new Objective("93", 0.93)))
        .contains("can never fire for objective 93: a total outage burns only 14.3x");
  }

  @Test
  void windowsAreOfWholeMinutes() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new AlertCondition("page", Op.GT, 1, Duration.ofSeconds(90), Duration.ZERO))
        .withMessage("lookback window not of whole minutes: PT1M30S");
  }
}
