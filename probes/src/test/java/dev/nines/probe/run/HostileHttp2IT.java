package dev.nines.probe.run;

import static dev.nines.probe.run.Specs.http;
import static dev.nines.probe.run.Specs.trusting;
import static dev.nines.probe.run.Specs.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Phase;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.TlsSpec;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileHttp2IT {
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 4;

  /** The first that OkHttp opens. */
  private static final int STREAM = 3;

  private static final byte[] SETTINGS_FRAME = {0, 0, 0, 4, 0, 0, 0, 0, 0};
  private static final byte[] PING_FRAME = {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};

  private static final byte[] STATUS_200 = {(byte) 0x88};

  /** The header {@code a: b}, again and again. */
  private static final byte[] MANY_HEADERS = new byte[16_380];

  static {
    for (var i = 0; i < MANY_HEADERS.length; i += 5) {
      System.arraycopy(new byte[] {0, 1, 'a', 1, 'b'}, 0, MANY_HEADERS, i, 5);
    }
  }

  @TempDir private static Path folder;
  private static TestCertificate certificate;

  private final AtomicLong sent = new AtomicLong();
  private final Prober prober = new Prober(System::nanoTime, InstantSource.system(), "test");

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.make(folder, "two", "ip:127.0.0.1", "-1d");
  }

  @AfterEach
  void stop() {
    prober.close();
  }

  @ParameterizedTest
  @MethodSource("endless")
  void headersWithoutEndAreGivenUp_becauseTheyWouldBeBuffered(
      boolean answers, Phase phase, String detail) throws IOException {
    try (var server = serve(socket -> flood(socket, answers))) {
      var run = run("https://127.0.0.1:" + server.port() + "/", Duration.ofSeconds(4));

      var failure = run.failure().orElseThrow();
      assertThat(failure)
          .extracting(Failure::phase, Failure::reason)
          .containsExactly(phase, FailureReason.TOO_LARGE);
      assertThat(failure.detail()).contains(detail);
      // what the two operating systems keep for the sockets is sent too
      assertThat(sent).hasValueLessThan(24L * 1024 * 1024);
    }
  }

  static Stream<Arguments> endless() {
    return Stream.of(
        Arguments.argumentSet("before the answer", false, Phase.PROCESSING, "header is larger"),
        Arguments.argumentSet("behind it", true, Phase.TRANSFER, "no part of the body"));
  }

  @Test
  void largeBodyIsReadToItsEnd_thoughOkHttpReadsAheadOfTheRun() {
    var server =
        new WireMockServer(
            WireMockConfiguration.wireMockConfig().dynamicHttpsPort().httpDisabled(true));
    server.start();
    try {
      server.stubFor(WireMock.get("/").willReturn(WireMock.ok("x".repeat(20 << 20))));

      var run = run("https://127.0.0.1:" + server.httpsPort() + "/", Duration.ofSeconds(20));

      assertThat(run.failure()).isEmpty();
      assertThat(run.http().orElseThrow().version()).isEqualTo(2.0);
      assertThat(run.http().orElseThrow().bodyBytes()).isEqualTo(20 << 20);
    } finally {
      server.stop();
    }
  }

  /** Each frame wants an answer, and the server only ever writes. */
  @ParameterizedTest
  @MethodSource("frames")
  void floodHoldsUpNeitherItsRunNorAnother(byte[] frame) throws Exception {
    try (var flooding = serve(socket -> flood(socket, frame));
        var silent = new HostileServer(socket -> Thread.sleep(60_000))) {
      var timeout = Duration.ofSeconds(2);
      var flooded =
          CompletableFuture.supplyAsync(
              () -> run("https://127.0.0.1:" + flooding.port() + "/", timeout));
      var other =
          CompletableFuture.supplyAsync(
              () -> run("http://127.0.0.1:" + silent.port() + "/", timeout));

      for (var run : new ProbeRun[] {flooded.get(), other.get()}) {
        assertThat(run.durationNanos()).isLessThan(Duration.ofSeconds(4).toNanos());
      }
      // by its bytes, where they came in fast enough for their bound
      assertThat(flooded.get().failure().orElseThrow().reason())
          .isIn(FailureReason.TIMEOUT, FailureReason.TOO_LARGE);
      assertThat(other.get().failure().orElseThrow().reason()).isEqualTo(FailureReason.TIMEOUT);
    }
  }

  static Stream<Arguments> frames() {
    return Stream.of(
        Arguments.argumentSet("settings", (Object) SETTINGS_FRAME),
        Arguments.argumentSet("pings", (Object) PING_FRAME));
  }

  private ProbeRun run(String url, Duration timeout) {
    return prober.run(within(timeout, trusting(TlsSpec.INSECURE, http(url))));
  }

  private static HostileServer serve(HostileServer.Behaviour behaviour) throws IOException {
    return new HostileServer(
        certificate.server().getServerSocketFactory(),
        InetAddress.getByName("127.0.0.1"),
        behaviour,
        server -> {
          var tls = (SSLServerSocket) server;
          var parameters = tls.getSSLParameters();
          parameters.setApplicationProtocols(new String[] {"h2"});
          tls.setSSLParameters(parameters);
        });
  }

  private void flood(Socket socket, boolean answers) throws IOException {
    var out = new DataOutputStream(socket.getOutputStream());
    frame(out, SETTINGS, 0, 0, new byte[0]);
    awaitRequest(socket);
    if (answers) {
      frame(out, HEADERS, END_HEADERS, STREAM, STATUS_200);
    }
    frame(out, HEADERS, 0, STREAM, MANY_HEADERS);
    while (true) {
      frame(out, CONTINUATION, 0, STREAM, MANY_HEADERS);
      sent.addAndGet(MANY_HEADERS.length);
    }
  }

  private static void flood(Socket socket, byte[] frame) throws IOException {
    var frames = new byte[frame.length * 1_000];
    for (var i = 0; i < frames.length; i++) {
      frames[i] = frame[i % frame.length];
    }
    socket.getOutputStream().write(SETTINGS_FRAME);
    while (true) {
      socket.getOutputStream().write(frames);
    }
  }

  /** Reads the client's preface and its frames as far as the one that asks. */
  private static void awaitRequest(Socket socket) throws IOException {
    var in = socket.getInputStream();
    in.skipNBytes(24);
    for (var type = -1; type != HEADERS; ) {
      var head = in.readNBytes(9);
      type = head[3];
      in.skipNBytes((head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff);
    }
  }

  private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    out.writeByte(0);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
    out.flush();
  }
}
