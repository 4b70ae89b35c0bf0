package dev.nines.engine.endtoend;

import static dev.nines.engine.telemetry.OtlpReceiver.attributes;
import static dev.nines.engine.telemetry.OtlpReceiver.traceId;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.nines.engine.telemetry.OtlpReceiver;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector hears of a Nines whose one target goes down. */
@Tag("process")
class TracesEndToEndIT {
  private static final String CALLER = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLING = "b7ad6b7169203331";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** No run is sampled by chance; the failed ones are kept. */
  private static final String CONFIG =
      """
      evaluation: {interval: 1s}
      tracing: {ratio: 0}
      metrics: {otlp: {metrics: ["*"]}}
      logging:
        appenders: [{type: console, layout: {type: json}}]
      """
          + Site.ANY_PORTS;

  private static Map<String, String> variables(OtlpReceiver collector) {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint(),
        "OTEL_BSP_SCHEDULE_DELAY", "200",
        "OTEL_METRICS_EXPORTER", "otlp",
        "OTEL_METRIC_EXPORT_INTERVAL", "1000",
        "OTEL_LOGS_EXPORTER", "otlp");
  }

  @Test
  void collectorHearsOfRunsIncidentsNotificationsRequestsAndStatements(@TempDir Path folder)
      throws Exception {
    try (var collector = OtlpReceiver.answering(200);
        var target = Target.up()) {
      var site = Site.of(folder, CONFIG, declarations(target));
      try (var nines = NinesProcess.start(site, variables(collector))) {
        var address = nines.api().address();
        target.answer(503);
        var opened = awaitSpan(collector, named("incident opened"));
        linksToTheFirstFailedRun(collector, opened);
        notificationLinksToTheSameRun(collector, opened);

        ask(address.resolve("/api/v1/slos/shop-available?token=s3cret"), "01");
        requestIsInTheTraceOfItsCaller(collector);
        ask(address.resolve("/api/v1/incidents"), "01");
        statementsAreWithinTheirRequest(collector);
        ask(address.resolve("/api/v1/services/shop"), "00");
        methodOfNobodyIsNoName(collector, address);
        exemplarOfARequestIsItsTrace(address);
        linesTellTheirTraces(collector, nines, address);

        metricsAreThoseOfTheScrape(collector);
        logsAreSentAndAreJson(collector, nines);
        assertThat(collector.spans())
            .as("what no caller samples, and no ratio")
            .noneMatch(named("evaluate"))
            .noneMatch(named("GET /api/v1/services/{name}"));
      }
    }
  }

  @Test
  void evaluationIsTraced_whereEverythingIs(@TempDir Path folder) throws Exception {
    try (var collector = OtlpReceiver.answering(200);
        var target = Target.up()) {
      var config =
          "evaluation: {interval: 1s}\ntracing: {ratio: 1, endpoint: \"%s\"}\n"
                  .formatted(collector.endpoint())
              + Site.ANY_PORTS;
      try (var _ = NinesInProcess.start(Site.of(folder, config, declarations(target)))) {
        var evaluated = awaitSpan(collector, named("evaluate"));
        await()
            .atMost(10, SECONDS)
            .untilAsserted(() ->
                assertThat(collector.childrenOf(evaluated))
                    .extracting(Span::getName)
                    .contains("SELECT"));

        assertThat(evaluated.getParentSpanId()).isEmpty();
        assertThat(evaluated.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        assertThat(awaitSpan(collector, named("probe front")).getParentSpanId()).isEmpty();
      }
    }
  }

  private static String declarations(Target target) {
    return WatchedShop.declarations(target.url(), 3, 2, 2)
        + """
        ---
        apiVersion: nines.dev/v1
        kind: NotificationChannel
        metadata: {name: hook}
        spec: {type: webhook, url: "%s"}
        """
            .formatted(target.url()); // which refuses it: that is logged
  }

  private static void linksToTheFirstFailedRun(OtlpReceiver collector, Span opened) {
    assertThat(attributes(opened))
        .containsEntry("nines.service", "shop")
        .containsEntry("nines.incident.transition", "opened")
        .containsEntry("nines.incident.severity", "critical")
        .containsKey("nines.incident.id");
    assertThat(opened.getLinksList()).hasSize(1);
    var link = opened.getLinks(0);
    var run =
        collector.spans().stream()
            .filter(span -> span.getSpanId().equals(link.getSpanId()))
            .findFirst()
            .orElseThrow();
    assertThat(run.getTraceId()).isEqualTo(link.getTraceId());
    assertThat(run.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(attributes(run)).containsEntry("nines.kept", "failed");
    assertThat(attributes(link.getAttributesList())).containsEntry("nines.probe", "front");
  }

  private static void notificationLinksToTheSameRun(OtlpReceiver collector, Span opened) {
    var notified = awaitSpan(collector, named("notify hook"));

    assertThat(notified.getLinksList())
        .singleElement()
        .satisfies(link -> {
          assertThat(link.getSpanId()).isEqualTo(opened.getLinks(0).getSpanId());
          assertThat(attributes(link.getAttributesList())).containsEntry("nines.probe", "front");
        });
    assertThat(attributes(notified))
        .containsEntry("nines.channel", "hook")
        .containsEntry("nines.incident.id", attributes(opened).get("nines.incident.id"));
    assertThat(notified.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
  }

  private static void requestIsInTheTraceOfItsCaller(OtlpReceiver collector) {
    var request = awaitSpan(collector, named("GET /api/v1/slos/{name}"));

    assertThat(traceId(request)).isEqualTo(CALLER);
    assertThat(request.getParentSpanId()).isEqualTo(bytes(CALLING));
    assertThat(request.getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
    assertThat(attributes(request))
        .containsEntry("http.route", "/api/v1/slos/{name}")
        .containsEntry("http.request.method", "GET")
        .containsEntry("http.response.status_code", "200")
        .containsEntry("url.path", "/api/v1/slos/shop-available")
        .doesNotContainKey("url.query");
    assertThat(String.valueOf(request)).doesNotContain("s3cret");
  }

  private static void statementsAreWithinTheirRequest(OtlpReceiver collector) {
    var request = awaitSpan(collector, named("GET /api/v1/incidents"));
    var statements = collector.childrenOf(request);

    assertThat(statements)
        .isNotEmpty()
        .allSatisfy(statement ->
            assertThat(attributes(statement))
                .containsEntry("db.system.name", "postgresql")
                .containsEntry("db.operation.name", statement.getName()));
    assertThat(statements)
        .anySatisfy(statement ->
            assertThat(attributes(statement).get("db.query.text")).contains("from incident"));
  }

  private static void metricsAreThoseOfTheScrape(OtlpReceiver collector) {
    await()
        .atMost(10, SECONDS)
        .until(() ->
            collector.metrics().stream()
                .map(Metric::getName)
                .toList()
                .containsAll(
                    List.of("nines_build_info", "probe_success", "jvm_memory_used_bytes")));
  }

  private static void logsAreSentAndAreJson(OtlpReceiver collector, NinesProcess nines) {
    await()
        .atMost(10, SECONDS)
        .untilAsserted(() ->
            assertThat(collector.logs())
                .extracting(line -> line.getBody().getStringValue())
                .anyMatch(text -> text.startsWith("Nines is at ")));
    assertThat(nines.output().lines().filter(line -> line.contains("Nines is at ")))
        .singleElement()
        .satisfies(line ->
            assertThat(JSON.readTree(line).path("message").asText()).startsWith("Nines is at "));
  }

  private static void methodOfNobodyIsNoName(OtlpReceiver collector, URI address) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(address.resolve("/api/v1/slos"))
              .method("BREW", HttpRequest.BodyPublishers.noBody())
              .header("traceparent", "00-%s-%s-01".formatted(CALLER, CALLING))
              .build(),
          BodyHandlers.discarding());
    }
    var brewed =
        awaitSpan(
            collector, span -> "BREW".equals(attributes(span).get("http.request.method_original")));

    assertThat(brewed.getName()).matches("HTTP( /.*)?");
    assertThat(attributes(brewed)).containsEntry("http.request.method", "_OTHER");
  }

  /** Through all filters in the order that the product has them. */
  private static void exemplarOfARequestIsItsTrace(URI address) {
    await()
        .atMost(10, SECONDS)
        .untilAsserted(() ->
            assertThat(
                    send(HttpRequest.newBuilder(
                                address.resolve(
                                    "/metrics?name%5B%5D=http_server_request_duration_seconds"))
                            .header("Accept", "application/openmetrics-text;version=1.0.0"))
                        .lines()
                        .filter(line -> line.contains("http_route=\"/api/v1/slos/{name}\",le=\"")))
                .anyMatch(line -> line.contains("# {trace_id=\"" + CALLER + "\"}"))
                .noneMatch(line -> line.contains("# {") && !line.contains(CALLER)));
  }

  /** Of a delivery, which is logged when it is marked, and of a request. */
  private static void linesTellTheirTraces(OtlpReceiver collector, NinesProcess nines, URI address)
      throws Exception {
    var alerts =
        HttpRequest.newBuilder(address.resolve("/hooks/alertmanager"))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"version": "4", "groupKey": "g", "status": "firing", "receiver": "nines",
                     "alerts": [{"status": "firing", "labels": {"alertname": "Odd"},
                       "annotations": {}, "startsAt": "2026-11-29T12:00:00Z",
                       "endsAt": "0001-01-01T00:00:00Z", "fingerprint": "f"}]}
                    """));
    send(alerts.header("traceparent", "00-%s-%s-01".formatted(CALLER, CALLING)));
    assertThat(line(nines, "alerts of an Alertmanager").path("trace_id").asText())
        .isEqualTo(CALLER);

    var delivered = line(nines, "channel hook is tried again");
    assertThat(collector.spans())
        .filteredOn(named("notify hook"))
        .extracting(OtlpReceiver::traceId)
        .contains(delivered.path("trace_id").asText());
  }

  private static JsonNode line(NinesProcess nines, String message) throws Exception {
    await().atMost(10, SECONDS).until(() -> nines.output().contains(message));
    return JSON.readTree(
        nines.output().lines().filter(line -> line.contains(message)).findFirst().orElseThrow());
  }

  private static void ask(URI address, String flags) throws Exception {
    send(
        HttpRequest.newBuilder(address)
            .header("traceparent", "00-%s-%s-%s".formatted(CALLER, CALLING, flags)));
  }

  private static String send(HttpRequest.Builder request) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var response = client.send(request.build(), BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isIn(200, 400);
      return response.body();
    }
  }

  private static Predicate<Span> named(String name) {
    return span -> span.getName().equals(name);
  }

  private static Span awaitSpan(OtlpReceiver collector, Predicate<Span> which) {
    await().atMost(30, SECONDS).until(() -> collector.spans().stream().anyMatch(which));
    return collector.spans().stream().filter(which).findFirst().orElseThrow();
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }
}
