package dev.nines.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Asks the gate of a running Nines. */
final class GateClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI nines;
  private final Optional<String> token;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /** What came of asking. */
  sealed interface Asked {
    /** An answer, as the API has it. */
    record Told(JsonNode answer) implements Asked {}

    /** What was asked is wrong, or whoever asks may not. */
    record Wrong(String why) implements Asked {}

    /** Nobody answers. */
    record Silent(String why) implements Asked {}
  }

  GateClient(URI nines, Optional<String> token) {
    this.nines = nines;
    this.token = token;
  }

  Asked ask(String service, Optional<String> onUnknown) {
    var path =
        "/api/v1/gate/"
            + URLEncoder.encode(service, StandardCharsets.UTF_8).replace("+", "%20")
            + onUnknown.map(word -> "?on-unknown=" + word).orElse("");
    var request =
        HttpRequest.newBuilder(URI.create(nines.toString().replaceFirst("/+$", "") + path))
            .timeout(TIMEOUT)
            .header("Accept", "application/json");
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    try {
      return asked(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      return new Asked.Silent("%s does not answer (%s)".formatted(nines, reason(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Asked.Silent("interrupted");
    }
  }

  private static String reason(IOException e) {
    var message = Optional.ofNullable(e.getMessage()).filter(text -> !text.isBlank());
    return message.orElseGet(() -> e.getClass().getSimpleName());
  }

  private Asked asked(HttpResponse<String> response) {
    var body = json(response.body());
    if (response.statusCode() == 200 && body.path("answer").isTextual()) {
      return new Asked.Told(body);
    }
    var detail = body.path("detail").asText("");
    var said =
        "%s answers %d%s"
            .formatted(nines, response.statusCode(), detail.isEmpty() ? "" : ": " + detail);
    return switch (response.statusCode()) {
      case 400, 401, 403, 404 -> new Asked.Wrong(detail.isEmpty() ? said : detail);
      case 200 -> new Asked.Silent(nines + " does not answer as Nines does");
      default -> new Asked.Silent(said);
    };
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
