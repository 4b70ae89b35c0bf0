package dev.nines.engine.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** Debian's Prometheus as a process of its own; it keeps its data beside its configuration. */
public record Prometheus(Process process, URI address, HttpClient client) implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Starts with a past.
   *
   * @param folder for its configuration and data
   * @param openMetrics samples with times, down to {@code # EOF}
   */
  public static Prometheus withHistory(Path folder, String openMetrics)
      throws IOException, InterruptedException {
    var text = Files.writeString(folder.resolve("history.txt"), openMetrics);
    var promtool =
        new ProcessBuilder(
                Peers.program("promtool").toString(),
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                text.toString(),
                folder.resolve("tsdb").toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
    return start(Files.writeString(folder.resolve("prometheus.yml"), "scrape_configs: []\n"));
  }

  /** Starts with a configuration, and with features that are off unless they are named. */
  public static Prometheus start(Path config, String... features) throws IOException {
    var program = Peers.program("prometheus");
    var port = Peers.freePort();
    var log = config.resolveSibling("prometheus.log");
    var process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + config.resolveSibling("tsdb"),
                "--web.listen-address=127.0.0.1:" + port,
                "--web.enable-lifecycle",
                "--web.enable-remote-write-receiver",
                "--enable-feature=" + String.join(",", features))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    var prometheus =
        new Prometheus(process, URI.create("http://127.0.0.1:" + port), HttpClient.newHttpClient());
    await()
        .atMost(Duration.ofSeconds(30))
        .failFast("Prometheus ended: see " + log, () -> !process.isAlive())
        .until(() -> prometheus.answers("/-/ready"));
    return prometheus;
  }

  /** Checks a file as its users do; {@code what} is config or rules. */
  static String check(String what, Path file) throws IOException, InterruptedException {
    var promtool =
        new ProcessBuilder(Peers.program("promtool").toString(), "check", what, file.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
    return said;
  }

  /** Takes over its configuration anew. */
  void reload() throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address.resolve("/-/reload"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  /** {@return the value of each series, with its labels in {@code metric}} */
  public List<JsonNode> query(String expression) {
    return data("query?query=", expression, "/data/result");
  }

  /** {@return the values of each series, second by second since then, in {@code values}} */
  List<JsonNode> range(String expression, Instant since) {
    var path =
        "query_range?step=1&start=%d&end=%d&query="
            .formatted(since.getEpochSecond(), Instant.now().getEpochSecond());
    return data(path, expression, "/data/result");
  }

  /** {@return the labels of each series} */
  List<JsonNode> series(String selector) {
    return data("series?match[]=".replace("[]", "%5B%5D"), selector, "/data");
  }

  private List<JsonNode> data(String path, String argument, String at) {
    var uri =
        address.resolve("/api/v1/" + path + URLEncoder.encode(argument, StandardCharsets.UTF_8));
    try {
      var response = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return StreamSupport.stream(MAPPER.readTree(response.body()).at(at).spliterator(), false)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private boolean answers(String path) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(address.resolve(path)).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    process.destroy();
    process.onExit().join(); // it answers until it is gone
  }
}
