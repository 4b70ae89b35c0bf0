package dev.nines.engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.opentelemetry.proto.metrics.v1.Metric;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
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
        .name("build_info")
        .labelNames("version")
        .register(registry)
        .addLabelValues("1.2.3");
    try (var receiver = OtlpReceiver.answering(200)) {
      var telemetry =
          open(
              Optional.empty(),
              registry,
              Map.of(
                  "OTEL_EXPORTER_OTLP_ENDPOINT",
                  receiver.endpoint(),
                  "OTEL_METRICS_EXPORTER",
                  "otlp"));
      telemetry.close(); // which sends what there is

      var runs = metric(receiver, "runs");
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
      assertThat(metric(receiver, "build").getGauge().getDataPoints(0).getAsDouble()).isOne();
    }
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
    return Telemetry.open(endpoint, ALL, TELLER, registry, environment, InstantSource.system());
  }

  private static void send(Telemetry telemetry) {
    telemetry.tracer().spanBuilder("any").startSpan().end();
    telemetry.close();
  }
}
