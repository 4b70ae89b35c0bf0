package dev.nines.probe.run;

import static dev.nines.probe.run.Specs.http;
import static dev.nines.probe.run.Specs.trusting;
import static dev.nines.probe.run.Specs.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.FailureReason;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.TlsSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers of HTTP/2 that only ever write, and want an answer to each frame. */
class HttpTwoFloodIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final long GENEROUS_NANOS = Duration.ofSeconds(4).toNanos();

  private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
  private static final byte[] PING = {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};

  @TempDir private static Path folder;
  private static TestCertificate certificate;

  private final Prober prober = new Prober(System::nanoTime, InstantSource.system(), "test");

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.make(folder, "h2", "dns:localhost,ip:127.0.0.1", "-1d");
  }

  @AfterEach
  void stop() {
    prober.close();
  }

  @ParameterizedTest
  @MethodSource
  void floodHoldsUpNeitherItsRunNorAnother(byte[] frame) throws Exception {
    try (var flooding = flooding(frame);
        var silent = new HostileServer(socket -> Thread.sleep(60_000))) {
      var flooded = CompletableFuture.supplyAsync(() -> run("https", flooding));
      var other = CompletableFuture.supplyAsync(() -> run("http", silent));

      for (var run : new ProbeRun[] {flooded.get(), other.get()}) {
        assertThat(run.durationNanos()).isLessThan(GENEROUS_NANOS);
      }
      // by its bytes, where they came in fast enough for their bound
      assertThat(flooded.get().failure().orElseThrow().reason())
          .isIn(FailureReason.TIMEOUT, FailureReason.TOO_LARGE);
      assertThat(other.get().failure().orElseThrow().reason()).isEqualTo(FailureReason.TIMEOUT);
    }
  }

  static Stream<Arguments> floodHoldsUpNeitherItsRunNorAnother() {
    return Stream.of(
        Arguments.argumentSet("settings", (Object) SETTINGS),
        Arguments.argumentSet("pings", (Object) PING));
  }

  private static HostileServer flooding(byte[] frame) throws IOException {
    var frames = new byte[frame.length * 1_000];
    for (var i = 0; i < frames.length; i++) {
      frames[i] = frame[i % frame.length];
    }
    return new HostileServer(
        certificate.server().getServerSocketFactory(),
        InetAddress.getByName("127.0.0.1"),
        socket -> {
          socket.getOutputStream().write(SETTINGS);
          while (true) {
            socket.getOutputStream().write(frames);
          }
        },
        server -> {
          var secure = (SSLServerSocket) server;
          var parameters = secure.getSSLParameters();
          parameters.setApplicationProtocols(new String[] {"h2"});
          secure.setSSLParameters(parameters);
        });
  }

  private ProbeRun run(String scheme, HostileServer server) {
    return prober.run(
        within(
            TIMEOUT,
            trusting(TlsSpec.INSECURE, http(scheme + "://127.0.0.1:" + server.port() + "/"))));
  }
}
