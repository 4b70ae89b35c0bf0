package dev.nines.engine.notifications;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.nines.engine.notifications.DeadMansSwitch.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DeadMansSwitchIT {
  private final WireMockServer outside =
      new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
  private final List<Outcome> outcomes = new ArrayList<>();
  private boolean alive = true;
  private DeadMansSwitch beats;

  @BeforeEach
  void open() {
    outside.start();
    beats =
        new DeadMansSwitch(
            URI.create("http://127.0.0.1:" + outside.port() + "/secret"),
            () -> alive,
            outcomes::add);
  }

  @AfterEach
  void close() {
    beats.close();
    outside.stop();
  }

  @Test
  void isHeardWhileNinesIsWell_andStopsWhenItIsNot() {
    outside.stubFor(get("/secret").willReturn(aResponse()));

    beats.beat();
    alive = false;
    beats.beat();
    alive = true;
    beats.beat();

    assertThat(outcomes).containsExactly(Outcome.SENT, Outcome.WITHHELD, Outcome.SENT);
    outside.verify(2, getRequestedFor(urlPathEqualTo("/secret")));
  }

  @Test
  void whateverElseIsAnsweredIsAFailure() {
    outside.stubFor(
        get("/secret").willReturn(aResponse().withStatus(302).withHeader("Location", "/other")));
    beats.beat();
    outside.stop();
    beats.beat();

    assertThat(outcomes).containsExactly(Outcome.FAILED, Outcome.FAILED);
  }

  @Test
  @Timeout(20)
  void receiverThatTricklesItsAnswerHoldsNoBeat_andLosesItsConnection() throws Exception {
    var connectionEnded = new CompletableFuture<IOException>();
    try (var trickling = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var hasty =
            new DeadMansSwitch(
                URI.create("http://127.0.0.1:" + trickling.getLocalPort() + "/secret"),
                () -> true,
                outcomes::add,
                Duration.ofMillis(500))) {
      Thread.ofVirtual().start(() -> trickle(trickling, connectionEnded));

      hasty.beat();

      assertThat(outcomes).containsExactly(Outcome.FAILED);
      assertThat(connectionEnded).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  /** A good head at once, then one byte after the other for as long as somebody listens. */
  private static void trickle(ServerSocket server, CompletableFuture<IOException> ended) {
    try (var socket = server.accept()) {
      var out = socket.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".getBytes(US_ASCII));
      for (var more = true; more; ) {
        out.write('.');
        out.flush();
        more = !ended.isDone();
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    } catch (IOException e) {
      ended.complete(e);
    }
  }
}
