package dev.nines.probe.run;

import static dev.nines.probe.run.Specs.SHORT;
import static dev.nines.probe.run.Specs.expect;
import static dev.nines.probe.run.Specs.expectThenSend;
import static dev.nines.probe.run.Specs.secured;
import static dev.nines.probe.run.Specs.send;
import static dev.nines.probe.run.Specs.startTls;
import static dev.nines.probe.run.Specs.tcp;
import static dev.nines.probe.run.Specs.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.FailureReason;
import dev.nines.probe.Phase;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.ProbeSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
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
      assertThat(failure.detail()).isEqualTo("the peer ended before a line matched ^220");
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
