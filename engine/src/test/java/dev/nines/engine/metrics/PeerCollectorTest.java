package dev.nines.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.configuration.Settings.Metrics.Peer;
import dev.nines.engine.pages.Snapshots;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeerCollectorTest {
  private static final String SLOTH =
      "sloth_id=\"checkout-checkout-available-0\",sloth_service=\"checkout\","
          + "sloth_slo=\"checkout-available-0\"";
  private static final String PYRRA = "{service=\"checkout\",slo=\"checkout-available\"}";

  @Test
  void nobodyAsked_nothingIsThere() {
    assertThat(Scrape.text(registry())).isEmpty();
  }

  @Test
  void slothsSeriesHaveNinesValues_forAnSloThatIsOverspent() {
    var registry = registry(Peer.SLOTH);

    assertThat(Scrape.text(registry).lines())
        .contains(
            "slo:objective:ratio{" + SLOTH + "} 0.999",
            "slo:error_budget:ratio{" + SLOTH + "} 0.001",
            "slo:time_period:days{" + SLOTH + "} 30.0",
            "slo:period_burn_rate:ratio{" + SLOTH + "} 1.875",
            "slo:period_error_budget_remaining:ratio{" + SLOTH + "} -0.875")
        .noneMatch(line -> line.contains("pyrra"));
    assertThat(value(registry, "slo:current_burn_rate:ratio")).isBetween(14.399999, 14.400001);
    assertThat(value(registry, "slo:sli_error:ratio_rate5m")).isBetween(0.0143999, 0.0144001);
    assertThat(value(registry, "slo:sli_error:ratio_rate30d")).isBetween(0.00187499, 0.00187501);
    assertThat(Scrape.samples(registry, "slo:sli_error:ratio_rate1h"))
        .anyMatch(line -> line.contains(SLOTH + ",sloth_window=\"1h\"}"));
    assertThat(Scrape.samples(registry, "sloth_slo_info"))
        .contains(
            "sloth_slo_info{sloth_id=\"checkout-checkout-available-0\",sloth_mode=\"nines\","
                + "sloth_objective=\"99.9\",sloth_service=\"checkout\","
                + "sloth_slo=\"checkout-available-0\",sloth_spec=\"openslo/v1\","
                + "sloth_version=\"nines\"} 1.0");
  }

  @Test
  void pyrrasSeriesHaveNinesValues() {
    var registry = registry(Peer.PYRRA);

    assertThat(Scrape.text(registry).lines())
        .contains(
            "pyrra_objective" + PYRRA + " 0.999",
            "pyrra_window" + PYRRA + " 2592000.0",
            "pyrra_availability" + PYRRA + " 0.998125")
        .noneMatch(line -> line.contains("sloth"));
    assertThat(value(registry, "pyrra_requests:rate5m")).isEqualTo(1_000_000 / 300.0);
    assertThat(value(registry, "pyrra_errors:rate5m")).isEqualTo(14_400 / 300.0);
  }

  @Test
  void whatHasNoEventsHasNoRatio() {
    for (var name :
        List.of(
            "slo:sli_error:ratio_rate30d",
            "slo:period_error_budget_remaining:ratio",
            "pyrra_availability")) {
      assertThat(Scrape.samples(registry(Peer.SLOTH, Peer.PYRRA), name))
          .isNotEmpty()
          .noneMatch(line -> line.contains("invoices"));
    }
  }

  /** Of the overspent SLO. */
  private static double value(PrometheusRegistry registry, String name) {
    return Scrape.samples(registry, name).stream()
        .filter(line -> line.contains("checkout-available"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static PrometheusRegistry registry(Peer... peers) {
    var registry = new PrometheusRegistry();
    registry.register(new PeerCollector(Snapshots::everything, Set.of(peers)));
    return registry;
  }
}
