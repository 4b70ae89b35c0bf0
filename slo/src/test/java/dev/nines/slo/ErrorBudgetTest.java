package dev.nines.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.nines.slo.time.Interval;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorBudgetTest {
  private static final Objective THREE_NINES = new Objective("available", 0.999);
  private static final Duration MONTH = Duration.ofDays(30);

  @ParameterizedTest
  @MethodSource("spending")
  void figures(EventCounts counts, double spent, double remaining, double events, Duration time) {
    var budget = budget(THREE_NINES, counts);

    assertThat(budget.spentRatio()).isEqualTo(spent);
    assertThat(budget.remainingRatio()).isEqualTo(remaining);
    assertThat(budget.remainingEvents()).isEqualTo(events);
    assertThat(budget.remainingTime()).isEqualTo(time);
  }

  static Stream<Arguments> spending() {
    var whole = Duration.ofMinutes(43).plusSeconds(12);
    return Stream.of(
        Arguments.argumentSet("untouched", new EventCounts(2_000, 2_000), 0.0, 1.0, 2.0, whole),
        Arguments.argumentSet(
            "half", new EventCounts(1_999, 2_000), 0.5, 0.5, 1.0, whole.dividedBy(2)),
        Arguments.argumentSet(
            "used up", new EventCounts(1_998, 2_000), 1.0, 0.0, 0.0, Duration.ZERO),
        Arguments.argumentSet(
            "overspent", new EventCounts(1_997, 2_000), 1.5, -0.5, -1.0, whole.dividedBy(-2)),
        Arguments.argumentSet(
            "all bad", new EventCounts(0, 1), 1_000.0, -999.0, -0.999, whole.multipliedBy(-999)));
  }

  @Test
  void untouchedBudgetOfAWeekIsTheOneOfTheSpecification() {
    var week = Duration.ofDays(7);
    var budget =
        new ErrorBudget(
            new Objective("99.95", 0.9995), Readings.of(week, new EventCounts(9, 9), 0, week));

    assertThat(budget.remainingTime()).isEqualTo(Duration.ofMillis(302_400)); // 5 m 02.4 s
  }

  @Test
  void withoutEventsThereIsNoBudget() {
    var reading = Readings.of(MONTH, EventCounts.NONE, 0, MONTH);

    assertThat(BudgetState.of(THREE_NINES, reading, 0)).isEqualTo(new BudgetState.NoData());
    assertThatIllegalArgumentException().isThrownBy(() -> new ErrorBudget(THREE_NINES, reading));
  }

  @Test
  void withEventsThereIsOne() {
    var reading = Readings.of(MONTH, new EventCounts(3, 4), 1, MONTH);

    assertThat(BudgetState.of(THREE_NINES, reading, 0).known())
        .contains(new ErrorBudget(THREE_NINES, reading))
        .map(ErrorBudget::sliRatio)
        .contains(0.75);
  }

  @Test
  void burnRateOverAFullWindowIsWhatIsSpent() {
    var budget = budget(THREE_NINES, new EventCounts(1_997, 2_000));

    assertThat(budget.reading().burnRate(THREE_NINES)).isEqualTo(budget.spentRatio());
  }

  @Test
  void outageLeftIsOfTheTimeThatThereIsDataFor_asTheBudgetIsOfTheEventsSoFar() {
    var day = Duration.ofDays(1);
    var budget =
        new ErrorBudget(THREE_NINES, Readings.of(MONTH, new EventCounts(1_999, 2_000), 1, day));

    assertThat(budget.remainingTime()).isEqualTo(Duration.ofMillis(43_200)); // half of 86.4 s
    assertThat(budget.wholeTime()).isEqualTo(Duration.ofMillis(86_400));
    assertThat(budget.reading().coverageRatio()).isCloseTo(1 / 30.0, within(1e-12));
  }

  @Test
  void fullBudgetLastsTheWindowDividedByTheBurnRate() {
    var untouched = budget(THREE_NINES, new EventCounts(2_000, 2_000));

    assertThat(untouched.timeToExhaustion(1)).contains(MONTH);
    assertThat(untouched.timeToExhaustion(14.4)).contains(Duration.ofHours(50));
  }

  @Test
  void halfABudgetLastsHalfAsLong() {
    var half = budget(THREE_NINES, new EventCounts(1_999, 2_000));

    assertThat(half.timeToExhaustion(2)).contains(MONTH.dividedBy(4));
  }

  @Test
  void spentBudgetIsExhaustedNow() {
    var spent = budget(THREE_NINES, new EventCounts(1_998, 2_000));

    assertThat(spent.timeToExhaustion(0)).contains(Duration.ZERO);
    assertThat(spent.timeToExhaustion(3)).contains(Duration.ZERO);
  }

  @Test
  void nothingIsExhaustedByNoBurning() {
    var half = budget(THREE_NINES, new EventCounts(1_999, 2_000));

    assertThat(half.timeToExhaustion(0)).isEmpty();
    assertThat(half.timeToExhaustion(Double.NaN)).isEmpty();
    assertThat(half.timeToExhaustion(Double.MIN_VALUE)).isPresent();
  }

  @Test
  void derivationShowsTheNumbers() {
    var overspent = budget(THREE_NINES, new EventCounts(1_997, 2_000));

    assertThat(overspent.derivation())
        .isEqualTo(
            new Derivation(
                "1 - (bad / total) / (1 - target)", "1 - (3 / 2000) / (1 - 0.999) = -0.5"));
  }

  @Test
  void derivationSaysWhenItRounds() {
    var third = budget(THREE_NINES, new EventCounts(2_999, 3_000));

    assertThat(third.derivation().workings())
        .isEqualTo("1 - (1 / 3000) / (1 - 0.999) ≈ 0.666666667");
  }

  @Test
  void figuresAgreeWithPlainArithmetic() {
    var random = new Random(7);
    for (var round = 0; round < 10_000; round++) {
      var total = 1 + random.nextInt(1_000_000);
      var bad = random.nextInt(total + 1);
      var target = (1 + random.nextInt(9_999)) / 10_000.0;
      var budget = budget(new Objective("any", target), new EventCounts(total - bad, total));

      var spent = (double) bad / total / (1 - target);
      assertThat(budget.spentRatio()).isCloseTo(spent, within(1e-9 * (1 + spent)));
      assertThat(budget.remainingRatio()).isCloseTo(1 - spent, within(1e-9 * (1 + spent)));
      assertThat(budget.remainingEvents())
          .isCloseTo((1 - target) * total - bad, within(1e-9 * total));
    }
  }

  private static ErrorBudget budget(Objective objective, EventCounts counts) {
    return new ErrorBudget(objective, Readings.of(MONTH, counts, 1, MONTH));
  }

  /** OpenSLO's own example: two weeks at 95 %, in slices of a minute, are 16 h 48 min of budget. */
  @Test
  void budgetOfTimeslicesIsAShareOfTheWholeWindow() {
    var minute = Duration.ofMinutes(1);
    var objective =
        new Objective("95", 0.95, new BudgetingMethod.Timeslices(minute, new BigDecimal("0.95")));
    var budget = budget(objective, new SliceCounts(minute, 10_000, 504, 0));

    assertThat(budget.wholeTime()).isEqualTo(Duration.ofMinutes(1_008));
    assertThat(budget.remainingTime()).isEqualTo(Duration.ofMinutes(504));
    assertThat(budget.remainingRatio()).isEqualTo(0.5);
    assertThat(budget.derivation().workings())
        .isEqualTo("1 - 504 / ((1 - 0.95) * 20160 min / 1 min) = 0.5");
  }

  /** OpenSLO's own example: normal at 99 %, attacked at 1 %, the budget lasts 13 h 42 min 51 s. */
  @Test
  void budgetOfRatioTimeslicesIsSpentByTheMeanOfTheSlices() {
    assertThat(attackedFor(822).remainingRatio()).isBetween(0.0, 0.001);
    assertThat(attackedFor(823).remainingRatio()).isBetween(-0.001, 0.0);
  }

  private static ErrorBudget attackedFor(int minutes) {
    var minute = Duration.ofMinutes(1);
    var objective = new Objective("95", 0.95, new BudgetingMethod.RatioTimeslices(minute));
    var share = SliceCounts.SHARE_UNIT / 100;
    var shares = (20_160 - minutes) * share + minutes * 99 * share;
    return budget(objective, new SliceCounts(minute, 0, 20_160, shares));
  }

  private static ErrorBudget budget(Objective objective, SliceCounts slices) {
    var end = Instant.parse("2026-11-25T12:00:00Z");
    return new ErrorBudget(
        objective,
        new WindowReading(
            new Interval(end.minus(Duration.ofDays(14)), end),
            new EventCounts(1, 1),
            Optional.of(slices),
            0,
            Duration.ofDays(14)));
  }
}
