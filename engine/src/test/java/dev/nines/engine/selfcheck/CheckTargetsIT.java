package dev.nines.engine.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.configuration.CheckTarget;
import dev.nines.probe.run.Prober;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTargetsIT {
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var one : open) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T opened(T one) {
    open.add(one);
    return one;
  }

  private Outcome ask(String... targets) {
    var parsed = Stream.of(targets).map(t -> CheckTarget.parse(t).orElseThrow()).toList();
    return opened(
            new CheckTargets(parsed, new Prober(System::nanoTime, InstantSource.system(), "test")))
        .ask();
  }

  /** Takes connections, as the kernel does, and never says a word. */
  private int mute() throws IOException {
    return opened(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))).getLocalPort();
  }

  /** Refuses connections: bound, so that nobody else gets the port, but not listening. */
  private int refusing() throws IOException {
    var socket = opened(new java.net.Socket());
    socket.bind(new InetSocketAddress("127.0.0.1", 0));
    return socket.getLocalPort();
  }

  private int http(String answer) throws IOException {
    return opened(HttpGate.onAnyPort(answer)).port();
  }

  @Test
  void tcpServerAnswersByTakingTheConnection() throws IOException {
    assertThat(ask("127.0.0.1:" + mute())).isEqualTo(Outcome.ANSWERED);
    assertThat(ask("127.0.0.1:" + refusing())).isEqualTo(Outcome.SILENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 100\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: http://nowhere.invalid/\r\n\r\n"
      })
  void httpServerAnswersByAnyStatus(String answer) throws IOException {
    assertThat(ask("http://127.0.0.1:" + http(answer) + "/")).isEqualTo(Outcome.ANSWERED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "220 mail.example.com\r\n"})
  void serverThatDoesNotSpeakHttpIsNoAnswerToAUrl(String answer) throws IOException {
    assertThat(ask("http://127.0.0.1:" + http(answer) + "/")).isEqualTo(Outcome.SILENT);
  }

  @Test
  void oneAnswerIsEnough_andEndsTheRoundWithoutWaitingForTheRest() throws IOException {
    var start = Instant.now();

    assertThat(
            ask(
                "http://127.0.0.1:" + mute() + "/",
                "127.0.0.1:" + refusing(),
                "127.0.0.1:" + mute()))
        .isEqualTo(Outcome.ANSWERED);
    assertThat(Duration.between(start, Instant.now())).isLessThan(CheckTargets.TIMEOUT);
  }

  @Test
  void targetsAreWaitedForAllAtOnce_andNotForLong() throws IOException {
    var start = Instant.now();

    assertThat(
            ask(
                "http://127.0.0.1:" + mute() + "/",
                "http://127.0.0.1:" + mute() + "/",
                "http://127.0.0.1:" + mute() + "/"))
        .isEqualTo(Outcome.SILENT);
    assertThat(Duration.between(start, Instant.now()))
        .isBetween(CheckTargets.TIMEOUT, CheckTargets.TIMEOUT.plusMillis(1_500));
  }

  @Test
  void nameIsAskedOverIpv4AndIpv6() throws IOException {
    var v4 = opened(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")));
    var v6 = opened(new ServerSocket(0, 50, InetAddress.ofLiteral("::1")));

    assertThat(ask("localhost:" + v4.getLocalPort())).isEqualTo(Outcome.ANSWERED);
    assertThat(ask("[::1]:" + v6.getLocalPort())).isEqualTo(Outcome.ANSWERED);
    assertThat(ask("nobody.invalid:80", "https://nobody.invalid/")).isEqualTo(Outcome.SILENT);
  }

  @Test
  void roundThatIsInterruptedWasNotMade() throws IOException {
    Thread.currentThread().interrupt();

    assertThat(ask("127.0.0.1:" + refusing())).isEqualTo(Outcome.NOT_MADE);
    assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
  }

  @Test
  void targetsAreTold_butNoSecrets() {
    var targets =
        Stream.of("https://me:secret@a.test/x?token=secret", "a.test:53")
            .map(t -> CheckTarget.parse(t).orElseThrow())
            .toList();

    assertThat(
            opened(
                    new CheckTargets(
                        targets, new Prober(System::nanoTime, InstantSource.system(), "test")))
                .text())
        .isEqualTo("https://a.test/x, a.test:53");
  }
}
