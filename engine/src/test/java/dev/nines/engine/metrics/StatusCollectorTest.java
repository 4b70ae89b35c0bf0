package dev.nines.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.pages.Snapshots;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusCollectorTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private Snapshot snapshot = Snapshots.everything();

  StatusCollectorTest() {
    registry.register(new StatusCollector(() -> snapshot));
  }

  @Test
  void objectiveHasItsTargetBudgetAndCounters() {
    var labels = "{objective=\"99.9\",service=\"checkout\",slo=\"checkout-available\"}";

    assertThat(samples("slo_objective_ratio")).contains("slo_objective_ratio" + labels + " 0.999");
    assertThat(samples("slo_error_budget_remaining_ratio"))
        .contains("slo_error_budget_remaining_ratio" + labels + " -0.875");
    assertThat(samples("slo_events_total")).contains("slo_events_total" + labels + " 0.0");
    assertThat(samples("slo_good_events_total"))
        .contains("slo_good_events_total" + labels + " 0.0");
  }

  @Test
  void budgetIsToldAsTime_andWhenItIsUsedUp() {
    var checkout = "{objective=\"99.9\",service=\"checkout\",slo=\"checkout-available\"}";
    var search = "{objective=\"99.95\",service=\"search\",slo=\"search-available\"}";

    assertThat(samples("slo_error_budget_seconds"))
        .contains("slo_error_budget_seconds" + checkout + " 2592.0");
    assertThat(samples("slo_error_budget_remaining_seconds"))
        .contains("slo_error_budget_remaining_seconds" + checkout + " -2268.0");
    assertThat(samples("slo_error_budget_exhausted_in_seconds"))
        .as("overspent, and a sixth left at three times the speed")
        .contains(
            "slo_error_budget_exhausted_in_seconds" + checkout + " 0.0",
            "slo_error_budget_exhausted_in_seconds" + search + " 144000.0")
        .noneMatch(line -> line.contains("invoices"));
    assertThat(samples("slo_info"))
        .contains(
            "slo_info{method=\"Occurrences\",objective=\"99.9\",service=\"checkout\","
                + "slo=\"checkout-available\",window=\"30d\"} 1");
    assertThat(samples("slo_window_coverage_ratio"))
        .contains("slo_window_coverage_ratio" + checkout + " 1.0");
  }

  @Test
  void windowOfAServiceIsToldWithItsTimesAndHowManyIncidentsTheyAreOf() {
    var month = "{service=\"checkout\",window=\"30d\"}";

    assertThat(lines())
        .contains(
            "service_downtime_seconds" + month + " 1860.0",
            "service_unknown_seconds" + month + " 0.0",
            "service_known_seconds" + month + " 2592000.0",
            "service_maintenance_seconds" + month + " 0.0",
            "service_incidents" + month + " 3.0",
            "service_incidents_restored" + month + " 3.0",
            "service_incidents_acknowledged" + month + " 0.0",
            "service_median_time_to_restore_seconds" + month + " 180.0",
            "service_p90_time_to_restore_seconds" + month + " 420.0",
            "service_longest_time_to_restore_seconds" + month + " 420.0")
        .noneMatch(line -> line.startsWith("service_mean_time_to_acknowledge_seconds" + month));
  }

  @Test
  void burnRateAndSliAreByWindow() {
    assertThat(samples("slo_burn_rate_ratio"))
        .filteredOn(line -> line.contains("checkout-available"))
        .containsExactlyInAnyOrder(
            burnRate("30d", "1.875"), burnRate("5m", "14.4"), burnRate("1h", "14.4"));
    assertThat(samples("slo_sli_ratio"))
        .contains(
            "slo_sli_ratio{objective=\"99.9\",service=\"checkout\",slo=\"checkout-available\","
                + "window=\"30d\"} 0.998125");
  }

  private static String burnRate(String window, String value) {
    return "slo_burn_rate_ratio{objective=\"99.9\",service=\"checkout\",slo=\"checkout-available\","
        + "window=\"%s\"} %s".formatted(window, value);
  }

  @Test
  void alertIsActiveBySeverity() {
    assertThat(samples("slo_alert_active"))
        .contains(
            alert("99.9", "checkout", "checkout-available", "critical", 1),
            alert("99.9", "checkout", "checkout-available", "warning", 0),
            alert("99.95", "search", "search-available", "warning", 1),
            alert("99.95", "search", "search-available", "critical", 0));
  }

  @Test
  void nearnessOfAnAlertIsItsSlowerBurnRateByItsFactor_overTheWindowsOfItsOwnRule() {
    assertThat(samples("slo_alert_proximity_ratio"))
        .as("both windows of one rule are read here, those of the others are not")
        .filteredOn(line -> line.contains("checkout-available"))
        .containsExactly(
            "slo_alert_proximity_ratio{long=\"1h\",objective=\"99.9\",service=\"checkout\","
                + "severity=\"critical\",short=\"5m\",slo=\"checkout-available\"} 1.0");
  }

  private static String alert(
      String objective, String service, String slo, String severity, int active) {
    return "slo_alert_active{objective=\"%s\",service=\"%s\",severity=\"%s\",slo=\"%s\"} %d.0"
        .formatted(objective, service, severity, slo, active);
  }

  @Test
  void whatIsNotKnownIsAbsent() {
    assertThat(samples("slo_error_budget_remaining_ratio"))
        .noneMatch(line -> line.contains("invoices"));
    assertThat(samples("slo_sli_ratio")).noneMatch(line -> line.contains("invoices"));
    assertThat(samples("service_up"))
        .containsExactlyInAnyOrder(
            "service_up{service=\"checkout\"} 0.0",
            "service_up{service=\"search\"} 1.0",
            "service_up{service=\"catalogue\"} 1.0");
    assertThat(samples("service_uptime_ratio")).noneMatch(line -> line.contains("invoices"));
    assertThat(samples("service_mean_time_to_acknowledge_seconds")).isEmpty();
    assertThat(samples("service_mean_time_between_failures_seconds"))
        .noneMatch(line -> line.contains("mail"));
  }

  @Test
  void serviceIsInOneStateOfFive() {
    for (var service : List.of("checkout", "search", "catalogue", "mail", "invoices")) {
      assertThat(samples("service_state"))
          .filteredOn(line -> line.contains("\"" + service + "\""))
          .hasSize(5)
          .filteredOn(line -> line.endsWith(" 1.0"))
          .hasSize(1);
    }
    assertThat(samples("service_state"))
        .contains(
            "service_state{service=\"mail\",state=\"maintenance\"} 1.0",
            "service_state{service=\"invoices\",state=\"unknown\"} 1.0");
  }

  @Test
  void meanTimesAreInSeconds() {
    assertThat(samples("service_mean_time_to_restore_seconds"))
        .contains(
            "service_mean_time_to_restore_seconds{service=\"checkout\",window=\"30d\"} 220.0");
    assertThat(samples("service_coverage_ratio"))
        .contains("service_coverage_ratio{service=\"mail\",window=\"30d\"} 0.9666666666666667");
  }

  @Test
  void beforeTheFirstTickThereIsOnlyTheTimeOfNoEvaluation() {
    snapshot = Snapshot.NONE;

    assertThat(Scrape.text(registry))
        .contains("nines_evaluation_timestamp_seconds 0.0")
        .doesNotContain("slo_sli", "service_state{");
    assertThat(Scrape.openMetrics(registry)).endsWith("# EOF\n");
  }

  private List<String> lines() {
    return Scrape.text(registry).lines().toList();
  }

  private List<String> samples(String metric) {
    return Scrape.samples(registry, metric);
  }
}
