package dev.nines.probe.run;

import static dev.nines.probe.run.HostileServer.afterRequest;
import static dev.nines.probe.run.HostileServer.answering;
import static dev.nines.probe.run.HostileServer.forEver;
import static dev.nines.probe.run.HostileServer.write;
import static dev.nines.probe.run.Specs.SHORT;
import static dev.nines.probe.run.Specs.bodyAtMost;
import static dev.nines.probe.run.Specs.bodyHas;
import static dev.nines.probe.run.Specs.expecting;
import static dev.nines.probe.run.Specs.http;
import static dev.nines.probe.run.Specs.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.Phase;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.http.BodyBudget;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileHttpIT {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final long GENEROUS_NANOS = Duration.ofSeconds(3).toNanos();

  private final Prober prober = new Prober(System::nanoTime, InstantSource.system(), "test");

  @AfterEach
  void stop() {
    prober.close();
  }

  @ParameterizedTest
  @MethodSource("endless")
  void endlessTargetCostsOneTimeout(HostileServer.Behaviour behaviour, Phase phase, String detail)
      throws IOException {
    try (var server = new HostileServer(behaviour)) {
      var run = run(within(SHORT, http(url(server))));

      assertFailed(run, phase, FailureReason.TIMEOUT, detail);
    }
  }

  static Stream<Arguments> endless() {
    HostileServer.Behaviour silent = socket -> Thread.sleep(60_000);
    HostileServer.Behaviour silentAfterRequest = afterRequest(silent);
    return Stream.of(
        Arguments.argumentSet(
            "accepts, never answers",
            silent,
            Phase.PROCESSING,
            "no byte of an answer within 300ms"),
        Arguments.argumentSet(
            "reads, never answers",
            silentAfterRequest,
            Phase.PROCESSING,
            "no byte of an answer within 300ms"),
        Arguments.argumentSet(
            "drips the header", forEver("HTTP/1.1 2", "0", 50), Phase.PROCESSING, "no complete"),
        Arguments.argumentSet(
            "drips the body",
            forEver(OK + "Content-Length: 1000000\r\n\r\n", "x", 50),
            Phase.TRANSFER,
            "the body did not end within 300ms"),
        Arguments.argumentSet(
            "drips chunks",
            forEver(OK + "Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n", 50),
            Phase.TRANSFER,
            "the body did not end"),
        Arguments.argumentSet(
            "floods an endless body",
            forEver(OK + "\r\n", "x".repeat(64 * 1024), 0),
            Phase.TRANSFER,
            "the body did not end"));
  }

  @Test
  void whatIsSecretInTheTargetIsMaskedInItsAnswer() throws IOException {
    var answer =
        "HTTP/1.1 500 No\r\nLocation: /login?next=/x?key=k3y%2Fabcdef&as=json\r\n"
            + "Content-Type: application/json\r\n\r\n"
            + "{\"key\": \"k3y\\/abcdef\", \"as\": \"json\", \"by\": \"bWU6cGEvc3M=\", \"of\": \"pa\\u002fss\"}";
    try (var server = new HostileServer(answering(answer))) {
      var run = run(http(secretUrl(server)));

      assertThat(run.answer().orElseThrow().bodyStart())
          .isEqualTo(
              "{\"key\": \"<secret>\", \"as\": \"json\", \"by\": \"<secret>\", \"of\": \"<secret>\"}");
      assertThat(run.toString())
          .contains("/login?next=/x?<secret>")
          .doesNotContain("k3y", "abcdef");
    }
  }

  @Test
  void whatIsSecretInTheTargetIsMaskedInASentence() throws IOException {
    try (var server =
        new HostileServer(answering("GET /x?key=k3y%2Fabcdef&as=json HTTP/1.1\r\n\r\n"))) {
      var run = run(http(secretUrl(server)));

      assertFailed(run, Phase.PROCESSING, FailureReason.PROTOCOL, "GET /x?<secret> HTTP/1.1");
      assertThat(run.toString()).doesNotContain("k3y", "abcdef");
    }
  }

  private static String secretUrl(HostileServer server) {
    return url(server).replace("http://", "http://me:pa%2Fss@") + "x?key=k3y%2Fabcdef&as=json";
  }

  @ParameterizedTest
  @MethodSource("broken")
  void brokenAnswerIsNamed(
      HostileServer.Behaviour behaviour, Phase phase, FailureReason reason, String detail)
      throws IOException {
    try (var server = new HostileServer(behaviour)) {
      var run = run(http(url(server)));

      assertFailed(run, phase, reason, detail);
    }
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.argumentSet(
            "no HTTP at all",
            answering("220 mail.example ESMTP\r\n\r\n"),
            Phase.PROCESSING,
            FailureReason.PROTOCOL,
            "the answer is malformed"),
        Arguments.argumentSet(
            "hangs up at once",
            (HostileServer.Behaviour) socket -> {},
            Phase.PROCESSING,
            FailureReason.CONNECTION_CLOSED,
            "before it had answered"),
        Arguments.argumentSet(
            "hangs up in mid-header",
            answering(OK + "Content-Le"),
            Phase.PROCESSING,
            FailureReason.CONNECTION_CLOSED,
            "before it had answered"),
        Arguments.argumentSet(
            "truncates the body",
            answering(OK + "Content-Length: 10\r\n\r\nabc"),
            Phase.TRANSFER,
            FailureReason.CONNECTION_CLOSED,
            "in the middle of the body"),
        Arguments.argumentSet(
            "truncates a chunk",
            answering(OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nab"),
            Phase.TRANSFER,
            FailureReason.CONNECTION_CLOSED,
            "in the middle of the body"),
        Arguments.argumentSet(
            "sends a chunk size that is none",
            answering(OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\nab"),
            Phase.TRANSFER,
            FailureReason.PROTOCOL,
            "the answer is malformed"),
        Arguments.argumentSet(
            "resets in mid-body",
            afterRequest(HostileHttpIT::resetInBody),
            Phase.TRANSFER,
            FailureReason.CONNECTION_CLOSED,
            "in the middle of the body"),
        Arguments.argumentSet(
            "says 103 for ever",
            forEver("", "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(100), 0),
            Phase.PROCESSING,
            FailureReason.TOO_LARGE,
            "header is larger"),
        Arguments.argumentSet(
            "one header without end",
            forEver(OK + "X: ", "x".repeat(8 * 1024), 0),
            Phase.PROCESSING,
            FailureReason.TOO_LARGE,
            "header is larger"),
        Arguments.argumentSet(
            "headers without end",
            forEver(OK, "X: 1234567890\r\n".repeat(100), 0),
            Phase.PROCESSING,
            FailureReason.TOO_LARGE,
            "header is larger"));
  }

  @Test
  void chunkLineWithoutEndIsGivenUp_becauseItWouldBeBuffered() throws IOException {
    var chunked = OK + "Transfer-Encoding: chunked\r\n\r\n";
    try (var server = new HostileServer(forEver(chunked + "5;", "a".repeat(64 * 1024), 0))) {
      var run = run(http(url(server)));

      assertFailed(run, Phase.TRANSFER, FailureReason.TOO_LARGE, "no part of the body");
    }
  }

  @Test
  void tinyChunksAreNoFlood() throws IOException {
    var chunks = "1\r\nx\r\n".repeat(100_000) + "0\r\n\r\n";
    var chunked = OK + "Transfer-Encoding: chunked\r\n\r\n";
    try (var server = new HostileServer(answering(chunked + chunks))) {
      var run = run(http(url(server)));

      assertThat(run.failure()).isEmpty();
      assertThat(run.http().orElseThrow().bodyBytes()).isEqualTo(100_000);
    }
  }

  @Test
  void restOfARedirectIsNotWaitedFor() throws IOException {
    HostileServer.Behaviour redirect =
        socket -> {
          var path = HostileServer.readHead(socket).split(" ", 3)[1];
          write(
              socket,
              path.equals("/next")
                  ? OK + "Content-Length: 2\r\n\r\nok"
                  : "HTTP/1.1 302 F\r\nLocation: /next\r\nContent-Length: 100\r\n\r\nabc");
          Thread.sleep(60_000);
        };
    try (var server = new HostileServer(redirect)) {
      var leastBetweenPhases =
          Stream.generate(() -> run(http(url(server))))
              .limit(5)
              .peek(run -> assertThat(run.failure()).isEmpty())
              .mapToLong(run ->
                  run.durationNanos() - run.phases().stream().mapToLong(PhaseSpan::nanos).sum())
              .min()
              .orElseThrow();

      // OkHttp waits 100 ms for the rest of a body
      assertThat(leastBetweenPhases).isLessThan(Duration.ofMillis(90).toNanos());
    }
  }

  @Test
  void endlessBodyThatMustBeSearchedIsGivenUp_becauseMemoryIsBounded() throws IOException {
    try (var server = new HostileServer(forEver(OK + "\r\n", "x".repeat(64 * 1024), 0))) {
      var run = run(expecting(bodyHas("needle"), http(url(server))));

      assertFailed(run, Phase.TRANSFER, FailureReason.TOO_LARGE, "larger than 10485760 bytes");
      assertThat(run.http().orElseThrow().bodyBytes()).isBetween(10_485_760L, 10_500_000L);
    }
  }

  @Test
  void bodyOverTheDeclaredLimitIsTooLarge() throws IOException {
    try (var server = new HostileServer(answering(OK + "Content-Length: 11\r\n\r\nhello world"))) {
      assertThat(run(expecting(bodyAtMost(11), http(url(server)))).success()).isTrue();
      assertFailed(
          run(expecting(bodyAtMost(10), http(url(server)))),
          Phase.TRANSFER,
          FailureReason.TOO_LARGE,
          "larger than 10 bytes");
    }
  }

  @Test
  void fullBacklogTimesOutInConnect() throws IOException {
    try (var server = new java.net.ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"));
        var one = new Socket("127.0.0.1", server.getLocalPort());
        var two = new Socket("127.0.0.1", server.getLocalPort())) {
      assertThat(one.isConnected() && two.isConnected()).isTrue();
      var run = run(within(SHORT, http("http://127.0.0.1:" + server.getLocalPort() + "/")));

      assertFailed(run, Phase.CONNECT, FailureReason.TIMEOUT, "no connection to 127.0.0.1");
    }
  }

  @Test
  void hangingResolverDoesNotOutliveTheDeadline() throws InterruptedException {
    var never = new CountDownLatch(1);
    try (var hanging =
        new Prober(
            System::nanoTime,
            InstantSource.system(),
            "test",
            _ -> {
              awaitQuietly(never);
              return java.util.List.of();
            },
            _ -> null,
            BodyBudget.OF_PROCESS)) {
      var run = hanging.run(within(SHORT, http("http://slow.example/")));

      assertFailed(run, Phase.RESOLVE, FailureReason.TIMEOUT, "not resolved within 300ms");
    } finally {
      never.countDown();
    }
  }

  @Test
  void refusedPortIsNamed() {
    var run = run(http("http://user:secret@127.0.0.1:1/?token=secret"));

    assertFailed(
        run, Phase.CONNECT, FailureReason.CONNECTION_REFUSED, "connection refused by 127.0.0.1:1");
    assertThat(run.failure().orElseThrow().detail()).doesNotContain("secret");
  }

  @Test
  void unknownNameIsNamed() {
    var run = run(http("http://no-such-host.invalid/"));

    assertFailed(
        run, Phase.RESOLVE, FailureReason.NAME_NOT_RESOLVED, "no address for no-such-host.invalid");
  }

  private ProbeRun run(HttpSpec spec) {
    return prober.run(spec);
  }

  private static void assertFailed(ProbeRun run, Phase phase, FailureReason reason, String detail) {
    var failure = run.failure().orElseThrow();
    assertThat(failure).extracting(Failure::phase, Failure::reason).containsExactly(phase, reason);
    assertThat(failure.detail()).contains(detail);
    assertThat(run.durationNanos()).isLessThan(GENEROUS_NANOS);
    assertThat(run.phases().stream().mapToLong(PhaseSpan::nanos).sum())
        .isLessThanOrEqualTo(run.durationNanos());
  }

  private static void resetInBody(Socket socket) throws IOException, InterruptedException {
    write(socket, OK + "Content-Length: 1000\r\n\r\nabc");
    Thread.sleep(50);
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static String url(HostileServer server) {
    return "http://127.0.0.1:" + server.port() + "/";
  }
}
