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
    assertThat(BurnAlerts.windowsOf(slo(Slo.BurnAlerts.NONE), List.of())).containsExactly(MONTH);
  }

  @Test
  void lookbackWindowsOfDeclaredPoliciesAreKept_evenThoseLongerThanTheBudgets() {
    var lookback = Duration.ofDays(60);
    var condition = new AlertCondition("page", Op.GTE, 2, lookback, Duration.ZERO);
    var policy = new AlertPolicy("a", "a", false, true, true, condition, List.of());

    assertThat(BurnAlerts.windowsOf(slo(Slo.BurnAlerts.NONE), List.of(policy)))
        .containsExactlyInAnyOrder(MONTH, new BudgetWindow.Rolling(lookback));
  }

  private static Slo slo(Slo.BurnAlerts alerts) {
    var sli = new Sli.Runs(List.of("checkout-http"), Criterion.SUCCESS);
    return new Slo(
        "checkout",
        "Checkout",
        "checkout",
        MONTH,
        List.of(new Slo.Term(new Objective("99.9", 0.999), sli)),
        false,
        new Slo.Settings(Slo.Maintenance.EXCLUDE, 0, alerts));
  }
}
