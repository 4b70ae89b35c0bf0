package dev.nines.probe.run;

import static dev.nines.probe.run.Specs.SHORT;
import static dev.nines.probe.run.Specs.expect;
import static dev.nines.probe.run.Specs.expectBytes;
import static dev.nines.probe.run.Specs.expectThenSend;
import static dev.nines.probe.run.Specs.from;
import static dev.nines.probe.run.Specs.http;
import static dev.nines.probe.run.Specs.secured;
import static dev.nines.probe.run.Specs.send;
import static dev.nines.probe.run.Specs.startTls;
import static dev.nines.probe.run.Specs.tcp;
import static dev.nines.probe.run.Specs.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.nines.probe.FailureReason;
import dev.nines.probe.Mismatch;
import dev.nines.probe.Phase;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.TcpModule;
import dev.nines.probe.net.Durations;
import dev.nines.probe.net.RunContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TcpProbeIT {
  private final Prober prober = new Prober(System::nanoTime, InstantSource.system(), "test");
  private final BlockingQueue<String> heard = new ArrayBlockingQueue<>(10);

  @AfterEach
  void stop() {
    prober.close();
  }

  @Test
  void openPortIsUp() throws IOException {
    try (var server = new HostileServer(_ -> Thread.sleep(60_000))) {
      var run = run(tcp(server.port()));

      assertThat(run.success()).isTrue();
      assertThat(run.phases())
          .extracting(PhaseSpan::phase)
          .containsExactly(Phase.RESOLVE, Phase.CONNECT);
    }
  }

  @Test
  void closedPortIsRefused() {
    var failure = run(tcp(1)).failure().orElseThrow();

    assertThat(failure.reason()).isEqualTo(FailureReason.CONNECTION_REFUSED);
    assertThat(failure.detail()).isEqualTo("connection refused by 127.0.0.1:1");
  }

  @Test
  void dialogueSendsGroupsOfWhatItHeard() throws Exception {
    try (var server =
        new HostileServer(socket -> {
          HostileServer.write(socket, "noise\r\nID=42 ready\r\n");
          heard.put(lines(socket).readLine());
          HostileServer.write(socket, "BYE");
        })) {
      var run =
          run(
              tcp(
                  server.port(),
                  expectThenSend("^ID=(\\d+) ready$", "HELLO ${1}"),
                  expect("^BYE$")));

      assertThat(run.failure()).isEmpty();
      assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("HELLO 42");
      assertThat(run.phaseNanos(Phase.PROCESSING)).isPresent();
    }
  }

  @Test
  void endBeforeTheLineIsNamed() throws IOException {
    try (var server = new HostileServer(socket -> HostileServer.write(socket, "500 no\r\n"))) {
      var failure = run(tcp(server.port(), expect("^220"))).failure().orElseThrow();

      assertThat(failure.phase()).isEqualTo(Phase.PROCESSING);
      assertThat(failure.reason()).isEqualTo(FailureReason.EXPECT);
      assertThat(failure.detail())
          .isEqualTo(
              "the peer ended before a line matched \"^220\" (step 1 of query_response);"
                  + " the last line was \"500 no\"");
    }
  }

  @Test
  void whatCameInPlaceOfTheExpectedLineIsToldAndKept() throws IOException {
    try (var ssh =
            new HostileServer(socket -> {
              HostileServer.write(socket, "SSH-2.0-OpenSSH_9.9\r\n");
              Thread.sleep(60_000);
            });
        var prompt =
            new HostileServer(socket -> {
              HostileServer.write(socket, "220 hi\r\n\u001b[2Jlogin: ");
              Thread.sleep(60_000);
            })) {
      var other = run(within(SHORT, tcp(ssh.port(), expect("^220"))));
      var unended = run(within(SHORT, tcp(prompt.port(), expect("^220"), expect("^250"))));
      var nothing = run(within(SHORT, tcp(ssh.port(), expect("^SSH"), expectBytes("PONG"))));

      assertThat(other.failure().orElseThrow().reason()).isEqualTo(FailureReason.TIMEOUT);
      assertThat(other.failure().orElseThrow().detail())
          .isEqualTo(
              "no line matched \"^220\" (step 1 of query_response) within "
                  + Durations.text(SHORT)
                  + "; the last line was \"SSH-2.0-OpenSSH_9.9\"");
      assertThat(other.answer().orElseThrow().bodyStart()).isEqualTo("SSH-2.0-OpenSSH_9.9\r\n");
      assertThat(unended.failure().orElseThrow().detail())
          .startsWith("no line matched \"^250\" (step 2 of query_response)")
          .endsWith("; the last line, not ended, was \"\\x1b[2Jlogin: \"");
      assertThat(unended.answer().orElseThrow().bodyStart()).isEqualTo("220 hi\r\n\\x1b[2Jlogin: ");
      assertThat(nothing.failure().orElseThrow().detail())
          .startsWith("nothing came in place of \"PONG\" (step 2 of query_response) within ");
    }
  }

  @Test
  void passwordThatThePeerRepeatsIsMasked_butNotWhatIsOpenlyExpected() throws IOException {
    try (var server =
        new HostileServer(socket -> {
          var lines = lines(socket);
          HostileServer.write(socket, "+OK POP3\r\n");
          lines.readLine();
          HostileServer.write(socket, "-ERR me or hunter2 is wrong after PASS me hunter2\r\n");
        })) {
      var run =
          run(
              tcp(
                  server.port(),
                  expectThenSend("^[+]OK (\\S+)", "PASS me hunter2"),
                  expect("^[+]OK")));

      assertThat(run.failure().orElseThrow().detail())
          .endsWith("the last line was \"-ERR me or <secret> is wrong after <secret>\"");
      assertThat(run.answer().orElseThrow().bodyStart()).startsWith("+OK POP3\r\n-ERR me or <sec");
      assertThat(run.toString()).doesNotContain("hunter2");
    }
  }

  @Test
  void endBeforeTheLineIsAMismatch_butTheDeadlineIsNone() throws IOException {
    try (var ending = new HostileServer(socket -> HostileServer.write(socket, "500 no\r\n"));
        var silent = new HostileServer(_ -> Thread.sleep(60_000))) {
      assertThat(run(tcp(ending.port(), expect("^220"))).mismatches())
          .containsExactly(Mismatch.REGEX);
      assertThat(run(within(SHORT, tcp(silent.port(), expect("^220")))).mismatches()).isEmpty();
    }
  }

  @Test
  void labelsHoldWhatWasHeard() throws IOException {
    try (var server =
        new HostileServer(socket -> HostileServer.write(socket, "SSH-2.0-OpenSSH_9.2 Debian\n"))) {
      var step =
          new TcpModule.Step(
              expect("^SSH-(?P<protocol>[^-]+)-(\\S+)").expect(),
              List.of(
                  new TcpModule.Label("protocol", "${protocol}"),
                  new TcpModule.Label("software", "is $2!")),
              Optional.empty(),
              false);

      assertThat(run(tcp(server.port(), step)).expectLabels())
          .containsOnly(entry("protocol", "2.0"), entry("software", "is OpenSSH_9.2!"));
    }
  }

  @Test
  void expectedBytesComeInOneRead_afterALineTheyAreWhatFollowsIt() throws IOException {
    try (var server =
        new HostileServer(socket -> HostileServer.write(socket, "hello\nPONG\u00e9rest\n"))) {
      var run =
          run(tcp(server.port(), expect("^hello$"), expectBytes("PONG\u00e9"), expect("^rest$")));

      assertThat(run.failure()).isEmpty();
      assertThat(run.mismatches()).isEmpty();
    }
  }

  @Test
  void otherBytesAreAMismatch_butFewerOrNoneAreNot() throws IOException {
    try (var other = new HostileServer(socket -> HostileServer.write(socket, "something-else"));
        var fewer = new HostileServer(socket -> HostileServer.write(socket, "PO"));
        var none = new HostileServer(_ -> {})) {
      var expected = "\"PONG\" (step 1 of query_response)";
      assertBytes(
          other.port(), "the peer sent \"some\", expected " + expected, Set.of(Mismatch.BYTES));
      assertBytes(
          fewer.port(),
          "the peer sent 2 bytes at once, \"PO\", expected the 4 of " + expected,
          Set.of());
      assertBytes(none.port(), "the peer ended before it sent " + expected, Set.of());
    }
  }

  private void assertBytes(int port, String detail, Set<Mismatch> mismatches) {
    var run = run(tcp(port, expectBytes("PONG")));

    assertThat(run.failure().orElseThrow().reason()).isEqualTo(FailureReason.EXPECT);
    assertThat(run.failure().orElseThrow().detail()).isEqualTo(detail);
    assertThat(run.mismatches()).isEqualTo(mismatches);
  }

  @Test
  void connectsFromTheDeclaredAddress_orSaysThatItCannot() throws Exception {
    try (var server =
        new HostileServer(socket -> {
          heard.put(socket.getInetAddress().getHostAddress());
          HostileServer.answering("HTTP/1.1 204 No Content\r\n\r\n").meet(socket);
        })) {
      assertThat(run(from("127.0.0.2", tcp(server.port()))).failure()).isEmpty();
      assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("127.0.0.2");

      assertThat(run(from("127.0.0.3", http("http://127.0.0.1:" + server.port()))).failure())
          .isEmpty();
      assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("127.0.0.3");

      var failure = run(from("192.0.2.1", tcp(server.port()))).failure().orElseThrow();
      assertThat(failure.reason()).isEqualTo(FailureReason.PROBER);
      assertThat(failure.detail()).startsWith("cannot connect from 192.0.2.1: ");
    }
  }

  @Test
  void refusedAddressIsNeverConnectedTo() throws Exception {
    try (var server = new HostileServer(_ -> heard.put("connected"))) {
      var context =
          new RunContext(Map.of(), destination -> Optional.of("not for you: " + destination));

      var failure = prober.run(tcp(server.port()), context).failure().orElseThrow();

      assertThat(failure.reason()).isEqualTo(FailureReason.NOT_ALLOWED);
      assertThat(failure.detail())
          .isEqualTo("not for you: Target[host=127.0.0.1, address=/127.0.0.1]");
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void hostileBannersAlwaysEndInAValue() throws IOException {
    // one run after the other, so that a run's number is its connection's seed
    var seeds = new AtomicInteger();
    try (var server =
        new HostileServer(socket -> {
          var random = new Random(seeds.getAndIncrement());
          var banner = new byte[random.nextInt(4_000)];
          random.nextBytes(banner);
          for (int i = 0; i < banner.length; i += 1 + random.nextInt(60)) {
            banner[i] = (byte) "\r\n\0$2".charAt(random.nextInt(5));
          }
          socket.getOutputStream().write(banner);
          if (random.nextBoolean()) {
            socket.setSoLinger(true, 0); // a reset
          }
        })) {
      for (int seed = 0; seed < 200; seed++) {
        var run =
            run(
                tcp(
                    server.port(),
                    expectThenSend("([$2\\x00]+)", "${1}"),
                    expectBytes("ab"),
                    expect("^never$")));

        assertThat(run.failure().orElseThrow().reason())
            .as("seed %d", seed)
            .isIn(FailureReason.EXPECT, FailureReason.CONNECTION_CLOSED);
      }
    }
  }

  @Test
  void drippingPeerCostsOneTimeout() throws IOException {
    try (var server =
        new HostileServer(socket -> {
          while (true) {
            HostileServer.write(socket, "x");
            Thread.sleep(20);
          }
        })) {
      var run = run(within(SHORT, tcp(server.port(), expect("^220"))));

      assertThat(run.failure().orElseThrow().reason()).isEqualTo(FailureReason.TIMEOUT);
      assertThat(run.durationNanos()).isLessThan(3_000_000_000L);
    }
  }

  @Test
  void floodOfLinesCostsOneTimeout_andALineWithoutEndIsTooLarge() throws IOException {
    try (var lines = new HostileServer(socket -> flood(socket, "no\n".repeat(10_000)));
        var line = new HostileServer(socket -> flood(socket, "x".repeat(8192)))) {
      assertThat(
              run(within(SHORT, tcp(lines.port(), expect("^220"))))
                  .failure()
                  .orElseThrow()
                  .reason())
          .isEqualTo(FailureReason.TIMEOUT);
      assertThat(run(tcp(line.port(), expect("^220"))).failure().orElseThrow().reason())
          .isEqualTo(FailureReason.TOO_LARGE);
    }
  }

  @Test
  void peerThatNeverReadsCostsOneTimeout() throws IOException {
    try (var server = new HostileServer(_ -> Thread.sleep(60_000))) {
      var run = run(within(SHORT, tcp(server.port(), send("x".repeat(32 * 1024 * 1024)))));

      assertThat(run.failure().orElseThrow().reason()).isEqualTo(FailureReason.TIMEOUT);
      assertThat(run.durationNanos()).isLessThan(3_000_000_000L);
    }
  }

  @Test
  void startTlsGoesOnEncrypted(@TempDir Path folder) throws Exception {
    var certificate = TestCertificate.make(folder, "mail", "ip:127.0.0.1", "-1d");
    try (var server =
        new HostileServer(socket -> {
          HostileServer.write(socket, "220 ready\r\n");
          readLineByByte(socket);
          HostileServer.write(socket, "220 go\r\n");
          var tls =
              (SSLSocket) certificate.server().getSocketFactory().createSocket(socket, null, true);
          tls.setUseClientMode(false);
          HostileServer.write(tls, "250 safe\r\n");
          Thread.sleep(200);
        })) {
      var spec =
          tcp(
              server.port(),
              expectThenSend("^220", "STARTTLS"),
              expect("^220"),
              startTls(),
              expect("^250"));

      var plain = run(spec);
      var trusting = run(secured(certificate.trusted(), spec));

      assertThat(trusting.failure()).isEmpty();
      assertThat(trusting.tls()).isPresent();
      assertThat(plain.failure().orElseThrow().reason())
          .isEqualTo(FailureReason.CERTIFICATE_UNTRUSTED);
      assertThat(plain.failure().orElseThrow().phase()).isEqualTo(Phase.TLS);
    }
  }

  @Test
  void tlsFromTheStartCarriesTheDialogue(@TempDir Path folder) throws Exception {
    var certificate = TestCertificate.make(folder, "imap", "ip:127.0.0.1", "-1d");
    try (var server =
        new HostileServer(
            certificate.server().getServerSocketFactory(),
            java.net.InetAddress.getByName("127.0.0.1"),
            socket -> {
              HostileServer.write(socket, "* OK\r\n");
              Thread.sleep(200);
            })) {
      var run = run(secured(certificate.trusted(), tcp(server.port(), expect("OK"))));

      assertThat(run.failure()).isEmpty();
      assertThat(run.tls().orElseThrow().subject()).startsWith("CN=imap,");
      assertThat(run.phases())
          .extracting(PhaseSpan::phase)
          .containsExactly(Phase.RESOLVE, Phase.CONNECT, Phase.TLS, Phase.PROCESSING);
    }
  }

  private ProbeRun run(ProbeSpec spec) {
    return prober.run(spec);
  }

  private static void flood(Socket socket, String piece) throws IOException {
    while (true) {
      HostileServer.write(socket, piece);
    }
  }

  private static BufferedReader lines(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void readLineByByte(Socket socket) throws IOException {
    while (socket.getInputStream().read() != '\n') {
      // a buffer would swallow the start of the handshake
    }
  }
}
