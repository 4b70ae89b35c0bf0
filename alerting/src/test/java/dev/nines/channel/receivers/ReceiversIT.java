package dev.nines.channel.receivers;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static dev.nines.channel.Notifications.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.nines.channel.Channel;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.ChannelSpec.Match;
import dev.nines.channel.Delivery;
import dev.nines.channel.Notification.Type;
import dev.nines.channel.Notifications;
import dev.nines.channel.Secret;
import dev.nines.channel.Templates;
import dev.nines.channel.http.HttpPost;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that hold for all receivers by HTTP, and what is particular to each. */
class ReceiversIT {
  private static final String HIDDEN = "T00000000secret";

  @RegisterExtension static final WireMockExtension ONE = receiver();

  @RegisterExtension static final WireMockExtension OTHER = receiver();

  private static final HttpPost HTTP = new HttpPost(() -> NOON, Duration.ofSeconds(10));
  private static final Channels CHANNELS = new Channels(HTTP, ZoneOffset.UTC, () -> NOON, _ -> {});

  /** For those that let us wait, which costs the test as much. */
  private static final Channels IMPATIENT =
      new Channels(
          new HttpPost(() -> NOON, Duration.ofMillis(400)), ZoneOffset.UTC, () -> NOON, _ -> {});

  private static WireMockExtension receiver() {
    return WireMockExtension.newInstance()
        .options(options().dynamicPort().bindAddress("127.0.0.1"))
        .build();
  }

  @AfterAll
  static void close() {
    CHANNELS.close();
    IMPATIENT.close();
  }

  static Stream<Arguments> kinds() {
    return Stream.of("webhook", "pagerduty", "slack", "teams", "cdevents", "alertmanager")
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void goodAnswerIsDelivered(String kind) {
    assertThat(
            answer(
                kind, aResponse().withStatus(kind.equals("pagerduty") ? 202 : 200).withBody("ok")))
        .isInstanceOf(Delivery.Delivered.class);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void overloadIsTriedAgain_notBeforeTheReceiverWants(String kind) {
    assertThat(answer(kind, aResponse().withStatus(429).withHeader("Retry-After", "77")))
        .isInstanceOfSatisfying(
            Delivery.Retry.class,
            retry -> assertThat(retry.after()).isEqualTo(Duration.ofSeconds(77)));
    for (var status : List.of(500, 502, 503, 504)) {
      assertThat(answer(kind, aResponse().withStatus(status))).isInstanceOf(Delivery.Retry.class);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void refusalAndRedirectAreFinal(String kind) {
    for (var status : List.of(400, 401, 403, 404, 410)) {
      assertThat(answer(kind, aResponse().withStatus(status))).isInstanceOf(Delivery.GiveUp.class);
    }
    var elsewhere = ONE.baseUrl() + "/elsewhere";
    assertThat(answer(kind, aResponse().withStatus(308).withHeader("Location", elsewhere)))
        .isInstanceOf(Delivery.GiveUp.class);
    ONE.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void brokenConnectionAndSilenceAreTriedAgain(String kind) {
    assertThat(answer(kind, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)))
        .isInstanceOf(Delivery.Retry.class);
    assertThat(answer(kind, aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)))
        .isInstanceOf(Delivery.Retry.class);
    stub(ONE, aResponse().withFixedDelay(1_000));
    assertThat(open(IMPATIENT, kind, uri(ONE)).deliver(Notifications.of(Type.OPENED)))
        .isEqualTo(new Delivery.Retry(Duration.ZERO, host(kind) + ": no answer within 400 ms"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatAReceiverEchoesShowsNoSecret(String kind) {
    var login = kind.equals("alertmanager") ? " cGFnZXI6VDAwMDAwMDAwc2VjcmV0" : "";
    for (var status : List.of(200, 400, 500)) {
      answer(
          kind,
          aResponse().withStatus(status).withBody("echo /hidden/" + HIDDEN + " " + HIDDEN + login));
    }
  }

  private enum Hostility {
    ENDLESS,
    DRIPPING,
    ENDLESS_HEADERS,
    ENDLESS_CHUNK_SIZE
  }

  static Stream<Arguments> hostilities() {
    // Of one kind that reads the answer, and of one that does not.
    return Stream.of("slack", "webhook")
        .flatMap(kind -> Stream.of(Hostility.values()).map(how -> Arguments.of(kind, how)));
  }

  @ParameterizedTest
  @MethodSource("hostilities")
  void hostileAnswerCostsOneTimeoutAndLittleMemory(String kind, Hostility how) throws Exception {
    try (var socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      var talking = Thread.ofVirtual().start(() -> talk(socket, how));
      var begun = System.nanoTime();

      var delivery =
          open(
                  IMPATIENT,
                  kind,
                  URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/hidden/" + HIDDEN))
              .deliver(Notifications.of(Type.OPENED));

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
      assertThat(delivery.said()).as(delivery.toString()).hasSizeLessThan(400);
      if (how == Hostility.ENDLESS) {
        assertThat(delivery.said()).as("enough is enough").startsWith("127.0.0.1 answered 200");
      }
      assertThat(talking.join(Duration.ofSeconds(5))).as("hung up: " + delivery).isTrue();
    }
  }

  private static void talk(ServerSocket socket, Hostility how) {
    try (var connection = socket.accept()) {
      var out = connection.getOutputStream();
      switch (how) {
        case ENDLESS -> {
          write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          while (true) {
            write(out, "1000\r\n" + "x".repeat(4_096) + "\r\n");
          }
        }
        case DRIPPING -> {
          write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
          while (true) {
            write(out, "x");
            Thread.sleep(200);
          }
        }
        case ENDLESS_HEADERS -> {
          write(out, "HTTP/1.1 200 OK\r\n");
          while (true) {
            write(out, "X-Long: " + "x".repeat(4_096) + "\r\n");
          }
        }
        case ENDLESS_CHUNK_SIZE -> {
          write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;");
          while (true) {
            write(out, "x".repeat(4_096));
          }
        }
      }
    } catch (IOException | InterruptedException _) {
      // What the test waits for: the channel hung up.
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @ParameterizedTest
  @CsvSource({"ok, true", "'ok\n', true", "no_service, false", "<html>, false", "'', false"})
  void slackHasItOnlyWhereItSaysOk(String body, boolean delivered) {
    var delivery = answer("slack", aResponse().withBody(body));

    assertThat(delivery instanceof Delivery.Delivered).isEqualTo(delivered);
  }

  @Test
  void slacksOwnWordForARefusalIsTold() {
    assertThat(answer("slack", aResponse().withStatus(404).withBody("channel_not_found")))
        .isEqualTo(new Delivery.GiveUp("127.0.0.1 answered 404: channel_not_found"));
  }

  @Test
  void pagerDutysReasonIsTold() {
    assertThat(
            answer(
                "pagerduty",
                aResponse()
                    .withStatus(400)
                    .withBody("{\"status\":\"invalid event\",\"errors\":[\"too long\"]}")))
        .isEqualTo(
            new Delivery.GiveUp(
                "127.0.0.1 answered 400:"
                    + " {\"status\":\"invalid event\",\"errors\":[\"too long\"]}"));
  }

  @Test
  void deploymentIsAChangeForPagerDuty_besideItsEvents() {
    ONE.stubFor(post(urlEqualTo("/v2/change/enqueue")).willReturn(aResponse().withStatus(202)));
    var events = URI.create("http://127.0.0.1:" + ONE.getPort() + "/v2/enqueue");
    var channel =
        CHANNELS.open(
            new ChannelSpec.PagerDuty(
                "ops", Match.ALL, Templates.NONE, events, new Secret(HIDDEN), true));

    assertThat(channel.deliver(Notifications.of(Type.DEPLOYED)))
        .isEqualTo(new Delivery.Delivered("127.0.0.1 answered 202"));
    ONE.verify(0, postRequestedFor(urlEqualTo("/v2/enqueue")));
  }

  @Test
  void deploymentIsNoAlertForAnAlertmanager_shouldOneBeOwedToIt() {
    assertThat(alertmanager(CHANNELS, uri(ONE)).deliver(Notifications.of(Type.DEPLOYED)))
        .isInstanceOf(Delivery.Delivered.class);
    ONE.verify(0, postRequestedFor(urlEqualTo("/hidden/" + HIDDEN + "/api/v2/alerts")));
  }

  @Test
  void everyReplicaOfAnAlertmanagerIsTold_andOnlyThoseAgainThatHaveItNot() {
    stub(ONE, aResponse().withStatus(200));
    stub(OTHER, aResponse().withStatus(503).withHeader("Retry-After", "9"));
    var channel = alertmanager(CHANNELS, uri(ONE), uri(OTHER));
    var told = Notifications.of(Type.OPENED);

    assertThat(channel.deliver(told))
        .isInstanceOfSatisfying(
            Delivery.Retry.class, r -> assertThat(r.after()).isEqualTo(Duration.ofSeconds(9)));
    stub(OTHER, aResponse().withStatus(200));
    assertThat(channel.deliver(told)).isInstanceOf(Delivery.Delivered.class);

    ONE.verify(1, postRequestedFor(urlEqualTo("/hidden/" + HIDDEN + "/api/v2/alerts")));
    OTHER.verify(2, postRequestedFor(urlEqualTo("/hidden/" + HIDDEN + "/api/v2/alerts")));
  }

  @Test
  void reminderGoesToEveryReplica_howeverOneOfThemIs() {
    stub(ONE, aResponse().withStatus(200));
    stub(OTHER, aResponse().withFixedDelay(2_000));

    var delivery =
        ((AlertmanagerChannel) alertmanager(IMPATIENT, uri(OTHER), uri(ONE)))
            .remind(List.of(Notifications.of(Type.OPENED), Notifications.of(Type.ALERT_FIRED)));

    assertThat(delivery).isInstanceOf(Delivery.Retry.class);
    ONE.verify(1, postRequestedFor(urlEqualTo("/hidden/" + HIDDEN + "/api/v2/alerts")));
  }

  private static String host(String kind) {
    return kind.equals("alertmanager") ? "127.0.0.1:" + ONE.getPort() : "127.0.0.1";
  }

  private static Delivery answer(String kind, ResponseDefinitionBuilder answer) {
    stub(ONE, answer);
    var delivery = open(kind, uri(ONE)).deliver(Notifications.of(Type.OPENED));
    assertThat(delivery.toString()).doesNotContain(HIDDEN, "hidden", "cGFnZXI6");
    return delivery;
  }

  private static void stub(WireMockExtension receiver, ResponseDefinitionBuilder answer) {
    receiver.stubFor(post(anyUrl()).willReturn(answer));
  }

  private static URI uri(WireMockExtension receiver) {
    return URI.create("http://127.0.0.1:" + receiver.getPort() + "/hidden/" + HIDDEN);
  }

  private static Channel alertmanager(Channels channels, URI... replicas) {
    return channels.open(
        new ChannelSpec.Alertmanager(
            "ops",
            Match.ALL,
            Templates.NONE,
            List.of(replicas),
            Optional.of(new ChannelSpec.Login("pager", new Secret(HIDDEN))),
            Map.of()));
  }

  private static Channel open(String kind, URI url) {
    return open(CHANNELS, kind, url);
  }

  private static Channel open(Channels channels, String kind, URI url) {
    var words = Templates.NONE;
    return switch (kind) {
      case "webhook" ->
          channels.open(new ChannelSpec.Webhook("ops", Match.ALL, words, url, Optional.empty()));
      case "pagerduty" ->
          channels.open(
              new ChannelSpec.PagerDuty("ops", Match.ALL, words, url, new Secret(HIDDEN)));
      case "slack" -> channels.open(new ChannelSpec.Slack("ops", Match.ALL, words, url));
      case "teams" -> channels.open(new ChannelSpec.Teams("ops", Match.ALL, words, url));
      case "cdevents" ->
          channels.open(
              new ChannelSpec.CdEvents(
                  "ops", Match.ALL, words, url, Optional.of(new Secret(HIDDEN)), "prod"));
      case "alertmanager" -> alertmanager(channels, url);
      default -> throw new IllegalArgumentException(kind);
    };
  }
}
