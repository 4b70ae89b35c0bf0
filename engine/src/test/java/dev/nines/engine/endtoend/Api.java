package dev.nines.engine.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a running Nines answers over HTTP. */
record Api(URI address) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** {@code path} is one below {@code /api/v1}. */
  JsonNode json(String path) {
    try {
      return MAPPER.readTree(get("/api/v1/" + path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<JsonNode> list(String path) {
    return StreamSupport.stream(json(path).spliterator(), false).toList();
  }

  /** A sample of {@code /metrics}; {@code labels} are as they stand in the text. */
  static double sample(String metrics, String name, String... labels) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .filter(line -> Stream.of(labels).allMatch(line::contains))
        .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
        .reduce((_, _) -> {
          throw new AssertionError("more than one sample of " + name);
        })
        .orElseThrow(() -> new AssertionError("no sample of " + name + " in\n" + metrics));
  }

  String metrics() {
    return get("/metrics");
  }

  /** {@return what a browser gets} */
  String page(String path) {
    return get(path);
  }

  private String get(String path) {
    var request =
        HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(10)).build();
    try {
      var response = CLIENT.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
