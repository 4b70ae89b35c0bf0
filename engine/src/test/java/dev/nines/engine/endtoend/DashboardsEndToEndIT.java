package dev.nines.engine.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nines.engine.Peers;
import dev.nines.engine.grafana.Dashboard;
import dev.nines.engine.selfcheck.HttpGate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The shipped dashboards over a Nines with a mended outage, one that lasts, and a deployment: each
 * query is put to a real Prometheus as Grafana would.
 */
@Tag("process")
class DashboardsEndToEndIT {
  private static final String DECLARED =
      """
      apiVersion: nines.dev/v1
      kind: ServicePolicy
      metadata: {name: quick}
      spec: {services: [shop, mail, desk], holdTime: 1s, flapWindow: 1s}
      ---
      apiVersion: nines.dev/v1
      kind: NotificationChannel
      metadata: {name: log}
      spec: {type: log}
      ---
      apiVersion: openslo/v1
      kind: Service
      metadata: {name: desk}
      spec: {}
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
      """;

  /** Of a probe's runs. */
  private static final String SLO =
      """
      ---
      apiVersion: openslo/v1
      kind: SLO
      metadata: {name: %2$s%3$s}
      spec:
        service: %1$s
        indicator:
          metadata: {name: %2$s}
          spec:
            ratioMetric:
              good: {metricSource: {type: nines, spec: {probe: %1$s-http, result: success}}}
              total: {metricSource: {type: nines, spec: {probe: %1$s-http}}}
        budgetingMethod: Occurrences
        timeWindow: [%4$s]
        objectives: [{displayName: most, target: 0.9}]
      """;

  private static final String MONTH =
      "{duration: 1M, calendar: {startTime: 2026-01-01 00:00:00, timeZone: UTC}}";

  /** A probe that only succeeds if it is asked as it is declared. */
  private static final String PROBE =
      """
      ---
      apiVersion: nines.dev/v1
      kind: Probe
      metadata: {name: %1$s}
      spec: {service: desk, interval: 1s, timeout: 500ms, target: "%2$s", %3$s}
      """;

  /** What nobody here has: certificates, data sources, a self-check, a collector, a receiver. */
  private static final Set<String> MAY_BE_EMPTY =
      Set.of(
          "Certificate that ends first",
          "Certificates",
          "Data sources",
          "Self-check",
          "Remote write",
          "Telemetry lost");

  private static final Set<String> NOT_HERE =
      Set.of(
          "nines_self_check_up",
          "nines_telemetry_dropped_total",
          "nines_remote_write_samples_total",
          "nines_remote_write_samples_waiting");

  @TempDir private static Path folder;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Instant BEGAN = Instant.now();
  private static HttpGate shop;
  private static HttpGate mail;
  private static HttpGate banner;
  private static HttpServer desk;
  private static NinesInProcess nines;
  private static Prometheus prometheus;

  @BeforeAll
  static void breakTheShop() throws Exception {
    shop = HttpGate.good();
    mail = HttpGate.good();
    banner = HttpGate.onAnyPort("220 ready\r\n");
    desk = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    desk.createContext("/", DashboardsEndToEndIT::takeForms);
    desk.start();
    var form = "http://127.0.0.1:" + desk.getAddress().getPort() + "/form";
    var declared =
        DECLARED
            + SERVICE.formatted("shop", shop.url())
            + SERVICE.formatted("mail", mail.url())
            + SLO.formatted("shop", "shop-up", "", "{duration: 30d, isRolling: true}")
            + SLO.formatted("mail", "mail-up", "", "{duration: 30d, isRolling: true}")
            + SLO.formatted("mail", "mail-28d", "", "{duration: 28d, isRolling: true}")
            + SLO.formatted(
                "mail", "mail-month", ", annotations: {nines.dev/burn-alerts: none}", MONTH)
            + PROBE.formatted("desk-get", form, "prober: http, http: {valid_status_codes: [405]}")
            + PROBE.formatted(
                "desk-post",
                form,
                "prober: http, http: {method: POST, body: hello, headers: {X-Desk: open},"
                    + " valid_status_codes: [201]}")
            + PROBE.formatted(
                "desk-tcp",
                "127.0.0.1:" + banner.port(),
                "prober: tcp, tcp: {query_response: [{send: \"hello\\n\"}, {expect: \"^220\"}]}");
    var site = Site.of(folder, declared);
    nines = NinesInProcess.start(site);
    prometheus =
        Prometheus.start(Files.writeString(folder.resolve("prometheus.yml"), scraping(site)));
    awaitSeries("count(service_up == 1) == 3");
    tell(
        "deployments",
        """
        {"id": "1", "service": "mail", "result": "success", "rework": false,
         "committedAt": "2026-01-01T00:00:00Z"}
        """);
    mail.breakDown();
    awaitSeries("service_incidents_open == 1");
    tell("incidents/%s/acknowledge".formatted(openIncident()), "{}");
    mail.heal();
    awaitSeries("service_mean_time_to_restore_seconds");
    shop.breakDown();
    awaitSeries("service_incidents_open{service=\"shop\"} == 1");
    awaitSeries("dora_failed_deployment_recovery_seconds"); // computed now and then
  }

  /** The guide's own recipe, and a scrape of Nines itself. */
  private static String scraping(Site site) throws IOException {
    var guide = Files.readString(Path.of("..", "docs", "guides", "prometheus.md"));
    var recipe =
        Arrays.stream(guide.split("```"))
            .filter(block -> block.startsWith("yaml\n") && block.contains("http_sd_configs"))
            .findFirst()
            .orElseThrow();
    var address = "127.0.0.1:" + nines.api().address().getPort();
    return """
    global: {scrape_interval: 1s}
    scrape_configs:
      - job_name: nines
        static_configs: [{targets: ["%s"]}]
    """
            .formatted(address)
        + recipe
            .replace("yaml\nscrape_configs:\n", "")
            .replace("nines:8080", address)
            .replace("/etc/prometheus/nines-token", site.data().resolve("admin-token").toString());
  }

  private static void takeForms(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var open = "open".equals(exchange.getRequestHeaders().getFirst("X-Desk"));
      var posted = exchange.getRequestMethod().equals("POST");
      exchange.sendResponseHeaders(!posted ? 405 : open && body.equals("hello") ? 201 : 400, -1);
    }
  }

  private static void awaitSeries(String query) {
    await().atMost(90, SECONDS).until(() -> !prometheus.query(query).isEmpty());
  }

  private static String openIncident() {
    return nines.api().list("incidents?state=open").getFirst().path("id").asText();
  }

  private static void tell(String path, String body) throws Exception {
    var token = Files.readString(folder.resolve("data").resolve("admin-token")).strip();
    var response =
        CLIENT.send(
            HttpRequest.newBuilder(nines.api().address().resolve("/api/v1/" + path))
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
    banner.close();
    desk.stop(0);
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
              if (asDrawn(panel, filled(query)).isEmpty() && !MAY_BE_EMPTY.contains(title)) {
                empty.add("%s, %s: %s".formatted(board, title, query));
              }
            }
          });
    }
    assertThat(empty).isEmpty();
  }

  private static List<JsonNode> asDrawn(JsonNode panel, String query) {
    return switch (panel.path("type").asText()) {
      case "timeseries", "state-timeline" -> prometheus.range(query, BEGAN);
      default -> prometheus.query(query);
    };
  }

  @Test
  void marksAreWhereIncidentsWereOpenAndWhatWasDeployed() {
    for (var board : Dashboard.all()) {
      var marks = board.annotations();

      assertThat(marks.keySet()).containsExactlyInAnyOrder("Incidents", "Deployments");
      assertThat(servicesOf(marks.get("Incidents"))).containsExactlyInAnyOrder("shop", "mail");
      assertThat(servicesOf(marks.get("Deployments"))).containsExactly("mail");
    }
  }

  private static Set<String> servicesOf(String query) {
    return prometheus.range(filled(query), BEGAN).stream()
        .map(series -> series.at("/metric/service").asText())
        .collect(toSet());
  }

  /**
   * What a panel shows, and where the API says the same. {@code {x}} of a pointer is the element of
   * a list that has the name x.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          uptime-review | Verdict, by objective | Target | service=shop | slos | /{shop-up}/objectives/0/target
          uptime-review | Verdict, by objective | SLI | service=shop | slos | /{shop-up}/objectives/0/sliRatio
          uptime-review | Verdict, by objective | Budget left | service=shop | slos | /{shop-up}/objectives/0/budgetRemainingRatio
          uptime-review | Verdict, by objective | Left as time | service=shop | slos | /{shop-up}/objectives/0/budgetRemainingSeconds
          uptime-review | Verdict, by objective | Burn of an hour | service=shop | slos | /{shop-up}/objectives/0/burnRates/{1h}/burnRate
          uptime-review | Verdict, by objective | SLI | service=mail,slo=mail-month | slos | /{mail-month}/objectives/0/sliRatio
          uptime-review | Month so far, by service | Uptime | service=mail | services | /{mail}/windows/{1M}/uptimeRatio
          uptime-review | Month so far, by service | Strictest target | service=mail | slos | /{mail-up}/objectives/0/target
          uptime-review | Month so far, by service | Coverage | service=mail | services | /{mail}/windows/{1M}/coverageRatio
          uptime-review | Month so far, by service | Downtime | service=mail | services | /{mail}/windows/{1M}/downtimeSeconds
          uptime-review | Month so far, by service | Downtime | service=shop | services | /{shop}/windows/{1M}/downtimeSeconds
          uptime-review | Month so far, by service | Unknown | service=mail | services | /{mail}/windows/{1M}/unknownSeconds
          uptime-review | Month so far, by service | Incidents | service=mail | reliability | /byService/{mail}/figures/timeBetweenFailures/failures
          uptime-review | Month so far, by service | MTTR | service=mail | services | /{mail}/windows/{1M}/timeToRestore/meanSeconds
          uptime-review | Month so far, by service | Median | service=mail | services | /{mail}/windows/{1M}/timeToRestore/medianSeconds
          uptime-review | Month so far, by service | p90 | service=mail | services | /{mail}/windows/{1M}/timeToRestore/p90Seconds
          uptime-review | Month so far, by service | Longest | service=mail | services | /{mail}/windows/{1M}/timeToRestore/valuesSeconds/0
          uptime-review | Month so far, by service | n restored | service=mail | services | /{mail}/windows/{1M}/timeToRestore/n
          uptime-review | Month so far, by service | MTTA | service=mail | services | /{mail}/windows/{1M}/timeToAcknowledge/meanSeconds
          uptime-review | Month so far, by service | n acknowledged | service=mail | services | /{mail}/windows/{1M}/timeToAcknowledge/n
          incidents-dora | Mean times over 30 days | MTTD | service=mail | services | /{mail}/windows/{30d}/timeToDetectAtLeast/meanSeconds
          incidents-dora | Mean times over 30 days | MTTA | service=mail | services | /{mail}/windows/{30d}/timeToAcknowledge/meanSeconds
          incidents-dora | Mean times over 30 days | MTTR | service=mail | services | /{mail}/windows/{30d}/timeToRestore/meanSeconds
          incidents-dora | Mean times over 30 days | MTBF | service=mail | services | /{mail}/windows/{30d}/meanTimeBetweenFailuresSeconds
          incidents-dora | DORA over 30 days | Deployments | service=mail | dora?service=mail | /services/0/figures/deploymentFrequency/n
          incidents-dora | DORA over 30 days | A day | service=mail | dora?service=mail | /services/0/figures/deploymentFrequency/perDay
          incidents-dora | DORA over 30 days | Lead time | service=mail | dora?service=mail | /services/0/figures/changeLeadTime/medianSeconds
          incidents-dora | DORA over 30 days | n changes | service=mail | dora?service=mail | /services/0/figures/changeLeadTime/n
          incidents-dora | DORA over 30 days | Change fail rate | service=mail | dora?service=mail | /services/0/figures/all/changeFailRate/ratio
          incidents-dora | DORA over 30 days | by declared cause | service=mail | dora?service=mail | /services/0/figures/declared/changeFailRate/ratio
          incidents-dora | DORA over 30 days | n failed | service=mail | dora?service=mail | /services/0/figures/all/changeFailRate/count
          incidents-dora | DORA over 30 days | Recovery | service=mail | dora?service=mail | /services/0/figures/all/failedDeploymentRecoveryTime/medianSeconds
          incidents-dora | DORA over 30 days | n recovered | service=mail | dora?service=mail | /services/0/figures/all/failedDeploymentRecoveryTime/n
          incidents-dora | DORA over 30 days | Rework | service=mail | dora?service=mail | /services/0/figures/reworkRate/ratio
          incidents-dora | DORA over 30 days | Told of rework | service=mail | dora?service=mail | /services/0/figures/reworkRate/n
          slo-detail | Burn rates of short windows | A | slo=mail-28d,window=5m | slos | /{mail-28d}/objectives/0/burnRates/{5m}/burnRate
          slo-detail | Burn rates of long windows | A | slo=mail-month,window=3d | slos | /{mail-month}/objectives/0/burnRates/{3d}/burnRate
          slo-detail | Left, as time of total outage | A | slo=shop-up | slos | /{shop-up}/objectives/0/budgetRemainingSeconds
          slo-detail | Used up in | A | slo=shop-up | slos | /{shop-up}/objectives/0/exhaustedInSeconds
          slo-detail | Objectives | Whole budget | slo=shop-up | slos | /{shop-up}/objectives/0/budgetSeconds
          slo-detail | Objectives | Coverage of the window | slo=shop-up | slos | /{shop-up}/objectives/0/coverageRatio
          probes | Phases, stacked | A | probe=mail-http,phase=connect | probes/mail-http/results?limit=1 | /0/phases/connect
          probes | Phases, stacked | A | probe=mail-http,phase=processing | probes/mail-http/results?limit=1 | /0/phases/processing
          """)
  void figuresAreThoseOfTheApi(
      String file, String panel, String column, String of, String path, String pointer) {
    var labels =
        Stream.of(of.split(","))
            .map(label -> label.split("="))
            .collect(toMap(l -> l[0], l -> l[1]));
    var query = filled(board(file).query(panel, column), labels);
    var told = new HashSet<Double>();
    await()
        .atMost(40, SECONDS) // what moves is read a second apart: they meet now and then
        .untilAsserted(() -> {
          told.add(rounded(resolved(nines.api().json(path), pointer)));
          assertThat(shown(query, labels)).containsAnyElementsOf(told);
        });
  }

  /** The values of one series, as they were lately. */
  private static Set<Double> shown(String query, Map<String, String> labels) {
    var series =
        prometheus.range(query, Instant.now().minusSeconds(30)).stream()
            .filter(one -> labels.entrySet().stream().allMatch(label -> has(one, label)))
            .toList();
    assertThat(series).as(query).hasSize(1);
    return StreamSupport.stream(series.getFirst().path("values").spliterator(), false)
        .map(value -> rounded(value.path(1)))
        .collect(toSet());
  }

  private static boolean has(JsonNode series, Map.Entry<String, String> label) {
    var value = series.path("metric").path(label.getKey());
    return value.isMissingNode() || value.asText().equals(label.getValue());
  }

  /** Down to the microsecond, as results are stored. */
  private static double rounded(JsonNode number) {
    assertThat(number.isNumber() || number.isTextual()).as("%s", number).isTrue();
    return Math.floor(Double.parseDouble(number.asText()) * 1e6 + 1e-3) / 1e6;
  }

  private static JsonNode resolved(JsonNode root, String pointer) {
    var at = root;
    for (var step : pointer.substring(1).split("/")) {
      at = step.startsWith("{") ? named(at, step.substring(1, step.length() - 1)) : next(at, step);
    }
    return at;
  }

  private static JsonNode next(JsonNode at, String step) {
    return at.isArray() ? at.path(Integer.parseInt(step)) : at.path(step);
  }

  private static JsonNode named(JsonNode list, String name) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(one ->
            Stream.of("name", "window", "service")
                .anyMatch(key -> one.path(key).asText().equals(name)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + list));
  }

  @Test
  void countsAndStatesAreThoseOfTheApi() {
    assertThat(value("uptime-review", "Services down", "A")).isEqualTo(1);
    assertThat(value("uptime-review", "Incidents open", "A"))
        .isEqualTo(nines.api().list("incidents?state=open").size());
    assertThat(value("incidents-dora", "Incidents of 30 days", "A")).isEqualTo(2);
    assertThat(value("incidents-dora", "Deployments of 30 days", "A"))
        .isEqualTo(nines.api().list("deployments").size());
    assertThat(value("probes", "Probes", "A")).isEqualTo(nines.api().list("probes").size());
    assertThat(value("probes", "Failing", "A")).isEqualTo(1);
    assertThat(byService("State of each service", "A"))
        .isEqualTo(Map.of("shop", "4", "mail", "1", "desk", "1"));
    assertThat(byService("Last runs by location", "A"))
        .isEqualTo(Map.of("shop", "0", "mail", "1", "desk", "1"));
    assertThat(byService("Verdict, by objective", "State now").get("shop")).isEqualTo("4");
    assertThat(byService("Verdict, by objective", "Incidents open"))
        .isEqualTo(Map.of("shop", "1", "mail", "0"));
    assertThat(byService("Verdict, by objective", "Verdict").get("shop"))
        .as("overspent")
        .isEqualTo("2");
    assertThat(byService("Month so far, by service", "Met").get("shop")).isEqualTo("0");
  }

  private static Map<String, String> byService(String panel, String column) {
    return prometheus.query(filled(board("uptime-review").query(panel, column))).stream()
        .collect(
            toMap(
                series -> series.at("/metric/service").asText(),
                series -> series.at("/value/1").asText(),
                (one, _) -> one)); // of a service with several objectives
  }

  private static double value(String file, String panel, String column) {
    return prometheus
        .query(filled(board(file).query(panel, column)))
        .getFirst()
        .at("/value/1")
        .asDouble();
  }

  private static Dashboard board(String file) {
    return Dashboard.all().stream()
        .filter(board -> board.file().equals(file + ".json"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void burnPanelsHaveData_whateverTheBudgetsWindow_andWithoutBurnAlerts() {
    for (var slo : List.of("shop-up", "mail-28d", "mail-month")) {
      assertThat(windows("Burn rates of short windows", slo, "window"))
          .as(slo)
          .containsExactlyInAnyOrder("5m", "1h");
      assertThat(windows("Burn rates of long windows", slo, "window"))
          .as(slo)
          .containsExactlyInAnyOrder("6h", "3d");
      for (var column : List.of("Fastest burn of an hour/A", "Objectives/Burn of an hour")) {
        var of = column.split("/");
        var query = board("slo-detail").query(of[0], of[1]);
        assertThat(prometheus.query(filled(query, Map.of("slo", slo)))).as(slo).hasSize(1);
      }
    }
    var near = "How near the burn-rate alerts are";
    assertThat(windows(near, "shop-up", "long")).contains("1h", "6h", "1d", "3d");
    assertThat(windows(near, "mail-28d", "long")).contains("56m", "336m", "1344m", "4032m");
    assertThat(windows(near, "mail-month", "long")).as("has no rules").isEmpty();
  }

  private static List<String> windows(String panel, String slo, String label) {
    return prometheus
        .query(filled(board("slo-detail").query(panel, "A"), Map.of("slo", slo)))
        .stream()
        .map(series -> series.path("metric").path(label).asText())
        .toList();
  }

  /** All of everything, as Grafana fills it in, over the last seconds. */
  private static String filled(String query) {
    return filled(query, Map.of());
  }

  private static String filled(String query, Map<String, String> variables) {
    var filled = query;
    for (var variable : variables.entrySet()) {
      filled = filled.replace("$" + variable.getKey() + "\"", variable.getValue() + "\"");
    }
    return filled
        .replace("$job", "nines")
        .replaceAll("\\$(instance|service|slo|location|probe)\\b", ".+")
        .replace("$__rate_interval", "30s")
        .replace("$__range", "1m");
  }

  @Test
  void recipeOfTheGuideAsksEachDeclaredProbeAsItIsDeclared() {
    await()
        .atMost(30, SECONDS) // it looks for targets when it starts, then every minute
        .untilAsserted(() -> {
          var runs = prometheus.query("probe_success{job=\"probes\"}");

          assertThat(runs)
              .extracting(
                  run -> run.at("/metric/probe").asText() + " " + run.at("/value/1").asText())
              .containsExactlyInAnyOrder(
                  "shop-http 0", "mail-http 1", "desk-get 1", "desk-post 1", "desk-tcp 1");
          assertThat(runs)
              .extracting(run -> run.at("/metric/instance").asText())
              .contains(shop.url(), "127.0.0.1:" + banner.port());
        });
    assertThat(prometheus.query("probe_success{job=\"probes\", team=\"payments\"}")).hasSize(2);
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
            if (name.startsWith("nines_") && !NOT_HERE.contains(name)) {
              assertThat(prometheus.series(name)).as(name).isNotEmpty();
            }
          }
        });
  }
}
