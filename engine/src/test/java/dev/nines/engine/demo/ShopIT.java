package dev.nines.engine.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShopIT {
  private final HttpClient client = HttpClient.newHttpClient();
  private Shop shop;

  @BeforeEach
  void open() throws IOException {
    shop = new Shop();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    shop.close();
  }

  private HttpResponse<String> ask(String method, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(shop.page().resolve(path))
            .method(method, BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(20))
            .build(),
        BodyHandlers.ofString());
  }

  private String greeting() throws IOException {
    var payments = URI.create("tcp://" + shop.payments());
    try (var socket = new Socket(payments.getHost(), payments.getPort())) {
      socket.setSoTimeout(20_000);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void keeperShowsWhatAWebhookTold() throws IOException, InterruptedException {
    for (var message : new String[] {"{\"type\":\"a\"}", "{\"type\":\"b\"}"}) {
      var sent =
          client.send(
              HttpRequest.newBuilder(shop.page().resolve("told"))
                  .POST(BodyPublishers.ofString(message))
                  .build(),
              BodyHandlers.ofString());
      assertThat(sent.statusCode()).isEqualTo(200);
    }

    assertThat(ask("GET", "told").body()).isEqualTo("{\"type\":\"a\"}\n{\"type\":\"b\"}\n");
  }

  @Test
  void aNewShopWorks() throws IOException, InterruptedException {
    assertThat(ask("GET", "").statusCode()).isEqualTo(200);
    assertThat(ask("GET", "").body()).contains("Pay now");
    assertThat(ask("GET", "healthz").body()).isEqualTo("ok\n");
    assertThat(ask("GET", "state").body()).isEqualTo("working\n");
    assertThat(greeting()).isEqualTo("READY shop\n");
  }

  @Test
  void aBrokenShopFailsForCustomersUntilItIsMended() throws IOException, InterruptedException {
    assertThat(ask("POST", "break").body()).isEqualTo("broken\n");

    assertThat(ask("GET", "").statusCode()).isEqualTo(503);
    assertThat(ask("GET", "state").body()).isEqualTo("broken\n");
    assertThat(ask("GET", "healthz").statusCode()).isEqualTo(200);
    assertThat(greeting()).isEmpty();

    assertThat(ask("POST", "mend").body()).isEqualTo("working\n");

    assertThat(ask("GET", "").statusCode()).isEqualTo(200);
    assertThat(greeting()).isEqualTo("READY shop\n");
  }

  @Test
  void lookingBreaksNothing() throws IOException, InterruptedException {
    assertThat(ask("GET", "break").statusCode()).isEqualTo(404);
    assertThat(ask("HEAD", "").statusCode()).isEqualTo(200);

    assertThat(ask("GET", "state").body()).isEqualTo("working\n");
  }

  @Test
  void aClosedShopListensNoMore() throws IOException {
    shop.close();

    assertThatIOException().isThrownBy(this::greeting);
    assertThatIOException().isThrownBy(() -> ask("GET", ""));
  }
}
