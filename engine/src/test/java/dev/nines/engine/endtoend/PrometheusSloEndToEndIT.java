package dev.nines.engine.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An SLO of which every number comes from a Prometheus. */
@Tag("process")
class PrometheusSloEndToEndIT {
  private static String declarations(Prometheus prometheus) {
    return """
    apiVersion: openslo/v1
    kind: Service
    metadata: {name: shop}
    spec: {description: sells}
    ---
    apiVersion: openslo/v1
    kind: DataSource
    metadata: {name: main}
    spec:
      type: prometheus
      connectionDetails: {url: "%s"}
    ---
    apiVersion: openslo/v1
    kind: SLO
    metadata: {name: orders, displayName: Orders}
    spec:
      service: shop
      indicator:
        metadata: {name: orders-ok}
        spec:
          ratioMetric:
            counter: true
            bad: {metricSource: {metricSourceRef: main, spec: {query: bad_total}}}
            total: {metricSource: {metricSourceRef: main, spec: {query: orders_total}}}
      timeWindow: [{duration: 1d, isRolling: true}]
      budgetingMethod: Occurrences
      objectives: [{target: 0.9}]
    """
        .formatted(prometheus.address());
  }

  /** It is written into the same Prometheus, too. */
  private static String config(Prometheus prometheus) {
    return """
    evaluation: {interval: 1s}
    metrics:
      remoteWrite: {url: "%s/api/v1/write", every: 1s, labels: {instance: here, team: ""}}
    """
            .formatted(prometheus.address())
        + Site.ANY_PORTS;
  }

  private static void writtenBack(Prometheus prometheus, Api api) {
    await()
        .atMost(20, SECONDS)
        .untilAsserted(() ->
            assertThat(prometheus.query("slo_error_budget_remaining_ratio"))
                .singleElement()
                .satisfies(series -> {
                  assertThat(labels(series))
                      .isEqualTo(
                          Map.of(
                              "__name__", "slo_error_budget_remaining_ratio",
                              "service", "shop",
                              "slo", "orders",
                              "objective", "90",
                              "job", "nines",
                              "instance", "here"));
                  assertThat(series.at("/value/1").asDouble())
                      .isEqualTo(
                          api.json("slos/orders")
                              .at("/objectives/0/budgetRemainingRatio")
                              .asDouble());
                }));
    assertThat(prometheus.query("slo_info{window=\"1d\"} == 1")).hasSize(1);
    assertThat(prometheus.query("count(service_state) == 5")).hasSize(1);
    assertThat(prometheus.query("jvm_memory_used_bytes")).as("not chosen").isEmpty();
    assertThat(Api.sample(api.metrics(), "nines_remote_write_samples_total", "outcome=\"sent\""))
        .isPositive();
  }

  private static Map<String, String> labels(JsonNode series) {
    return new ObjectMapper()
        .convertValue(series.path("metric"), new TypeReference<Map<String, String>>() {});
  }

  /** Ten orders a minute for three hours, one of them bad. */
  private static String history() {
    var now = Instant.now().getEpochSecond();
    var text = new StringBuilder();
    for (var each : new int[] {1, 10}) {
      var name = each == 1 ? "bad" : "orders";
      text.append("# TYPE %s counter\n".formatted(name));
      for (var minute = 0; minute <= 180; minute++) {
        text.append("%s_total %d %d\n".formatted(name, each * minute, now - (180 - minute) * 60L));
      }
    }
    return text.append("# EOF\n").toString();
  }

  @Test
  void apiPageAndMetricsTellOfIt_alsoWhilePrometheusIsDown(@TempDir Path folder) throws Exception {
    try (var prometheus = Prometheus.withHistory(folder, history());
        var nines =
            NinesInProcess.start(Site.of(folder, config(prometheus), declarations(prometheus)))) {
      var api = nines.api();
      var slo =
          await()
              .atMost(30, SECONDS)
              .until(
                  () -> api.json("slos/orders"),
                  seen -> seen.at("/objectives/0/totalEvents").asLong() >= 1_700);
      var objective = slo.at("/objectives/0");
      assertThat(objective.path("totalEvents").asLong()).isLessThanOrEqualTo(1_800);
      assertThat(objective.path("sliRatio").asDouble()).isEqualTo(0.9);
      assertThat(objective.path("state").asText()).isEqualTo("good");
      assertThat(objective.at("/sli/queries/0").asText()).isEqualTo("bad_total");
      assertThat(objective.at("/sli/reading/dataSources/0").asText()).isEqualTo("main");
      await()
          .atMost(30, SECONDS)
          .until(() ->
              Instant.parse(api.json("slos/orders").at("/objectives/0/sli/reading/from").asText())
                  .isBefore(Instant.now().minusSeconds(86_300)));
      assertThat(api.page("/")).contains("Orders", "by Prometheus");
      var labels = new String[] {"slo=\"orders\""};
      assertThat(Api.sample(api.metrics(), "slo_events_total", labels)).isGreaterThan(1_700);
      var answered = new String[] {"data_source=\"main\"", "outcome=\"answered\""};
      assertThat(Api.sample(api.metrics(), "nines_datasource_requests_total", answered))
          .isPositive();
      writtenBack(prometheus, api);

      prometheus.process().destroy();
      var failed =
          await()
              .atMost(150, SECONDS) // the next minute is asked for when it is over
              .until(
                  () -> api.json("slos/orders").at("/objectives/0"),
                  seen -> seen.at("/sli/reading/error").isTextual());
      assertThat(failed.path("sliRatio").asDouble()).isEqualTo(0.9);
      assertThat(Api.sample(api.metrics(), "nines_datasource_slis_failing", "data_source=\"main\""))
          .isOne();
    }
  }
}
