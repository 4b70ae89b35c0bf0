package dev.nines.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import dev.nines.slo.Objective;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BurnAlertRulesTest {
  @Test
  void thirtyDaysHaveTheTableOfTheWorkbook() {
    assertThat(BurnAlertRules.forWindow(Duration.ofDays(30)).rules())
        .containsExactly(
            rule(Urgency.PAGE, 14.4, 60, 5),
            rule(Urgency.PAGE, 6, 360, 30),
            rule(Urgency.TICKET, 3, 1_440, 120),
            rule(Urgency.TICKET, 1, 4_320, 360));
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 28, 30, 90, 365})
  void daysKeepTheirShareOfTheBudget(int days) {
    var window = Duration.ofDays(days);
    var shares =
        BurnAlertRules.forWindow(window).rules().stream()
            .map(rule -> rule.factor() * rule.longWindow().toMinutes() / window.toMinutes())
            .toList();

    for (var i = 0; i < shares.size(); i++) {
      assertThat(shares.get(i)).isCloseTo(List.of(0.02, 0.05, 0.1, 0.1).get(i), offset(0.001));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10, 15, 60, 360, 1_440, 10_080})
  void shortWindowsHaveFourDistinctRulesThatFitIn(int minutes) {
    var rules = BurnAlertRules.forWindow(Duration.ofMinutes(minutes)).rules();

    assertThat(rules).hasSize(4);
    assertThat(rules).extracting(BurnRateRule::longWindow).doesNotHaveDuplicates().isSorted();
    assertThat(rules)
        .allSatisfy(rule -> {
          assertThat(rule.longWindow())
              .isBetween(Duration.ofMinutes(2), Duration.ofMinutes(minutes));
          assertThat(rule.shortWindow())
              .isGreaterThanOrEqualTo(Duration.ofMinutes(1))
              .isLessThan(rule.longWindow());
        });
  }

  @Test
  void windowTooShortForEveryRuleHasThoseThatFit() {
    assertThat(BurnAlertRules.forWindow(Duration.ofMinutes(3)).rules()).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BurnAlertRules.forWindow(Duration.ofMinutes(1)))
        .withMessage("window not at least 2 minutes: PT1M");
  }

  @Test
  void windowsAreThoseOfAllRules() {
    assertThat(BurnAlertRules.forWindow(Duration.ofMinutes(10)).windows())
        .containsExactlyInAnyOrder(
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(3),
            Duration.ofMinutes(4),
            Duration.ofMinutes(5));
  }

  @Test
  void ruleThatCanNeverFireIsToldOf() {
    var rules = BurnAlertRules.forWindow(Duration.ofDays(30));

    assertThat(rules.lint(new Objective("99.9", 0.999))).isEmpty();
    assertThat(rules.lint(new Objective("90", 0.9)))
        .containsExactly(
            "page alert 14.4x over 1h and 5m can never fire for objective 90: a total outage burns"
                + " only 10x");
  }

  private static BurnRateRule rule(
      Urgency urgency, double factor, long longMinutes, long shortMinutes) {
    return new BurnRateRule(
        urgency,
        factor,
        Duration.ofMinutes(longMinutes),
        Duration.ofMinutes(shortMinutes),
        Duration.ofSeconds(shortMinutes * 30));
  }
}
