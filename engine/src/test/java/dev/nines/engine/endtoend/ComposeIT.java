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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The image and the compose file, as far as they can be tried without a container engine. */
@Tag("process")
class ComposeIT {
  private static final Path COMPOSE = Path.of("..", "deploy", "compose").normalize();
  private static final List<String> FILES =
      List.of(
          "alertmanager.yml",
          "collector.yaml",
          "config.yml",
          "prometheus.yml",
          "declarations/stack.yaml");

  /** A name and a port, not the name of a key. */
  private static final Pattern ADDRESS = Pattern.compile("(?<![\\w.])([a-z]+):(\\d{2,5})\\b");

  @TempDir private Path folder;

  private static Map<?, ?> services() throws IOException {
    return (Map<?, ?>) ((Map<?, ?>) yaml(COMPOSE.resolve("compose.yaml"))).get("services");
  }

  @Test
  void imagesArePinned_whatIsMountedIsThere_andEachSaysWhenItIsWell() throws IOException {
    var services = services();
    var silent = new ArrayList<String>();

    assertThat(services.keySet().stream().map(String::valueOf))
        .containsExactlyInAnyOrder(
            "postgres",
            "nines",
            "prometheus",
            "alertmanager",
            "grafana",
            "collector",
            "jaeger",
            "mailpit");
    for (var entry : services.entrySet()) {
      var service = (Map<?, ?>) entry.getValue();
      if (service.get("image") != null) {
        assertThat(String.valueOf(service.get("image"))).matches("[^:]+:v?\\d+\\.\\d+.*");
      }
      for (var volume : list(service, "volumes")) {
        var from = String.valueOf(volume).split(":", -1)[0];
        if (from.startsWith(".")) {
          assertThat(COMPOSE.resolve(from)).exists();
        }
      }
      assertThat(list(service, "ports"))
          .allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:"));
      if (service.get("healthcheck") == null) {
        silent.add(((Map<?, ?>) service.get("labels")).get("dev.nines.no-healthcheck").toString());
      }
    }
    assertThat(silent).singleElement().asString().as("a reason").hasSizeGreaterThan(40);
    var build = (Map<?, ?>) ((Map<?, ?>) services.get("nines")).get("build");
    assertThat(COMPOSE.resolve(String.valueOf(build.get("context"))).resolve("deploy/container"))
        .isDirectoryContaining("glob:**Dockerfile");
  }

  private static List<?> list(Map<?, ?> service, String key) {
    return service.get(key) == null ? List.of() : (List<?>) service.get(key);
  }

  @Test
  void everyAddressIsOfAService_orOfAPortThatIsOpenToThisMachine() throws IOException {
    var services = services();
    var open = new HashSet<String>();
    services
        .values()
        .forEach(service ->
            list((Map<?, ?>) service, "ports")
                .forEach(port -> open.add(port.toString().split(":", -1)[1])));
    var text = new StringBuilder();
    for (var file : FILES) {
      text.append(Files.readString(COMPOSE.resolve(file)));
    }
    text.append(((Map<?, ?>) services.get("grafana")).get("environment"));
    var found = new HashSet<String>();
    for (var address : ADDRESS.matcher(text).results().toList()) {
      found.add(address.group(1));
      if (address.group(1).equals("localhost")) {
        assertThat(open).as(address.group()).contains(address.group(2));
      } else {
        assertThat(services.keySet().stream().map(String::valueOf)).contains(address.group(1));
      }
    }

    assertThat(found)
        .contains("localhost", "nines", "prometheus", "alertmanager", "collector", "jaeger")
        .contains("mailpit");
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
      var declared = Files.readString(folder.resolve("alerts.yaml")).split("- alert:", -1);
      assertThat(rules).hasSameSizeAs(declared).hasSizeGreaterThan(1);
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
    assertThat(said).endsWith("4 probes, 1 SLO, 3 services: no faults\n");
  }

  @ParameterizedTest
  @CsvSource({
    "alertname=NinesDown, people",
    "alertname=ServiceIncident, people",
    "alertname=ErrorBudgetBurn, people",
    "alertname=DiskFull service=shop, nines"
  })
  void alertsAboutNinesAndOfNinesAreForPeople_othersForNines(String labels, String receiver)
      throws Exception {
    var file = COMPOSE.resolve("alertmanager.yml").toString();

    assertThat(amtool("check-config", file)).contains("SUCCESS");
    var words = new ArrayList<>(List.of("config", "routes", "test", "--config.file=" + file));
    words.addAll(List.of(labels.split(" ")));
    assertThat(amtool(words.toArray(String[]::new)).lines().toList()).endsWith(receiver);
  }

  private static String amtool(String... words) throws Exception {
    var command = new ArrayList<>(List.of(Peers.program("amtool").toString()));
    command.addAll(List.of(words));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }

  @Test
  void imageAnswersByItsOwnCommand_asAnUnprivilegedUser_andTakesWhatAlertmanagerSends()
      throws Exception {
    var image = Image.copied(folder);
    var settings = (Map<?, ?>) yaml(image.at("/etc/nines/config.yml"));
    assertThat(settings.get("server").toString()).contains("bindHost=0.0.0.0, port=8080");
    var token = defaultToken();

    try (var nines = image.run("Ddw.hooks.alertmanager.token=" + token)) {
      var api = nines.api();
      assertThat(api.json("services").findValuesAsText("name")).containsExactly("nines");
      assertThat(image.at("/var/lib/nines/admin-token")).exists();

      var config =
          Files.writeString(
              folder.resolve("alertmanager.yml"),
              Files.readString(COMPOSE.resolve("alertmanager.yml"))
                  .replace("http://nines:8080/", api.address().resolve("/").toString())
                  .replace(
                      "/etc/alertmanager/nines-token",
                      Files.writeString(folder.resolve("nines-token"), token).toString())
                  .replace("group_wait: 10s", "group_wait: 1s"));
      try (var alertmanager = Alertmanager.start(config)) {
        alertmanager.post("[{\"labels\": {\"alertname\": \"DiskFull\", \"service\": \"nines\"}}]");
        await()
            .atMost(30, TimeUnit.SECONDS)
            .until(() -> api.list("incidents?state=open").size() == 1);
      }
    }
  }

  /** What both have where the environment names none. */
  private static String defaultToken() throws IOException {
    var shared = Pattern.compile("\\$\\{NINES_ALERTMANAGER_TOKEN:-([^}]+)}");
    var both =
        shared
            .matcher(Files.readString(COMPOSE.resolve("compose.yaml")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(both).as("Nines' and Alertmanager's").hasSize(2);
    assertThat(both.getFirst()).isEqualTo(both.getLast());
    return both.getFirst();
  }

  private static Object yaml(Path file) throws IOException {
    return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
  }

  /** Debian's Alertmanager as a process of its own. */
  private record Alertmanager(Process process, URI address) implements AutoCloseable {
    static Alertmanager start(Path config) throws IOException {
      var port = Peers.freePort();
      var process =
          new ProcessBuilder(
                  Peers.program("prometheus-alertmanager").toString(),
                  "--config.file=" + config.toAbsolutePath(),
                  "--storage.path=" + config.resolveSibling("alertmanager"),
                  "--web.listen-address=127.0.0.1:" + port,
                  "--cluster.listen-address=")
              .redirectErrorStream(true)
              .redirectOutput(config.resolveSibling("alertmanager.log").toFile())
              .start();
      var alertmanager = new Alertmanager(process, URI.create("http://127.0.0.1:" + port));
      await()
          .atMost(30, TimeUnit.SECONDS)
          .failFast("it ended", () -> !process.isAlive())
          .ignoreExceptions()
          .until(() -> get(alertmanager.address().resolve("/-/ready")).contains("OK"));
      return alertmanager;
    }

    void post(String alerts) throws IOException, InterruptedException {
      try (var client = HttpClient.newHttpClient()) {
        var request =
            HttpRequest.newBuilder(address.resolve("/api/v2/alerts"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(alerts))
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      }
    }

    @Override
    public void close() {
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
