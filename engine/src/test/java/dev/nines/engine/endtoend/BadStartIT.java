package dev.nines.engine.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.database.DataDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be started says why in one line, names the fix, and leaves nothing running. */
@Tag("process")
class BadStartIT {
  private static final int WRONG_INPUT = 2;
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final String DECLARATIONS =
      """
      apiVersion: openslo/v1
      kind: Service
      metadata: {name: shop}
      """;

  @TempDir private Path folder;

  private void startSays(Site site, String... parts) throws Exception {
    try (var nines = NinesProcess.start(site)) {
      assertThat(nines.exitCode(LONGEST)).as(nines.output()).isEqualTo(WRONG_INPUT);
      assertThat(nines.output()).doesNotContain("\tat ");
      assertThat(nines.complaints()).singleElement().asString().contains(parts);
    }
    assertThat(site.postmasterRuns()).isFalse();
  }

  @Test
  void portInUseIsNamed() throws Exception {
    try (var taken = loopbackSocket()) {
      var config =
          """
          server:
            applicationConnectors: [{type: http, port: %d}]
            adminConnectors: [{type: http, port: 0}]
          """
              .formatted(taken.getLocalPort());

      startSays(
          Site.of(folder, config, DECLARATIONS),
          "127.0.0.1:" + taken.getLocalPort(),
          "already in use",
          "server.applicationConnectors");
    }
  }

  @Test
  void adminPortInUseIsNamed() throws Exception {
    try (var taken = loopbackSocket()) {
      var config =
          """
          server:
            applicationConnectors: [{type: http, port: 0}]
            adminConnectors: [{type: http, port: %d}]
          """
              .formatted(taken.getLocalPort());

      startSays(
          Site.of(folder, config, DECLARATIONS),
          "127.0.0.1:" + taken.getLocalPort(),
          "already in use",
          "server.adminConnectors");
    }
  }

  @Test
  void grpcIsRefusedByTheVariableThatAsksForIt() throws Exception {
    var site = Site.of(folder, DECLARATIONS);
    try (var nines =
        NinesProcess.start(
            site,
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317",
                "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"))) {
      assertThat(nines.exitCode(LONGEST)).as(nines.output()).isEqualTo(WRONG_INPUT);
      assertThat(nines.output()).doesNotContain("\tat ");
      assertThat(nines.complaints())
          .singleElement()
          .asString()
          .contains("OTEL_EXPORTER_OTLP_PROTOCOL: ", "http/protobuf alone", "4318");
    }
  }

  @Test
  void unreachableDatabaseIsNamed() throws Exception {
    int closed;
    try (var socket = loopbackSocket()) {
      closed = socket.getLocalPort();
    }
    var config =
        Site.ANY_PORTS
            + "database: {url: \"jdbc:postgresql://127.0.0.1:%d/nines\", user: nines}\n"
                .formatted(closed);

    startSays(
        Site.of(folder, config, DECLARATIONS),
        "127.0.0.1:" + closed,
        "connection refused",
        "check database.url");
  }

  @Test
  void fileInPlaceOfTheDataFolderIsNamed() throws Exception {
    var site = Site.of(folder, Site.ANY_PORTS, DECLARATIONS);
    Files.writeString(site.data(), "");

    startSays(site, site.data().toString(), "is a file", "check dataDir");
  }

  @Test
  void dataFolderThatCannotBeMadeIsNamed() throws Exception {
    // Not even root may make a folder in /proc.
    var config = Site.ANY_PORTS + "dataDir: /proc/nines\n";

    startSays(
        Site.of(folder, config, DECLARATIONS), "/proc/nines", "cannot be created", "check dataDir");
  }

  @Test
  void dataFolderOfAnotherNinesIsNamed() throws Exception {
    var site = Site.of(folder, Site.ANY_PORTS, DECLARATIONS);
    try (var _ = DataDirectory.open(site.data())) {
      startSays(
          site,
          site.data().toString(),
          "in use by another Nines (process " + ProcessHandle.current().pid() + ")",
          "set another dataDir");
    }
  }

  @Test
  void faultyConfigurationIsTold() throws Exception {
    var site = Site.of(folder, Site.ANY_PORTS + "evaluation: {intervall: 1s}\n", DECLARATIONS);

    startSays(site, "config.yml:4", "evaluation.intervall", "interval");
  }

  @Test
  void missingConfigurationIsTold() throws Exception {
    var site = Site.of(folder, Site.ANY_PORTS, DECLARATIONS);
    Files.delete(site.config());

    startSays(site, site.config().toString());
  }

  @Test
  void faultyDeclarationIsTold() throws Exception {
    var site =
        Site.of(
            folder,
            Site.ANY_PORTS,
            DECLARATIONS
                + """
                ---
                apiVersion: nines.dev/v1
                kind: Probe
                metadata: {name: front}
                spec: {service: shopp, target: "http://127.0.0.1/", prober: http}
                """);

    startSays(site, "all.yml:8", "spec.service", "shopp", "shop");
  }

  private static ServerSocket loopbackSocket() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }
}
