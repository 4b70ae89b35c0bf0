package dev.nines.engine.endtoend;

import static java.util.Map.entry;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.nines.engine.Peers;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.selfcheck.HttpGate;
import dev.nines.engine.series.DeclaredMetric;
import dev.nines.engine.series.MetricReference;
import dev.nines.engine.series.MetricType;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Nines with an outage in it, scraped by a real Prometheus: what is exported is what is declared,
 * and says what the API says.
 */
@Tag("process")
class MetricsEndToEndIT {
  private static final Path REFERENCE = Path.of("..", "docs", "reference", "metrics.md");
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern QUESTION =
      Pattern.compile("\\| (?<question>[^|]*\\?[^|]*) \\| `(?<query>.+)` \\|");
  private static final Pattern EXEMPLAR = Pattern.compile("# \\{trace_id=\"([0-9a-f]{32})\"}");

  /** Metrics that have no series in this world, and why. */
  private static final Map<String, String> ABSENT =
      Map.ofEntries(
          entry("dora_(?!deployments_total).*", "nothing was deployed"),
          entry(
              "(incident|service_[a-z0-9]+)_time_to_(acknowledge|restore)_seconds",
              "nobody has acknowledged the incident, and it lasts"),
          entry("nines_datasource_.*", "no data source is declared"),
          entry("nines_dead_mans_switch_beats_total", "there is none in config.yml"),
          entry("nines_heartbeat_up", "no heartbeat is declared"),
          entry("nines_notification.*", "no channel is declared"),
          entry("nines_remote_write_.*", "config.yml names no receiver"),
          entry("nines_self_check_up", "config.yml names no targets"),
          entry("probe_expect_info|probe_failed_due_to_bytes", "the probe is none of TCP"),
          entry("probe_failed_due_to_cel", "its module has no CEL"),
          entry("probe_http_last_modified_timestamp_seconds", "its target says nothing of it"),
          entry("probe_(ssl|tls)_.*", "its target has no TLS"),
          entry("probe_step_.*", "it has no steps"));

  /** Depends on the garbage collector, and on whether there was garbage. */
  private static final String BY_CHANCE = "jvm_gc_.*";

  /** Questions whose answer may be "no" in this world; without their threshold they have series. */
  private static final Map<String, String> QUIET =
      Map.of(
          "Is anything burning its error budget fast enough to page?",
              "too few runs have been seen to be sure",
          "How many runs are unknown, and why?", "none is",
          "Does any probe not run at all?", "it does",
          "Is what I see fresh?", "it is",
          "Are results stored, or do they wait?", "they are stored",
          "Is the database slow, or the pool used up?", "it is not",
          "Was the last edit of the declarations refused?", "there was none");

  /** Questions about what is not there in this world, and why. */
  private static final Map<String, String> UNANSWERED =
      Map.of(
          "What was deployed lately?", "nothing was, and an hour ago there was no Nines",
          "How long do we usually take?", "nothing was ever restored",
          "Which certificates end within two weeks?", "the target has none",
          "Is it us? Is the prober cut off, or late?", "config.yml names no self-check targets",
          "Have people been told?", "no channel is declared",
          "Was a notification given up?", "no channel is declared");

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
      spec:
        {service: shop, prober: http, target: "%s?token=secret", interval: 1s, timeout: 500ms}
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
        objectives: [{displayName: most, target: 0.99}]
      """;

  @TempDir private static Path folder;
  private static final Set<String> TRACES = ConcurrentHashMap.newKeySet();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static HttpServer collector;
  private static HttpGate target;
  private static NinesInProcess nines;
  private static Prometheus prometheus;

  @BeforeAll
  static void breakTheShop() throws Exception {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          try (exchange) {
            var request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            request.getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .forEach(
                    span -> TRACES.add(HexFormat.of().formatHex(span.getTraceId().toByteArray())));
            exchange.sendResponseHeaders(200, -1);
          }
        });
    collector.start();
    target = HttpGate.good();
    var database = TestDatabase.freshLogin();
    var config =
        """
        evaluation: {interval: 1s}
        metrics: {compatibility: [sloth, pyrra, blackbox]}
        tracing: {ratio: 0, keep: [failed], endpoint: "http://127.0.0.1:%d"}
        database: {url: '%s', user: '%s', password: '%s', poolSize: 7}
        """
                .formatted(
                    collector.getAddress().getPort(),
                    database.url(),
                    database.user(),
                    database.password())
            + Site.ANY_PORTS;
    nines = NinesInProcess.start(Site.of(folder, config, DECLARED.formatted(target.url())));
    prometheus = scraping("prometheus", "exemplar-storage");
    await().atMost(30, SECONDS).until(() -> prometheus.query("service_up == 1").size() == 1);
    target.breakDown();
    await()
        .atMost(30, SECONDS)
        .until(() -> !prometheus.query("service_incidents_open == 1").isEmpty());
  }

  private static Prometheus scraping(String name, String... features) throws IOException {
    return Prometheus.start(
        Files.writeString(
            Files.createDirectories(folder.resolve(name)).resolve("prometheus.yml"),
            """
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: nines
                honor_labels: true
                static_configs: [{targets: ["127.0.0.1:%d"]}]
            """
                .formatted(nines.api().address().getPort())),
        features);
  }

  @AfterAll
  static void stop() {
    prometheus.close();
    nines.close();
    target.close();
    collector.stop(0);
  }

  @Test
  void whatIsExportedIsWhatIsDeclared_withTypeHelpAndLabels() throws Exception {
    var declared = new HashMap<String, DeclaredMetric>();
    MetricReference.all().forEach(metric -> declared.put(metric.metricName(), metric));
    var found = new HashMap<String, Set<String>>();
    var family = "";
    for (var line : get("", "text/plain").lines().toList()) {
      var words = line.split(" ", 4);
      if (line.startsWith("# HELP ")) {
        assertThat(help(declared, words[2])).as(words[2]).isEqualTo(words[3]);
      } else if (line.startsWith("# TYPE ")) {
        family = words[2];
        var type = of(declared, family).type();
        assertThat(type == MetricType.INFO ? "gauge" : type.label()).as(family).isEqualTo(words[3]);
      } else {
        found.computeIfAbsent(pattern(family), _ -> new TreeSet<>()).addAll(labels(line));
      }
    }

    assertThat(found)
        .allSatisfy((name, labels) ->
            assertThat(labels).as(name).hasSameElementsAs(of(declared, name).labels()));
    var absent = new TreeSet<>(declared.keySet());
    absent.removeAll(found.keySet());
    absent.removeIf(name -> name.matches(BY_CHANCE));
    assertThat(absent).allMatch(name -> ABSENT.keySet().stream().anyMatch(name::matches));
    assertThat(ABSENT.keySet())
        .as("what is said to be absent is")
        .allMatch(pattern -> absent.stream().anyMatch(name -> name.matches(pattern)));
  }

  private static String help(Map<String, DeclaredMetric> declared, String family) {
    return of(declared, family).help();
  }

  private static DeclaredMetric of(Map<String, DeclaredMetric> declared, String family) {
    assertThat(declared).containsKey(pattern(family));
    return declared.get(pattern(family));
  }

  private static String pattern(String family) {
    return family.startsWith("slo:sli_error:ratio_rate")
        ? "slo:sli_error:ratio_rate<window>"
        : family;
  }

  private static Set<String> labels(String line) {
    var sample = SAMPLE.matcher(line);
    assertThat(sample.matches()).as(line).isTrue();
    var names = new TreeSet<String>();
    if (sample.group(2) != null) {
      LABEL.matcher(sample.group(2)).results().forEach(label -> names.add(label.group(1)));
    }
    names.removeAll(Set.of("le", "quantile"));
    if (line.startsWith("probe_")) {
      assertThat(names.remove("instance")).as("instance, of blackbox, in " + line).isTrue();
    }
    return names;
  }

  @Test
  void noSecretAndNoQueryIsInALabel() throws Exception {
    nines.api().json("probes/shop-http/results?limit=3");

    await().atMost(5, SECONDS).until(() -> get("", "text/plain").contains("probes/{name}"));
    assertThat(get("", "text/plain")).doesNotContain("secret", "token=", "limit=");
  }

  @Test
  void poolHasAsManyConnectionsAsConfigYmlSays() {
    assertThat(Api.sample(nines.api().metrics(), "hikaricp_connections_max")).isEqualTo(7);
  }

  @Test
  void probeThatMovesToAnotherLocationTakesItsSeriesWithIt() throws Exception {
    var file = folder.resolve("slo-definitions/all.yml");
    var others = Files.readString(file);
    var moving =
        """
        ---
        apiVersion: nines.dev/v1
        kind: Probe
        metadata: {name: moving}
        spec: {service: shop, prober: http, target: "%s", interval: 1s, locations: [%s]}
        """;
    try {
      reload(file, others + moving.formatted(target.url(), "local"));
      await()
          .atMost(10, SECONDS)
          .untilAsserted(() ->
              assertThat(get("", "text/plain"))
                  .containsPattern("probe_success\\{.*probe=\"moving\"")
                  .containsPattern("nines_probe_run_duration_seconds_count\\{.*probe=\"moving\""));

      reload(file, others + moving.formatted(target.url(), "elsewhere"));
      assertThat(get("", "text/plain")).doesNotContain("probe=\"moving\"");
    } finally {
      reload(file, others);
    }
  }

  private static void reload(Path file, String declarations) throws Exception {
    Files.writeString(file, declarations);
    assertThat(nines.admin("POST", "/tasks/reload").statusCode()).isEqualTo(200);
  }

  @Test
  void refusedRequestsAreCountedByTheRouteToo() throws Exception {
    var refused =
        HttpRequest.newBuilder(URI.create(nines.api().address() + "api/v1/silences"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    assertThat(CLIENT.send(refused, BodyHandlers.ofString()).statusCode()).isEqualTo(401);

    await()
        .atMost(5, SECONDS)
        .untilAsserted(() ->
            assertThat(get("", "text/plain"))
                .contains(
                    "http_server_request_duration_seconds_count{http_request_method=\"POST\","
                        + "http_response_status_code=\"401\",http_route=\"/api/v1/silences\"} 1"));
  }

  @Test
  void pageBelowTheRootHasItsRouteWithOneSlash() {
    nines.api().page("/incidents");

    await()
        .atMost(5, SECONDS)
        .until(() -> get("", "text/plain").contains("http_route=\"/incidents\""));
  }

  @Test
  void promtoolFindsNoFault_butColonsInTheNamesOfOthers() throws Exception {
    var promtool =
        new ProcessBuilder(Peers.program("promtool").toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    promtool.getOutputStream().write(get("", "text/plain").getBytes(StandardCharsets.UTF_8));
    promtool.getOutputStream().close();
    var said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said.lines())
        .allMatch(line -> line.matches("(slo|pyrra)[^ ]*:[^ ]* .*should not contain ':'"));
  }

  @Test
  void everyQuestionOfTheReferenceHasAnAnswer_whereThereIsOne() throws Exception {
    var questions = questions();

    assertThat(questions)
        .hasSizeGreaterThan(20)
        .containsKeys(QUIET.keySet().toArray(String[]::new));
    assertThat(questions).containsKeys(UNANSWERED.keySet().toArray(String[]::new));
    await()
        .atMost(30, SECONDS)
        .untilAsserted(() ->
            assertThat(questions)
                .allSatisfy((question, query) -> {
                  if (UNANSWERED.containsKey(question)) {
                    assertThat(prometheus.query(query)).as(query).isEmpty();
                  } else if (QUIET.containsKey(question)) {
                    var compared = query.replaceFirst(" (==|>|<) [^<=>]*$", "");
                    assertThat(prometheus.query(compared)).as(compared).isNotEmpty();
                  } else {
                    assertThat(prometheus.query(query)).as(query).isNotEmpty();
                  }
                }));
  }

  private static Map<String, String> questions() throws IOException {
    var questions = new LinkedHashMap<String, String>();
    for (var line : Files.readAllLines(REFERENCE)) {
      var row = QUESTION.matcher(line);
      if (row.matches()) {
        questions.put(row.group("question"), row.group("query").replace("\\|", "|"));
      }
    }
    return questions;
  }

  @Test
  void sharedSeriesAreWrappedSoThatTwoInstancesDoNotCountTwice() throws Exception {
    assertThat(questions().values())
        .allSatisfy(query -> {
          var shared = Pattern.compile("(?<!probe_)\\b(slo|service|incident|dora)_\\w+\\{?");
          shared
              .matcher(query.replaceAll("by \\([^)]*\\)", ""))
              .results()
              .forEach(metric ->
                  assertThat(query.substring(0, metric.start()))
                      .as(query)
                      .endsWith("max without (instance, pod) ("));
        });
  }

  /** As docs/reference/metrics.md warns; 2.42 cannot keep both. */
  @Test
  void nativeHistogramsTakeThePlaceOfTheClassicOnes_inAPrometheusThatTakesThem() throws Exception {
    var counted = "histogram_count(nines_probe_run_duration_seconds{probe=\"shop-http\"}) > 0";
    var classic = "nines_probe_run_duration_seconds_bucket{probe=\"shop-http\"}";
    try (var taking = scraping("native", "native-histograms")) {
      await().atMost(20, SECONDS).until(() -> taking.query(counted).size() == 1);
      assertThat(taking.query(classic)).isEmpty();
    }
    assertThat(prometheus.query(counted)).isEmpty();
    assertThat(prometheus.query(classic)).hasSize(8);
  }

  @Test
  void exemplarsAreTracesThatWereExported() throws Exception {
    var ids =
        EXEMPLAR
            .matcher(
                get(
                    "?name%5B%5D=nines_probe_run_duration_seconds",
                    "application/openmetrics-text;version=1.0.0"))
            .results()
            .map(exemplar -> exemplar.group(1))
            .toList();

    assertThat(ids).as("only failed runs are kept").isNotEmpty();
    await().atMost(15, SECONDS).untilAsserted(() -> assertThat(TRACES).containsAll(ids));
  }

  @Test
  void valuesAreThoseOfTheApi_underOurNamesAndThoseOfOthers() {
    await()
        .atMost(20, SECONDS)
        .untilAsserted(() -> {
          var before = nines.api().json("slos/shop-up").at("/objectives/0");
          var text = nines.api().metrics();
          var after = nines.api().json("slos/shop-up").at("/objectives/0");
          assertThat(after.path("totalEvents")).isEqualTo(before.path("totalEvents"));

          same(text, "slo_error_budget_remaining_ratio", before, "budgetRemainingRatio");
          same(text, "slo_error_budget_remaining_seconds", before, "budgetRemainingSeconds");
          same(text, "slo_error_budget_seconds", before, "budgetSeconds");
          same(text, "slo_window_coverage_ratio", before, "coverageRatio");
          same(text, "slo:period_error_budget_remaining:ratio", before, "budgetRemainingRatio");
          same(text, "slo:period_burn_rate:ratio", before, "budgetSpentRatio");
          same(text, "slo:objective:ratio", before, "target");
          same(text, "pyrra_objective", before, "target");
          same(text, "pyrra_availability", before, "sliRatio");
          assertThat(Api.sample(text, "slo:sli_error:ratio_rate30d"))
              .isCloseTo(1 - before.path("sliRatio").asDouble(), within(1e-9));
          assertThat(Api.sample(text, "pyrra_window")).isEqualTo(30 * 86_400);
          assertThat(Api.sample(text, "probe_success", "instance=\"" + target.url())).isZero();
          assertThat(Api.sample(text, "service_incidents", "window=\"30d\"")).isEqualTo(1);
        });
  }

  @Test
  void pyrrasOwnDashboardsReadNines() throws Exception {
    var folder = Peers.path(Path.of("../../shared/external/pyrra/examples/grafana"));
    var expressions = new TreeSet<String>();
    for (var dashboard : List.of("list.json", "detail.json")) {
      new ObjectMapper()
          .readTree(folder.resolve(dashboard).toFile())
          .findValuesAsText("expr")
          .forEach(expressions::add);
    }
    // Prometheus refuses this one of Pyrra's panels, whoever exports the series
    expressions.removeIf(expression -> expression.contains("[$__rate_interval]"));

    assertThat(expressions).hasSizeGreaterThan(7);
    assertThat(expressions)
        .allSatisfy(expression ->
            assertThat(prometheus.query(expression.replace("$slo", "shop-up"))).hasSize(1));
  }

  private static void same(String text, String metric, JsonNode objective, String figure) {
    assertThat(Api.sample(text, metric))
        .as(metric)
        .isCloseTo(objective.path(figure).asDouble(), within(1e-9));
  }

  private static String get(String query, String accept) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(nines.api().address() + "metrics" + query))
            .header("Accept", accept)
            .build();
    return CLIENT.send(request, BodyHandlers.ofString()).body();
  }
}
