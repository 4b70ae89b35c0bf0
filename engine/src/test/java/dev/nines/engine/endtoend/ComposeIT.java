package dev.nines.engine.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nines.engine.Peers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The compose file, as far as it can be tried without a container engine. */
class ComposeIT {
  private static final Path COMPOSE = Path.of("..", "deploy", "compose").normalize();

  @TempDir private Path folder;

  private static Map<?, ?> services() throws IOException {
    var compose =
        (Map<?, ?>)
            new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(COMPOSE.resolve("compose.yaml")));
    return (Map<?, ?>) compose.get("services");
  }

  @Test
  void imagesArePinned_whatIsMountedIsThere_andWhoIsWaitedForSaysWhenItIsWell() throws IOException {
    var services = services();

    assertThat(services.keySet().stream().map(String::valueOf))
        .containsExactlyInAnyOrder(
            "postgres", "nines", "prometheus", "alertmanager", "grafana", "collector");
    for (var entry : services.entrySet()) {
      var service = (Map<?, ?>) entry.getValue();
      if (service.get("image") != null) {
        assertThat(String.valueOf(service.get("image"))).matches("[^:]+:v?\\d+\\.\\d+.*");
      }
      for (var volume : (List<?>) service.get("volumes")) {
        var from = String.valueOf(volume).split(":", -1)[0];
        if (from.startsWith(".")) {
          assertThat(COMPOSE.resolve(from)).exists();
        }
      }
      var ports = service.get("ports") == null ? List.of() : (List<?>) service.get("ports");
      assertThat(ports).allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:"));
      if (service.get("depends_on") instanceof Map<?, ?> needed) {
        needed
            .keySet()
            .forEach(name ->
                assertThat(((Map<?, ?>) services.get(name)).get("healthcheck"))
                    .as("%s", name)
                    .isNotNull());
      }
    }
    var build = (Map<?, ?>) ((Map<?, ?>) services.get("nines")).get("build");
    assertThat(COMPOSE.resolve(String.valueOf(build.get("context"))).resolve("deploy/container"))
        .isDirectoryContaining("glob:**Dockerfile");
  }

  @Test
  void prometheusTakesItsFilesAsTheyAreMounted() throws Exception {
    var config = Files.copy(COMPOSE.resolve("prometheus.yml"), folder.resolve("prometheus.yml"));
    for (var rules : List.of("alerts.yaml", "rules.yaml")) {
      Files.copy(Path.of("..", "grafana-dashboards", rules), folder.resolve(rules));
    }

    Prometheus.check("config", config);
    try (var prometheus = Prometheus.start(config)) {
      var rules =
          get(prometheus.address().resolve("/api/v1/rules")).split("\"type\":\"alerting\"", -1);
      assertThat(rules).hasSize(14 + 1);
      var targets = prometheus.address().resolve("/api/v1/targets?state=any");
      await()
          .atMost(30, TimeUnit.SECONDS) // it looks for them every five
          .until(() -> get(targets).contains("http://nines:8080/metrics"));
    }
  }

  @Test
  void ninesFindsNoFaultInItsFiles() throws Exception {
    var check =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.nines.engine.NinesApplication",
            "check",
            COMPOSE.resolve("config.yml").toString());
    check.environment().put("NINES_DB_PASSWORD", "secret");
    check.environment().put("NINES_ALERTMANAGER_TOKEN", "a-token-of-some-length");
    var process = check.redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).endsWith("2 probes, 1 SLO, 2 services: no faults\n");
  }

  @Test
  void alertmanagerTakesItsFileAsItIsMounted() throws Exception {
    var port = Peers.freePort();
    var process =
        new ProcessBuilder(
                Peers.program("prometheus-alertmanager").toString(),
                "--config.file=" + COMPOSE.resolve("alertmanager.yml").toAbsolutePath(),
                "--storage.path=" + folder.resolve("alertmanager"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("alertmanager.log").toFile())
            .start();
    try {
      var ready = URI.create("http://127.0.0.1:" + port + "/-/ready");
      await()
          .atMost(30, TimeUnit.SECONDS)
          .failFast("it ended", () -> !process.isAlive())
          .ignoreExceptions()
          .until(() -> get(ready).contains("OK"));
    } finally {
      process.destroy();
      process.onExit().join(); // it writes into the folder at its end
    }
  }

  private static String get(URI uri) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }
}
