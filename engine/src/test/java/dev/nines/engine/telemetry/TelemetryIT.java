package dev.nines.engine.telemetry;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.nines.engine.metrics.MetricWalk;
import dev.nines.engine.series.MetricChoice;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.StateSet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class TelemetryIT {
  private static final Telemetry.Teller TELLER = new Telemetry.Teller("1.2.3", "eu-west");
  private static final Logger LOG = LoggerFactory.getLogger(TelemetryIT.class);
  private static final HeadRatio ALL = new HeadRatio(1);
  private static final MetricChoice EVERYTHING = new MetricChoice(List.of("*"));

  @Test
  void nothingIsSent_becauseNobodySaysWhereTo() {
    var telemetry = open(Map.of("HOME", "/root", "OTEL_EXPORTER_OTLP_ENDPOINT", ""));

    assertThat(telemetry).isSameAs(Telemetry.OFF);
    assertThat(telemetry.tracer().spanBuilder("any").startSpan().isRecording()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"OTEL_SDK_DISABLED, true", "OTEL_SDK_DISABLED, TRUE", "OTEL_TRACES_EXPORTER, none"})
  void variableSwitchesOffWhatConfigYmlNames(String name, String value) {
    assertThat(to("http://c:4318", Map.of(name, value))).isSameAs(Telemetry.OFF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/v1/traces"})
  void configuredEndpointIsABaseAddress_andGoesOverTheEnvironment(String path) throws IOException {
    try (var receiver = OtlpReceiver.answering(200)) {
      send(
          to(
              receiver.endpoint() + path,
              Map.of(
                  "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1",
                  "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:1/v1/traces")));

      assertThat(receiver.spans()).hasSize(1);
    }
  }

  @Test
  void variablesAloneAreEnough() throws IOException {
    try (var receiver = OtlpReceiver.answering(200)) {
      send(open(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint())));

      assertThat(receiver.spans()).hasSize(1);
      assertThat(receiver.resource())
          .containsEntry("service.name", "nines")
          .containsEntry("service.version", "1.2.3")
          .containsEntry("nines.location", "eu-west")
          .containsKey("service.instance.id");
    }
  }

  @Test
  void resourceIsWhatTheVariablesSay() throws IOException {
    try (var receiver = OtlpReceiver.answering(200)) {
      send(
          open(
              Map.of(
                  "OTEL_EXPORTER_OTLP_ENDPOINT",
                  receiver.endpoint(),
                  "OTEL_RESOURCE_ATTRIBUTES",
                  "service.name=checks,service.instance.id=a1,deployment.environment.name=prod")));

      assertThat(receiver.resource())
          .containsEntry("service.name", "checks")
          .containsEntry("service.instance.id", "a1")
          .containsEntry("deployment.environment.name", "prod")
          .containsEntry("service.version", "1.2.3");
    }
  }

  @Test
  void serviceNameOfItsOwnVariableGoesFirst() throws IOException {
    try (var receiver = OtlpReceiver.answering(200)) {
      send(
          open(
              Map.of(
                  "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(),
                  "OTEL_SERVICE_NAME", "probes",
                  "OTEL_RESOURCE_ATTRIBUTES", "service.name=checks")));

      assertThat(receiver.resource()).containsEntry("service.name", "probes");
    }
  }

  @Test
  void everyVariableThatCannotBeHeededIsNamed() {
    assertThatExceptionOfType(TelemetryException.class)
        .isThrownBy(() ->
            open(
                Map.of(
                    "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc",
                    "OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "http/json",
                    "OTEL_TRACES_EXPORTER", "zipkin")))
        .satisfies(e ->
            assertThat(e.getMessage().lines())
                .containsExactlyInAnyOrder(
                    "OTEL_TRACES_EXPORTER: expected otlp or none, got \"zipkin\"",
                    "OTEL_EXPORTER_OTLP_PROTOCOL: OTLP is sent by http/protobuf alone, not by"
                        + " \"grpc\": set http/protobuf, and the collector's HTTP port (often 4318)",
                    "OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: OTLP is sent by http/protobuf alone, not by"
                        + " \"http/json\": set http/protobuf, and the collector's HTTP port (often"
                        + " 4318)"));
  }

  @Test
  void valueThatTheSdkRefusesIsToldByItsVariable() {
    assertThatExceptionOfType(TelemetryException.class)
        .isThrownBy(() ->
            open(
                Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1",
                    "OTEL_BSP_MAX_QUEUE_SIZE", "many")))
        .withMessageStartingWith("OTEL_BSP_MAX_QUEUE_SIZE: ");
  }

  @Test
  void headersAreNotRepeated_becauseTheyAreSecrets() {
    assertThatExceptionOfType(TelemetryException.class)
        .isThrownBy(() ->
            open(
                Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1",
                    "OTEL_EXPORTER_OTLP_HEADERS", "s3cret-without-a-name")))
        .withMessage(
            "OTEL_EXPORTER_OTLP_HEADERS: expected NAME=VALUE, with a comma between two of them");
  }

  @Test
  void logLineHasTheIdsOfTheSpanThatItIsIn() throws IOException {
    try (var receiver = OtlpReceiver.answering(200)) {
      var telemetry =
          open(
              Map.of(
                  "OTEL_EXPORTER_OTLP_ENDPOINT",
                  receiver.endpoint(),
                  "OTEL_LOGS_EXPORTER",
                  "otlp"));
      Map<String, String> seen;
      try (var _ = OtlpLogs.begin(telemetry.openTelemetry().getLogsBridge())) {
        try (var scope = SpanScope.of(telemetry.tracer().spanBuilder("outer").startSpan())) {
          LOG.warn("inside {}", scope.span().isRecording(), new IllegalStateException("why"));
          seen = MDC.getCopyOfContextMap();
        }
        LOG.warn("outside");
      }
      LOG.warn("after the end");
      telemetry.close();

      var span = receiver.spans().getFirst();
      assertThat(seen)
          .containsEntry("trace_id", OtlpReceiver.traceId(span))
          .containsEntry("span_id", OtlpReceiver.spanId(span));
      assertThat(MDC.get("trace_id")).isNull();
      var lines = receiver.logs().stream().filter(l -> l.getSeverityText().equals("WARN")).toList();
      assertThat(lines)
          .extracting(line -> line.getBody().getStringValue())
          .containsExactly("inside true", "outside");
      assertThat(lines.getFirst().getTraceId()).isEqualTo(span.getTraceId());
      assertThat(lines.getFirst().getSpanId()).isEqualTo(span.getSpanId());
      assertThat(OtlpReceiver.attributes(lines.getFirst().getAttributesList()))
          .containsEntry("exception.type", "java.lang.IllegalStateException")
          .containsEntry("exception.message", "why");
      assertThat(lines.getLast().getTraceId()).isEmpty();
    }
  }

  @Test
  void metricsAreThoseOfTheRegistry() throws IOException {
    var registry = new PrometheusRegistry();
    Counter.builder()
        .name("runs_total")
        .help("Runs.")
        .labelNames("probe")
        .register(registry)
        .labelValues("front")
        .inc(3);
    Gauge.builder().name("lag_seconds").unit(Unit.SECONDS).register(registry).set(1.5);
    var histogram =
        Histogram.builder().name("took_seconds").classicUpperBounds(0.1, 1).register(registry);
    DoubleStream.of(0.05, 0.5, 0.6, 7).forEach(histogram::observe);
    Info.builder()
        .name("target_info")
        .labelNames("service_name")
        .register(registry)
        .addLabelValues("nines");
    StateSet.builder().name("mood").states("good", "bad").register(registry).setTrue("bad");
    Info.builder()
        .name("build_info")
        .labelNames("version")
        .register(registry)
        .addLabelValues("1.2.3");
    try (var receiver = OtlpReceiver.answering(200)) {
      var telemetry = open(Optional.empty(), registry, metricsTo(receiver));
      telemetry.close(); // which sends what there is

      assertThat(receiver.metrics())
          .extracting(Metric::getName)
          .as("the target is the resource")
          .contains("nines_telemetry_dropped_total")
          .doesNotContain("target", "target_info");
      var runs = metric(receiver, "runs_total");
      assertThat(runs.getDescription()).isEqualTo("Runs.");
      assertThat(runs.getSum().getIsMonotonic()).isTrue();
      assertThat(runs.getSum().getDataPoints(0).getAsDouble()).isEqualTo(3);
      assertThat(OtlpReceiver.attributes(runs.getSum().getDataPoints(0).getAttributesList()))
          .containsExactly(Map.entry("probe", "front"));
      var lag = metric(receiver, "lag_seconds");
      assertThat(lag.getUnit()).isEqualTo("s");
      assertThat(lag.getGauge().getDataPoints(0).getAsDouble()).isEqualTo(1.5);
      var took = metric(receiver, "took_seconds").getHistogram().getDataPoints(0);
      assertThat(took.getExplicitBoundsList()).containsExactly(0.1, 1.0);
      assertThat(took.getBucketCountsList()).containsExactly(1L, 2L, 1L);
      assertThat(took.getCount()).isEqualTo(4);
      assertThat(took.getSum()).isCloseTo(8.15, within(1e-9));
      var build = metric(receiver, "build_info").getSum();
      assertThat(build.getIsMonotonic()).isFalse();
      assertThat(build.getDataPoints(0).getAsDouble()).isOne();
      var mood = metric(receiver, "mood").getSum();
      assertThat(mood.getIsMonotonic()).isFalse();
      assertThat(mood.getDataPointsList())
          .extracting(
              point -> OtlpReceiver.attributes(point.getAttributesList()), p -> p.getAsDouble())
          .containsExactlyInAnyOrder(
              tuple(Map.of("mood", "good"), 0.0), tuple(Map.of("mood", "bad"), 1.0));
    }
  }

  @Test
  void metricsAreThoseThatAreChosen_inRequestsOfBoundedSize() throws IOException {
    var registry = new PrometheusRegistry();
    var runs = Counter.builder().name("slo_events_total").labelNames("slo").register(registry);
    for (var slo = 0; slo <= 2 * BoundedRequests.MOST_POINTS; slo++) {
      runs.labelValues("slo-" + slo).inc();
    }
    Gauge.builder().name("unchosen").register(registry).set(1);
    Gauge.builder().name("service_up").register(registry).set(1);
    try (var receiver = OtlpReceiver.answering(200);
        var _ =
            open(
                Optional.empty(),
                registry,
                MetricChoice.DEFAULT,
                Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(),
                    "OTEL_METRICS_EXPORTER", "otlp",
                    "OTEL_METRIC_EXPORT_INTERVAL", "500"))) {
      await().atMost(20, SECONDS).until(() -> receiver.metrics().size() >= 4);
      var round = receiver.metrics().subList(0, 4);

      assertThat(round)
          .extracting(
              Metric::getName,
              m -> m.getSum().getDataPointsCount() + m.getGauge().getDataPointsCount())
          .containsExactlyInAnyOrder(
              tuple("slo_events_total", BoundedRequests.MOST_POINTS),
              tuple("slo_events_total", BoundedRequests.MOST_POINTS),
              tuple("slo_events_total", 1),
              tuple("service_up", 1));
      assertThat(receiver.pointsOfRequests()).allMatch(n -> n <= BoundedRequests.MOST_POINTS);
      assertThat(
              round.stream()
                  .flatMap(m -> m.getSum().getDataPointsList().stream())
                  .map(point -> OtlpReceiver.attributes(point.getAttributesList()))
                  .distinct())
          .hasSize(2 * BoundedRequests.MOST_POINTS + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 503})
  void whatACollectorDoesNotTakeIsCounted_andToldOnceASignal(int status) throws IOException {
    var registry = new PrometheusRegistry();
    var log = new ListAppender<ILoggingEvent>();
    log.start();
    var root = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(log);
    try (var receiver = OtlpReceiver.answering(status)) {
      var telemetry =
          open(
              Optional.empty(),
              registry,
              Map.of(
                  "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(),
                  "OTEL_METRICS_EXPORTER", "otlp",
                  "OTEL_METRIC_EXPORT_INTERVAL", "100",
                  "OTEL_METRIC_EXPORT_TIMEOUT", "200",
                  "OTEL_LOGS_EXPORTER", "otlp",
                  "OTEL_BLRP_SCHEDULE_DELAY", "50",
                  "OTEL_BSP_SCHEDULE_DELAY", "50",
                  "OTEL_EXPORTER_OTLP_TIMEOUT", "300"));
      telemetry.tracer().spanBuilder("any").startSpan().end();
      telemetry.openTelemetry().getLogsBridge().get("any").logRecordBuilder().emit();

      await()
          .atMost(20, SECONDS)
          .untilAsserted(() -> {
            assertThat(lost(registry, "traces", "export_failed")).isOne();
            assertThat(lost(registry, "logs", "export_failed")).isOne();
            assertThat(lost(registry, "metrics", "export_failed")).isPositive();
          });
      telemetry.close();
    } finally {
      root.detachAppender(log);
    }
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .filteredOn(line -> line.contains("collector"))
        .hasSize(3)
        .allMatch(line -> line.contains("lost: HTTP " + status) || line.endsWith("in time"));
  }

  @Test
  void whatDoesNotFitWhileACollectorHangsIsCounted_andNobodyWaits() throws IOException {
    var registry = new PrometheusRegistry();
    try (var receiver = OtlpReceiver.hanging()) {
      var telemetry =
          open(
              Optional.empty(),
              registry,
              Map.of(
                  "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(),
                  "OTEL_METRICS_EXPORTER", "otlp",
                  "OTEL_METRIC_EXPORT_INTERVAL", "50",
                  "OTEL_LOGS_EXPORTER", "otlp",
                  "OTEL_BSP_MAX_QUEUE_SIZE", "64",
                  "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "16",
                  "OTEL_BLRP_MAX_QUEUE_SIZE", "32",
                  "OTEL_BLRP_MAX_EXPORT_BATCH_SIZE", "16"));
      var lines = telemetry.openTelemetry().getLogsBridge().get("any");
      var began = System.nanoTime();
      for (var i = 0; i < 100; i++) {
        telemetry.tracer().spanBuilder("any").startSpan().end();
        lines.logRecordBuilder().setBody("any").emit();
      }

      assertThat(lost(registry, "traces", "queue_full")).isEqualTo(100 - 64);
      assertThat(lost(registry, "logs", "queue_full")).isEqualTo(100 - 32);
      telemetry.close();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }

  private static double lost(PrometheusRegistry registry, String signal, String reason) {
    return registry.scrape("nines_telemetry_dropped"::equals).stream()
        .flatMap(metric -> metric.getDataPoints().stream())
        .filter(point -> signal.equals(point.getLabels().get("signal")))
        .filter(point -> reason.equals(point.getLabels().get("reason")))
        .mapToDouble(point -> ((CounterSnapshot.CounterDataPointSnapshot) point).getValue())
        .sum();
  }

  private static Map<String, String> metricsTo(OtlpReceiver receiver) {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(), "OTEL_METRICS_EXPORTER", "otlp");
  }

  private static Metric metric(OtlpReceiver receiver, String name) {
    return receiver.metrics().stream()
        .filter(metric -> metric.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + receiver.metrics()));
  }

  private static Telemetry open(Map<String, String> environment) {
    return open(Optional.empty(), environment);
  }

  private static Telemetry to(String endpoint, Map<String, String> environment) {
    return open(Optional.of(URI.create(endpoint)), environment);
  }

  private static Telemetry open(Optional<URI> endpoint, Map<String, String> environment) {
    return open(endpoint, new PrometheusRegistry(), environment);
  }

  private static Telemetry open(
      Optional<URI> endpoint, PrometheusRegistry registry, Map<String, String> environment) {
    return open(endpoint, registry, EVERYTHING, environment);
  }

  private static Telemetry open(
      Optional<URI> endpoint,
      PrometheusRegistry registry,
      MetricChoice choice,
      Map<String, String> environment) {
    return Telemetry.open(
        endpoint,
        ALL,
        TELLER,
        new MetricWalk(registry)::of,
        choice,
        registry,
        environment,
        InstantSource.system());
  }

  private static void send(Telemetry telemetry) {
    telemetry.tracer().spanBuilder("any").startSpan().end();
    telemetry.close();
  }
}
