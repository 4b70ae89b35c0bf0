package dev.nines.engine.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.alerting.AlertCondition;
import dev.nines.alerting.AlertPolicy;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion;
import dev.nines.slo.Criterion.Op;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BurnAlertsTest {
  private static final BudgetWindow MONTH = new BudgetWindow.Rolling(Duration.ofDays(30));

  @Test
  void windowsOfTheDefaultAlertsAreKept_unlessTheyAreOff() {
    assertThat(BurnAlerts.windowsOf(slo(Slo.BurnAlerts.DEFAULT), List.of()))
        .contains(MONTH)
        .hasSize(8);
    assertThat(BurnAlerts.windowsOf(slo(Slo.BurnAlerts.NONE), List.of())).hasSize(5);
  }

  @Test
  void someWindowsAreKeptOfEverySlo_soThatOneQueryIsRightForAll() {
    var fourWeeks = new BudgetWindow.Rolling(Duration.ofDays(28));
    var day = new BudgetWindow.Rolling(Duration.ofDays(1));

    assertThat(texts(slo(fourWeeks, Slo.BurnAlerts.DEFAULT)))
        .contains("5m", "1h", "6h", "3d", "56m", "336m", "28d");
    assertThat(texts(slo(fourWeeks, Slo.BurnAlerts.NONE)))
        .containsExactlyInAnyOrder("5m", "1h", "6h", "3d", "28d");
    assertThat(texts(slo(day, Slo.BurnAlerts.NONE)))
        .as("what burned before the budget began is none of its business")
        .containsExactlyInAnyOrder("5m", "1h", "6h", "1d");
  }

  private static List<String> texts(Slo slo) {
    return BurnAlerts.windowsOf(slo, List.of()).stream().map(BudgetWindow::text).toList();
  }

  @Test
  void lookbackWindowsOfDeclaredPoliciesAreKept_evenThoseLongerThanTheBudgets() {
    var lookback = Duration.ofDays(60);
    var condition = new AlertCondition("page", Op.GTE, 2, lookback, Duration.ZERO);
    var policy = new AlertPolicy("a", "a", false, true, true, condition, List.of());

    assertThat(BurnAlerts.windowsOf(slo(Slo.BurnAlerts.NONE), List.of(policy)))
        .contains(MONTH, new BudgetWindow.Rolling(lookback))
        .hasSize(6);
  }

  private static Slo slo(Slo.BurnAlerts alerts) {
    return slo(MONTH, alerts);
  }

  private static Slo slo(BudgetWindow window, Slo.BurnAlerts alerts) {
    var sli = new Sli.Runs(List.of("checkout-http"), Criterion.SUCCESS);
    return new Slo(
        "checkout",
        "Checkout",
        "checkout",
        window,
        List.of(new Slo.Term(new Objective("99.9", 0.999), sli)),
        false,
        new Slo.Settings(Slo.Maintenance.EXCLUDE, 0, alerts));
  }
}
