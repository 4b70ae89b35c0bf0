package dev.nines.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BudgetSpendTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final BudgetWindow HOUR = new BudgetWindow.Rolling(Duration.ofHours(1));
  private static final Duration FIVE = Duration.ofMinutes(5);

  static Stream<Arguments> methods() {
    return Stream.of(
        Arguments.argumentSet("events", new BudgetingMethod.Occurrences()),
        Arguments.argumentSet(
            "slices", new BudgetingMethod.Timeslices(FIVE, new BigDecimal("0.9"))),
        Arguments.argumentSet("ratios", new BudgetingMethod.RatioTimeslices(FIVE)));
  }

  /** The last ten minutes of an hour, and the fifty before them, make up the whole. */
  @ParameterizedTest
  @MethodSource("methods")
  void incidentAndTheRestAddUpToWhatIsSpent(BudgetingMethod method) {
    var random = new Random(7);
    var objective = new Objective("99", 0.99, method);
    var part = new BudgetWindow.Rolling(Duration.ofMinutes(10));
    for (var round = 0; round < 50; round++) {
      var end = NOON.getEpochSecond() / 60 + 59; // at the end of a slice
      var all = new SliWindows(List.of(HOUR, part), method, NOON);
      var before = new SliWindows(List.of(HOUR), method, NOON);
      for (var minute = end - 59; minute <= end; minute++) {
        var total = random.nextInt(4);
        var good = total == 0 ? 0 : random.nextInt(total + 1);
        all.advanceTo(minute);
        before.advanceTo(minute);
        all.add(minute, good, total);
        before.add(minute, minute > end - 10 ? total : good, total);
      }

      if (method.slice().equals(FIVE)) { // they count once they are over for a minute
        all.advanceTo(end + 2);
        before.advanceTo(end + 2);
      }

      var spend = new BudgetSpend(objective, all.read(HOUR), all.read(part));
      var whole = new ErrorBudget(objective, all.read(HOUR));
      var rest = new ErrorBudget(objective, before.read(HOUR));

      assertThat(spend.ratio() + rest.spentRatio()).isCloseTo(whole.spentRatio(), offset(1e-9));
      assertThat(spend.time().toNanos() / 1e9)
          .isCloseTo(spend.ratio() * whole.wholeTime().toNanos() / 1e9, offset(1e-6));
    }
  }

  @Test
  void numbersStandInItsDerivation() {
    var objective = new Objective("99.9", 0.999);
    var windows =
        new SliWindows(List.of(HOUR, new BudgetWindow.Rolling(FIVE)), objective.method(), NOON);
    var minute = NOON.getEpochSecond() / 60 + 30;
    windows.advanceTo(minute);
    windows.add(minute - 20, 1_990, 1_995);
    windows.add(minute, 2, 5);

    var spend =
        new BudgetSpend(
            objective, windows.read(HOUR), windows.read(new BudgetWindow.Rolling(FIVE)));

    assertThat(spend.ratio()).isCloseTo(1.5, offset(1e-12));
    assertThat(spend.time()).isEqualTo(Duration.ofMillis(2_790));
    assertThat(spend.derivation().workings()).isEqualTo("(3 / 2000) / (1 - 0.999) = 1.5");
  }

  @Test
  void withoutEventsNothingIsKnown() {
    var objective = new Objective("99.9", 0.999);
    var windows = new SliWindows(List.of(HOUR), objective.method(), NOON);

    assertThat(BudgetSpend.of(objective, windows.read(HOUR), windows.read(HOUR))).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BudgetSpend(objective, windows.read(HOUR), windows.read(HOUR)));
  }
}
