package dev.nines.channel.receivers;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static dev.nines.channel.Notifications.NOON;
import static dev.nines.channel.Notifications.OPENED;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.sun.net.httpserver.HttpServer;
import dev.nines.channel.Channel;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Delivery;
import dev.nines.channel.NotificationJson;
import dev.nines.channel.Secret;
import dev.nines.channel.Templates;
import dev.nines.channel.TextTemplate;
import dev.nines.channel.http.HttpPost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookIT {
  @RegisterExtension
  static final WireMockExtension RECEIVER =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  private static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  private static final HttpPost HTTP = new HttpPost(() -> NOON);

  @AfterAll
  static void close() {
    HTTP.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 204})
  void successIsDelivered(int status) {
    assertThat(answeredBy(aResponse().withStatus(status)))
        .isEqualTo(new Delivery.Delivered("127.0.0.1 answered " + status));
  }

  @Test
  void deliveryIsSignedAndDatedAtTheAttempt() {
    answeredBy(aResponse());

    var body = NotificationJson.write(OPENED);
    RECEIVER.verify(
        postRequestedFor(urlEqualTo("/hidden/path"))
            .withHeader("Content-Type", equalTo("application/json"))
            .withHeader("webhook-id", equalTo(OPENED.key()))
            .withHeader("webhook-timestamp", equalTo(Long.toString(NOON.getEpochSecond())))
            .withHeader(
                "webhook-signature",
                equalTo(new WebhookSignature(SECRET).sign(OPENED.key(), NOON, body)))
            .withRequestBody(equalTo(body)));
  }

  @Test
  void deliveryWithoutSecretIsNotSigned() {
    RECEIVER.stubFor(post(anyUrl()).willReturn(aResponse()));

    channel(RECEIVER.baseUrl() + "/plain", Optional.empty()).deliver(OPENED);

    RECEIVER.verify(
        postRequestedFor(urlEqualTo("/plain")).withHeader("webhook-signature", absent()));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void overloadAndServerFaultsAreRetried(int status) {
    assertThat(answeredBy(aResponse().withStatus(status)))
        .isEqualTo(new Delivery.Retry(Duration.ZERO, "127.0.0.1 answered " + status));
  }

  @Test
  void retryWaitsAsLongAsTheReceiverAsks() {
    assertThat(answeredBy(aResponse().withStatus(429).withHeader("Retry-After", "120")))
        .isEqualTo(new Delivery.Retry(Duration.ofMinutes(2), "127.0.0.1 answered 429"));
    assertThat(
            answeredBy(
                aResponse()
                    .withStatus(503)
                    .withHeader("Retry-After", "Tue, 24 Nov 2026 12:00:30 GMT")))
        .isEqualTo(new Delivery.Retry(Duration.ofSeconds(30), "127.0.0.1 answered 503"));
  }

  @ParameterizedTest
  @CsvSource({"503, 0, 0", "503, 00, 0", "503, 99999999999, 3600", "408, 0, 0"})
  void overloadIsOneAttempt_whateverTheReceiverAsksFor(int status, String after, long seconds) {
    var path = "/overloaded-" + status + "-" + after;
    RECEIVER.stubFor(
        post(urlEqualTo(path))
            .willReturn(aResponse().withStatus(status).withHeader("Retry-After", after)));

    assertThat(channel(RECEIVER.baseUrl() + path, Optional.empty()).deliver(OPENED))
        .isEqualTo(new Delivery.Retry(Duration.ofSeconds(seconds), "127.0.0.1 answered " + status));

    RECEIVER.verify(1, postRequestedFor(urlEqualTo(path)));
  }

  @Test
  void everyDeliveryHasAConnectionOfItsOwn_soThatNoneMeetsOneThatIsClosed() throws IOException {
    var callers = ConcurrentHashMap.<InetSocketAddress>newKeySet();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          callers.add(exchange.getRemoteAddress());
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 3);
          exchange.getResponseBody().write("yes".getBytes(StandardCharsets.US_ASCII));
          exchange.close();
        });
    server.start();
    try {
      var channel =
          channel("http://127.0.0.1:" + server.getAddress().getPort() + "/", Optional.empty());
      for (var i = 0; i < 20; i++) {
        assertThat(channel.deliver(OPENED)).isInstanceOf(Delivery.Delivered.class);
      }
    } finally {
      server.stop(0);
    }

    assertThat(callers).hasSize(20);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429})
  void whatPassesIsRetried(int status) {
    assertThat(answeredBy(aResponse().withStatus(status))).isInstanceOf(Delivery.Retry.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 407, 410, 413})
  void whatIsRefusedIsGivenUp(int status) {
    assertThat(answeredBy(aResponse().withStatus(status)))
        .isEqualTo(new Delivery.GiveUp("127.0.0.1 answered " + status));
  }

  @Test
  void redirectIsNotFollowedAndFinal_becauseItCouldLeadSecretsAstray() {
    var elsewhere = RECEIVER.baseUrl() + "/elsewhere";

    assertThat(answeredBy(aResponse().withStatus(307).withHeader("Location", elsewhere)))
        .isEqualTo(new Delivery.GiveUp("127.0.0.1 answered 307"));
    RECEIVER.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
  }

  @Test
  void ownWordsStandBesideTheOthers() throws Exception {
    RECEIVER.stubFor(post(anyUrl()).willReturn(aResponse()));
    var url = URI.create(RECEIVER.baseUrl() + "/worded");
    var words = new Templates(Optional.empty(), Optional.of(TextTemplate.of("${service}!")));

    open(new ChannelSpec.Webhook("ops", ChannelSpec.Match.ALL, words, url, Optional.empty()))
        .deliver(OPENED);

    RECEIVER.verify(
        postRequestedFor(urlEqualTo("/worded"))
            .withRequestBody(matchingJsonPath("$.data.text", equalTo("shop!")))
            .withRequestBody(
                matchingJsonPath("$.data.title", equalTo("[CRITICAL] shop: incident #42 opened"))));
  }

  @Test
  void resetConnectionIsRetried() {
    assertThat(answeredBy(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)))
        .isInstanceOf(Delivery.Retry.class);
  }

  @Test
  void slowReceiverCostsOneTimeout() {
    RECEIVER.stubFor(post(anyUrl()).willReturn(aResponse().withFixedDelay(5_000)));
    var spec = spec(RECEIVER.baseUrl() + "/hidden/path", Optional.empty());

    try (var http = new HttpPost(() -> NOON, Duration.ofMillis(500))) {
      assertThat(
              new HttpChannel("ops", new WebhookFormat(spec, UTC, () -> NOON), http)
                  .deliver(OPENED))
          .isEqualTo(new Delivery.Retry(Duration.ZERO, "127.0.0.1: no answer within 500 ms"));
    }
  }

  @Test
  void nobodyListeningIsRetriedWithoutTellingThePath() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(
            channel("http://127.0.0.1:" + port + "/hidden/path", Optional.empty()).deliver(OPENED))
        .isEqualTo(new Delivery.Retry(Duration.ZERO, "127.0.0.1: cannot connect"));
  }

  @Test
  void bodyThatNeverEndsIsNotWaitedFor() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var endless =
          Thread.ofVirtual()
              .start(() -> {
                try (var connection = socket.accept()) {
                  var out = connection.getOutputStream();
                  out.write(
                      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                          .getBytes(StandardCharsets.US_ASCII));
                  while (true) {
                    out.write("1\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                  }
                } catch (IOException _) {
                  // What the test waits for: the channel hung up.
                }
              });

      assertThat(
              channel("http://127.0.0.1:" + socket.getLocalPort() + "/", Optional.empty())
                  .deliver(OPENED))
          .isEqualTo(new Delivery.Delivered("127.0.0.1 answered 200"));
      assertThat(endless.join(Duration.ofSeconds(10))).as("connection closed").isTrue();
    }
  }

  @Test
  void interruptReturnsQuicklyAndKeepsTheFlag() {
    RECEIVER.stubFor(post(anyUrl()).willReturn(aResponse().withFixedDelay(400)));
    var channel = channel(RECEIVER.baseUrl() + "/hidden/path", Optional.empty());

    Thread.currentThread().interrupt();
    var delivery = channel.deliver(OPENED);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(delivery).isEqualTo(new Delivery.Retry(Duration.ZERO, "127.0.0.1: interrupted"));
  }

  @Test
  void specAndChannelHideThePathAndTheSecret() {
    var spec = spec("https://hooks.example.com/services/T0/hidden", Optional.of(SECRET));

    assertThat(spec + " " + open(spec) + " " + new WebhookFormat(spec, UTC, () -> NOON))
        .contains("hooks.example.com")
        .doesNotContain("hidden", "whsec_", "MfKQ");
  }

  private static Delivery answeredBy(ResponseDefinitionBuilder response) {
    RECEIVER.stubFor(post(anyUrl()).willReturn(response));
    var delivery =
        channel(RECEIVER.baseUrl() + "/hidden/path", Optional.of(SECRET)).deliver(OPENED);
    assertThat(delivery.toString()).doesNotContain("hidden");
    return delivery;
  }

  private static Channel channel(String url, Optional<Secret> secret) {
    return open(spec(url, secret));
  }

  private static Channel open(ChannelSpec.Webhook spec) {
    return new HttpChannel(spec.name(), new WebhookFormat(spec, UTC, () -> NOON), HTTP);
  }

  private static ChannelSpec.Webhook spec(String url, Optional<Secret> secret) {
    // WireMock names itself localhost; the tests want one name in every reason.
    var address = URI.create(url.replace("localhost", "127.0.0.1"));
    return new ChannelSpec.Webhook("ops", ChannelSpec.Match.ALL, address, secret);
  }
}
