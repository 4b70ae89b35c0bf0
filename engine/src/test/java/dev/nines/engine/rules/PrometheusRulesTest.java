package dev.nines.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.declarations.DeclarationPaths;
import dev.nines.engine.declarations.yaml.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusRulesTest {
  private static final String GOOD =
      """
      version: prometheus/v1
      service: shop
      slos:
        - name: fast
          objective: 99
          sli:
            raw: {error_ratio_query: "slow:ratio[{{.window}}]"}
          alerting:
            name: Slow
            page_alert: {disable: true}
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("slos.yml");
  }

  private PrometheusRules read(String text) throws IOException {
    Files.writeString(file, text);
    return PrometheusRules.read(
        new DeclarationPaths(List.of(folder), Optional.empty()),
        _ -> Optional.empty(),
        new PrometheusRules.Wishes(PrometheusRules.PERIOD, Map.of()));
  }

  private List<String> faults(String text) throws IOException {
    return read(text).faults().stream()
        .map(Fault::toString)
        .map(fault -> fault.replace(folder + "/", ""))
        .toList();
  }

  @Test
  void rawRatioHasNoEventsToWeighBy_soItsPeriodIsTheMean() throws IOException {
    var rules = read(GOOD);

    assertThat(rules.faults()).isEmpty();
    assertThat(rules.files())
        .singleElement()
        .satisfies(made -> assertThat(made.name()).isEqualTo("shop.yml"))
        .satisfies(made ->
            assertThat(made.text())
                .contains("expr: (slow:ratio[5m])", "count_over_time(slo:sli_error:ratio_rate5m")
                .contains("sloth_severity: ticket")
                .doesNotContain("sloth_severity: page", "slo:sli_events:rate5m"));
  }

  @Test
  void everyFaultIsToldAtOnce_withItsPlace() throws IOException {
    assertThat(
            faults(
                """
                version: prometheus/v1
                service: the shop
                labels: {a-b: c, sloth_id: mine}
                slos:
                  - name: a
                    objective: 100
                    sli:
                      plugin: {id: some/plugin, options: {a: b}}
                    alerting: {page_alert: {disable: true}}
                  - nmae: b
                    objective: 99
                    sli:
                      events:
                        error_query: errors_total
                        total_query: total[{{.window}}] {{.team}}
                    alerting:
                      name: B
                      page_alert: {disabled: true}
                """))
        .containsExactly(
            "slos.yml:2:10: service: expected a name of letters, digits, dots, _ and -, at most"
                + " 127, got \"the shop\"",
            "slos.yml:3:15: labels.a-b: not a name that Prometheus takes: letters, digits and _",
            "slos.yml:3:28: labels.sloth_id: its name is kept for what the rules say themselves",
            "slos.yml:6:16: slos[0].objective: not in (0, 100): 100, which would leave no error"
                + " budget",
            "slos.yml:8:15: slos[0].sli.plugin: Sloth's plugins are not supported: write the two"
                + " queries that it makes as events",
            "slos.yml:9:15: slos[0].alerting.name: required",
            "slos.yml:10:5: slos[1].name: required",
            "slos.yml:10:5: slos[1].nmae: unknown key (did you mean name?)",
            "slos.yml:14:22: slos[1].sli.events.error_query: no {{.window}} in the query: expected"
                + " one such as sum(rate(errors_total[{{.window}}]))",
            "slos.yml:15:22: slos[1].sli.events.total_query: another variable than {{.window}} in"
                + " the query: expected one such as sum(rate(errors_total[{{.window}}]))",
            "slos.yml:18:20: slos[1].alerting.page_alert.disabled: unknown key (did you mean"
                + " disable?)");
  }

  @Test
  void twoOfOneNameAreAFault_sinceTheyWouldWriteTheSameSeries() throws IOException {
    assertThat(faults(GOOD + "---\n" + GOOD))
        .containsExactly(
            "slos.yml:15:11: slos[0].name: a second SLO named fast of shop, the first is at"
                + " slos.yml:4:11");
  }

  @Test
  void fileThatIsNotYamlIsToldOnce() throws IOException {
    assertThat(faults("version: [\n")).hasSize(1);
  }

  @Test
  void slothsFilesAndDeclarationsLieSideBySide() throws IOException {
    Files.writeString(
        folder.resolve("nines.yml"),
        """
        apiVersion: openslo/v1
        kind: Service
        metadata: {name: shop}
        spec: {}
        ---
        apiVersion: nines.dev/v1
        kind: Probe
        metadata: {name: shop-http}
        spec: {service: shop, prober: http, target: "https://shop.example.com/"}
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
          timeWindow: [{duration: 4w, isRolling: true}]
          objectives: [{target: 0.999}]
        """);

    var rules = read(GOOD);

    assertThat(rules.faults()).isEmpty();
    assertThat(rules.slos()).isEqualTo(2);
    assertThat(rules.files())
        .singleElement()
        .satisfies(made ->
            assertThat(made.text())
                .contains("slo:sli_error:ratio_rate30d", "slo:sli_error:ratio_rate4w")
                .contains("(13.44 * 0.001)"));
  }

  @Test
  void labelsOfAnSloAndItsServiceAreThoseOfItsSeries() throws IOException {
    var rules =
        read(
            """
            apiVersion: openslo/v1
            kind: Service
            metadata:
              name: shop
              labels: {team: payments, 1st.tier: [a, b], sloth_id: mine}
            spec: {}
            ---
            apiVersion: openslo/v1
            kind: DataSource
            metadata: {name: main}
            spec: {type: prometheus, connectionDetails: {url: "http://prometheus.test"}}
            ---
            apiVersion: openslo/v1
            kind: SLO
            metadata: {name: answers, labels: {team: checkout}}
            spec:
              service: shop
              indicator:
                metadata: {name: answered}
                spec:
                  ratioMetric:
                    counter: true
                    bad: {metricSource: {type: prometheus, spec: {query: errors_total}}}
                    total: {metricSource: {type: prometheus, spec: {query: requests_total}}}
              timeWindow: [{duration: 30d, isRolling: true}]
              budgetingMethod: Occurrences
              objectives: [{target: 0.99}]
            """);

    assertThat(rules.faults()).isEmpty();
    assertThat(rules.files().getFirst().text())
        .contains("team: checkout", "_1st_tier: a,b", "sloth_id: shop-answers-0")
        .doesNotContain("team: payments", "mine");
  }

  @Test
  void sameInputGivesTheSameText() throws IOException {
    assertThat(read(GOOD).files()).isEqualTo(read(GOOD).files());
  }
}
