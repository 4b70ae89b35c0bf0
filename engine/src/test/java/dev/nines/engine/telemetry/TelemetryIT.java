package dev.nines.engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryIT {
  private static final Telemetry.Teller TELLER = new Telemetry.Teller("1.2.3", "eu-west");
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
    assertThat(
            Telemetry.open(
                Optional.of(URI.create("http://c:4318")), ALL, TELLER, Map.of(name, value)))
        .isSameAs(Telemetry.OFF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/v1/traces"})
  void configuredEndpointIsABaseAddress_andGoesOverTheEnvironment(String path) throws IOException {
    try (var receiver = OtlpReceiver.answering(200)) {
      send(
          Telemetry.open(
              Optional.of(URI.create(receiver.endpoint() + path)),
              ALL,
              TELLER,
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

  private static Telemetry open(Map<String, String> environment) {
    return Telemetry.open(Optional.empty(), ALL, TELLER, environment);
  }

  private static void send(Telemetry telemetry) {
    telemetry.tracer().spanBuilder("any").startSpan().end();
    telemetry.close();
  }
}
