package dev.nines.engine.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nines.engine.declarations.DeclarationPaths;
import dev.nines.engine.rules.PrometheusRules;
import dev.nines.engine.selfcheck.HttpGate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus reads Nines' counters and evaluates the rules that Nines made for them. */
@Tag("process")
class RulesOfProbesIT {
  private static final String DECLARED =
      """
      apiVersion: openslo/v1
      kind: Service
      metadata: {name: shop}
      spec: {}
      ---
      apiVersion: nines.dev/v1
      kind: Probe
      metadata: {name: shop-http}
      spec: {service: shop, prober: http, target: "%s", interval: 1s, timeout: 500ms}
      ---
      apiVersion: openslo/v1
      kind: SLO
      metadata: {name: shop-up}
      spec:
        service: shop
        indicator:
          metadata: {name: shop-up}
          spec:
            ratioMetric:
              good: {metricSource: {type: nines, spec: {probe: shop-http, result: success}}}
              total: {metricSource: {type: nines, spec: {probe: shop-http}}}
        budgetingMethod: Occurrences
        timeWindow: [{duration: 30d, isRolling: true}]
        objectives: [{displayName: most "of it", target: 0.99}]
      """;

  @TempDir Path folder;

  @Test
  void burnRateOfAProbeRisesInPrometheus_andItsAlertFires() throws Exception {
    try (var target = HttpGate.good()) {
      var site = Site.of(folder, DECLARED.formatted(target.url()));
      var rules =
          PrometheusRules.read(
              new DeclarationPaths(List.of(folder.resolve("slo-definitions")), Optional.empty()),
              _ -> Optional.empty(),
              new PrometheusRules.Wishes(PrometheusRules.PERIOD, Map.of()));
      assertThat(rules.leftOut()).isEmpty();
      Files.writeString(folder.resolve("shop.yml"), rules.files().getFirst().text());
      try (var nines = NinesInProcess.start(site);
          var prometheus =
              Prometheus.start(
                  Files.writeString(
                      folder.resolve("prometheus.yml"),
                      """
                      global: {scrape_interval: 1s, evaluation_interval: 1s}
                      rule_files: [shop.yml]
                      scrape_configs:
                        - job_name: nines
                          static_configs: [{targets: ["127.0.0.1:%d"]}]
                      """
                          .formatted(nines.api().address().getPort())))) {
        var ratio = "slo:sli_error:ratio_rate30d{sloth_id=\"shop-shop-up-0\"}";
        await().atMost(30, SECONDS).until(() -> prometheus.query(ratio + " == 0").size() == 1);

        target.breakDown();

        await()
            .atMost(30, SECONDS)
            .until(() ->
                prometheus.query("ALERTS{sloth_slo=\"shop-up-0\", alertstate=\"firing\"}").size()
                    == 2);
        assertThat(prometheus.query(ratio + " > 0")).hasSize(1);
      }
    }
  }
}
