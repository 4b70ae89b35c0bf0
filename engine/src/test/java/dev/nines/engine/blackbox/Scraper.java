package dev.nines.engine.blackbox;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Asks a {@code /probe} as Prometheus does. */
record Scraper(HttpClient client, URI server) {
  Scraper(URI server) {
    this(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), server);
  }

  /**
   * What came back.
   *
   * @param status the status code
   * @param text the body
   * @param took how long it took
   */
  record Answer(int status, String text, Duration took) {
    Exposition exposition() {
      return Exposition.parse(text);
    }
  }

  Answer ask(Situation situation, String module) {
    var query = new TreeMap<>(situation.query());
    if (!situation.module().isEmpty()) {
      query.putIfAbsent("module", module);
    }
    return ask(query, situation.headers());
  }

  Answer ask(Map<String, String> query, Map<String, String> headers) {
    var parameters =
        query.entrySet().stream()
            .map(one ->
                one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    var request =
        HttpRequest.newBuilder(server.resolve("/probe?" + parameters))
            .timeout(Duration.ofSeconds(60));
    headers.forEach(request::header);
    var start = System.nanoTime();
    try {
      var response = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(
          response.statusCode(), response.body(), Duration.ofNanos(System.nanoTime() - start));
    } catch (IOException e) {
      return new Answer(0, e.toString(), Duration.ofNanos(System.nanoTime() - start));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
