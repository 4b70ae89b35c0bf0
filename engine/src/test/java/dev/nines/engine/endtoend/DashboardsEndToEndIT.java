package dev.nines.engine.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nines.engine.Peers;
import dev.nines.engine.grafana.Dashboard;
import dev.nines.engine.selfcheck.HttpGate;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped dashboards over a Nines with a mended outage, one that lasts, and a deployment: each
 * query is put to a real Prometheus as Grafana would.
 */
class DashboardsEndToEndIT {
  private static final String DECLARED =
      """
      apiVersion: nines.dev/v1
      kind: ServicePolicy
      metadata: {name: quick}
      spec: {services: [shop, mail], holdTime: 1s, flapWindow: 1s}
      ---
      apiVersion: nines.dev/v1
      kind: NotificationChannel
      metadata: {name: log}
      spec: {type: log}
      """;

  private static final String SERVICE =
      """
      ---
      apiVersion: openslo/v1
      kind: Service
      metadata: {name: %1$s}
      spec: {}
      ---
      apiVersion: nines.dev/v1
      kind: Probe
      metadata: {name: %1$s-http, labels: {team: payments}}
      spec:
        service: %1$s
        prober: http
        target: "%2$s"
        interval: 1s
        timeout: 500ms
        incident: {failures: 1, recoveries: 1}
      ---
      apiVersion: openslo/v1
      kind: SLO
      metadata: {name: %1$s-up}
      spec:
        service: %1$s
        indicator:
          metadata: {name: %1$s-up}
          spec:
            ratioMetric:
              good: {metricSource: {type: nines, spec: {probe: %1$s-http, result: success}}}
              total: {metricSource: {type: nines, spec: {probe: %1$s-http}}}
        budgetingMethod: Occurrences
        timeWindow: [{duration: 30d, isRolling: true}]
        objectives: [{displayName: most, target: 0.9}]
      """;

  /** What nobody here has: certificates, data sources, a cut-off prober, a fault of Nines. */
  private static final Set<String> MAY_BE_EMPTY =
      Set.of(
          "Certificate that ends first",
          "Certificates",
          "Data sources",
          "Unknown runs by cause",
          "Self-check",
          "Used up in",
          "Mean time to acknowledge, slowest service",
          "Rework, highest",
          "Recovery after failed deployments, slowest");

  /** Columns of tables that nobody here has a value for. */
  private static final List<String> MAY_BE_EMPTY_METRICS =
      List.of(
          "service_mean_time_to_acknowledge_seconds",
          "slo_error_budget_exhausted_in_seconds",
          "dora_failed_deployment_recovery_seconds",
          "dora_rework_ratio");

  @TempDir private static Path folder;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static HttpGate shop;
  private static HttpGate mail;
  private static NinesInProcess nines;
  private static Prometheus prometheus;

  @BeforeAll
  static void breakTheShop() throws Exception {
    shop = HttpGate.good();
    mail = HttpGate.good();
    var declared =
        DECLARED + SERVICE.formatted("shop", shop.url()) + SERVICE.formatted("mail", mail.url());
    var site = Site.of(folder, declared);
    nines = NinesInProcess.start(site);
    prometheus =
        Prometheus.start(
            Files.writeString(
                folder.resolve("prometheus.yml"),
                """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: nines
                    static_configs: [{targets: ["127.0.0.1:%1$d"]}]
                  - job_name: probes
                    metrics_path: /probe
                    http_sd_configs: [{url: "http://127.0.0.1:%1$d/api/v1/targets/prometheus"}]
                    relabel_configs:
                      - {source_labels: [__address__], target_label: __param_target}
                      - {source_labels: [__param_target], target_label: instance}
                      - {source_labels: [__meta_nines_service], target_label: service}
                      - {source_labels: [__meta_nines_label_team], target_label: team}
                      - {target_label: __address__, replacement: "127.0.0.1:%1$d"}
                """
                    .formatted(nines.api().address().getPort())));
    await().atMost(30, SECONDS).until(() -> prometheus.query("service_up == 1").size() == 2);
    deploy(site, "mail");
    mail.breakDown();
    await()
        .atMost(30, SECONDS)
        .until(() -> !prometheus.query("service_incidents_open == 1").isEmpty());
    mail.heal();
    await()
        .atMost(60, SECONDS)
        .until(() -> !prometheus.query("service_mean_time_to_restore_seconds").isEmpty());
    shop.breakDown();
    await()
        .atMost(90, SECONDS) // DORA figures are computed now and then
        .until(() ->
            !prometheus.query("service_incidents_open{service=\"shop\"} == 1").isEmpty()
                && !prometheus.query("count_over_time(dora_change_fail_ratio[30s]) > 1").isEmpty());
  }

  private static void deploy(Site site, String service) throws Exception {
    var body =
        """
        {"id": "1", "service": "%s",
         "result": "success", "committedAt": "2026-01-01T00:00:00Z"}
        """
            .formatted(service);
    var token = Files.readString(site.data().resolve("admin-token")).strip();
    var response =
        CLIENT.send(
            HttpRequest.newBuilder(nines.api().address().resolve("/api/v1/deployments"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
  }

  @AfterAll
  static void stop() {
    prometheus.close();
    nines.close();
    shop.close();
    mail.close();
  }

  @Test
  void everyQueryOfEveryPanelParses_andHasSeriesWhereThereAreData() {
    var empty = new ArrayList<String>();
    for (var board : Dashboard.all()) {
      board
          .panels()
          .forEach(panel -> {
            for (var query : Dashboard.queries(panel)) {
              var title = panel.path("title").asText();
              if (prometheus.query(filled(query)).isEmpty()
                  && !MAY_BE_EMPTY.contains(title)
                  && MAY_BE_EMPTY_METRICS.stream().noneMatch(query::contains)) {
                empty.add("%s, %s: %s".formatted(board, title, query));
              }
            }
          });
      board.annotations().forEach(query -> assertThat(prometheus.query(filled(query))).isNotNull());
    }
    assertThat(empty).isEmpty();
  }

  @Test
  void figuresAreThoseOfTheApi() {
    await()
        .atMost(20, SECONDS)
        .untilAsserted(() -> {
          var before = nines.api().json("slos/shop-up").at("/objectives/0");
          var left = value("slo-detail.json", "Error budget left");
          var target = value("slo-detail.json", "Objectives");
          var after = nines.api().json("slos/shop-up").at("/objectives/0");
          assertThat(after.path("totalEvents")).isEqualTo(before.path("totalEvents"));
          assertThat(left).isCloseTo(before.path("budgetRemainingRatio").asDouble(), within(1e-9));
          assertThat(target).isEqualTo(before.path("target").asDouble());
        });
    assertThat(value("uptime-review.json", "Services down")).isEqualTo(1);
    assertThat(value("uptime-review.json", "Incidents open")).isEqualTo(1);
    assertThat(value("incidents-dora.json", "Incidents of 30 days")).isEqualTo(2);
    assertThat(value("incidents-dora.json", "Deployments of 30 days")).isEqualTo(1);
    assertThat(value("probes.json", "Probes")).isEqualTo(2);
    assertThat(value("probes.json", "Failing")).isEqualTo(1);
    var states =
        prometheus.query(filled(first("uptime-review.json", "State of each service"))).stream()
            .map(DashboardsEndToEndIT::state)
            .toList();
    assertThat(states).containsExactlyInAnyOrder("shop 4", "mail 1");
  }

  private static String state(JsonNode series) {
    return series.at("/metric/service").asText() + " " + series.at("/value/1").asText();
  }

  private static double value(String file, String title) {
    return Double.parseDouble(
        prometheus.query(filled(first(file, title))).getFirst().at("/value/1").asText());
  }

  private static String first(String file, String title) {
    return Dashboard.all().stream()
        .filter(board -> board.file().equals(file))
        .flatMap(Dashboard::panels)
        .filter(panel -> panel.path("title").asText().equals(title))
        .map(panel -> Dashboard.queries(panel).getFirst())
        .findFirst()
        .orElseThrow();
  }

  /** All of everything, as Grafana fills it in, over the last seconds. */
  private static String filled(String query) {
    return query
        .replace("$job", "nines")
        .replaceAll("\\$(instance|service|slo|location|probe)\\b", ".+")
        .replace("$__rate_interval", "30s")
        .replace("$__range", "1m");
  }

  @Test
  void prometheusFindsTheDeclaredTargets_andAsksNinesForThem() {
    await()
        .atMost(30, SECONDS) // it looks for targets when it starts, then every minute
        .untilAsserted(() ->
            assertThat(prometheus.query("probe_success{job=\"probes\", team=\"payments\"}"))
                .extracting(series -> series.at("/metric/instance").asText())
                .containsExactlyInAnyOrder(shop.url(), mail.url()));
  }

  @Test
  void alertsAndRecordingRulesDoWhatTheirTestsSay() throws Exception {
    var tests = Path.of("src", "test", "resources", "grafana", "alerts-test.yaml").toAbsolutePath();
    for (var file : List.of("alerts.yaml", "rules.yaml")) {
      Prometheus.check("rules", Dashboard.FOLDER.resolve(file));
      Files.copy(Dashboard.FOLDER.resolve(file), folder.resolve(file));
    }
    var copy = Files.copy(tests, folder.resolve("alerts-test.yaml"));
    var promtool =
        new ProcessBuilder(Peers.program("promtool").toString(), "test", "rules", copy.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(promtool.waitFor()).as(said).isZero();
  }

  @Test
  void queriesOfTheAlertsReadSeriesThatThereAre() throws Exception {
    var alerts = Files.readString(Dashboard.FOLDER.resolve("alerts.yaml"));
    alerts
        .lines()
        .filter(line -> line.strip().startsWith("expr: "))
        .map(line -> line.strip().substring("expr: ".length()))
        .forEach(query -> {
          assertThat(prometheus.query(query)).as("nothing is wrong here: " + query).isEmpty();
          for (var name : query.split("[^a-z_]+")) {
            if (name.startsWith("nines_") && !name.equals("nines_self_check_up")) {
              assertThat(prometheus.series(name)).as(name).isNotEmpty();
            }
          }
        });
  }
}
