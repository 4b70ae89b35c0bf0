package dev.nines.probe.run;

import static dev.nines.probe.run.HostileServer.write;
import static dev.nines.probe.run.Specs.SHORT;
import static dev.nines.probe.run.Specs.asking;
import static dev.nines.probe.run.Specs.expecting;
import static dev.nines.probe.run.Specs.http;
import static dev.nines.probe.run.Specs.statuses;
import static dev.nines.probe.run.Specs.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.Compression;
import dev.nines.probe.Content;
import dev.nines.probe.Credentials;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Header;
import dev.nines.probe.HttpModule.Request;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.Phase;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.net.RunContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sent, and how what comes back is decoded and kept. */
class HttpRequestIT {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final Content PASSWORD = new Content.Secret("s3cret");

  private final Prober prober = new Prober(System::nanoTime, InstantSource.system(), "test");
  private final List<String> heads = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    prober.close();
  }

  @Test
  void headersGoOutSeveralTimes_andFilesAreReadAnewByEachRun() throws IOException {
    var file = Files.writeString(folder.resolve("key"), " one \n");
    var spec =
        request(
            List.of(
                Header.of("X-A", "1"),
                Header.of("X-A", "2"),
                new Header("X-Key", new Content.InFile(file)),
                new Header("Host", new Content.Secret("shop.example"))));
    try (var server = new HostileServer(this::answerEmpty)) {
      assertThat(run(asking(spec, http(url(server)))).success()).isTrue();
      Files.writeString(file, "two");
      assertThat(run(asking(spec, http(url(server)))).success()).isTrue();
    }
    assertThat(heads.getFirst())
        .contains("X-A: 1\r\nX-A: 2\r\n", "X-Key: one\r\n", "Host: shop.example\r\n");
    assertThat(heads.getLast()).contains("X-Key: two\r\n");
  }

  @Test
  void bodyFileIsSentAsItIs() throws IOException {
    var file = Files.writeString(folder.resolve("body"), " {}\n");
    var request =
        new Request(
            "POST",
            List.of(),
            Optional.of(new Content.InFile(file)),
            Optional.empty(),
            Optional.empty(),
            true,
            true);
    var bodies = new CopyOnWriteArrayList<String>();
    try (var server =
        new HostileServer(socket -> {
          HostileServer.readHead(socket);
          bodies.add(new String(socket.getInputStream().readNBytes(4), StandardCharsets.UTF_8));
          write(socket, OK + "Content-Length: 0\r\n\r\n");
        })) {
      assertThat(run(asking(request, http(url(server)))).success()).isTrue();
    }
    assertThat(bodies).containsExactly(" {}\n");
  }

  @Test
  void credentialsAreSent_unlessTheHeaderIsDeclared() throws IOException {
    var basic = new Credentials.Basic(new Content.Text("mé"), PASSWORD);
    var token = new Credentials.Token("Bearer", PASSWORD);
    try (var server = new HostileServer(this::answerEmpty)) {
      run(asking(as(basic, List.of()), http(url(server))));
      run(asking(as(token, List.of()), http(url(server))));
      run(asking(as(token, List.of(Header.of("Authorization", "mine"))), http(url(server))));
    }
    var encoded = Base64.getEncoder().encodeToString("mé:s3cret".getBytes(StandardCharsets.UTF_8));
    assertThat(heads.get(0)).contains("Authorization: Basic " + encoded);
    assertThat(heads.get(1)).contains("Authorization: Bearer s3cret");
    assertThat(heads.get(2)).contains("Authorization: mine").doesNotContain("s3cret");
  }

  @Test
  void everySecretStaysAtHome_alsoOneInAHeaderOfAnyName() throws IOException {
    try (var foreign =
            new HostileServer(
                ServerSocketFactory.getDefault(),
                InetAddress.getByName("127.0.0.2"),
                this::answerEmpty);
        var home =
            new HostileServer(
                HostileServer.answering(
                    "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://127.0.0.2:%d/\r\n\r\n"
                        .formatted(foreign.port())))) {
      var request =
          as(
              new Credentials.Basic(new Content.Text("me"), PASSWORD),
              List.of(
                  new Header("X-Api-Key", new Content.Secret("k3y-value")),
                  Header.of("X-Kept", "yes")));

      assertThat(run(asking(request, http(url(home)))).success()).isTrue();
    }
    assertThat(heads.getFirst())
        .contains("X-Kept: yes")
        .doesNotContain("Authorization", "X-Api-Key");
  }

  @Test
  void cookiesOfARedirectGoAlong() throws IOException {
    try (var server =
        new HostileServer(socket -> {
          var head = HostileServer.readHead(socket);
          heads.add(head);
          write(
              socket,
              head.startsWith("GET /end")
                  ? OK + "Content-Length: 0\r\n\r\n"
                  : "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /end\r\n"
                      + "Set-Cookie: sid=42; Path=/\r\nSet-Cookie: other=1; Path=/no\r\n\r\n");
        })) {
      assertThat(run(http(url(server))).success()).isTrue();
    }
    assertThat(heads.getLast()).contains("Cookie: sid=42\r\n");
  }

  @Test
  void addressThatMayNotBeReachedIsAskedForAtEachHop() throws IOException {
    try (var server =
        new HostileServer(
            HostileServer.answering(
                "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://127.0.0.3/\r\n\r\n"))) {
      var context =
          new RunContext(
              Map.of(),
              destination ->
                  destination.host().equals("127.0.0.3")
                      ? Optional.of("127.0.0.3 is not for you")
                      : Optional.empty());

      var failure = prober.run(http(url(server)), context).failure().orElseThrow();

      assertThat(failure.reason()).isEqualTo(FailureReason.NOT_ALLOWED);
      assertThat(failure.detail()).isEqualTo("127.0.0.3 is not for you");
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void codedBodyIsDecoded_andItsHeadersAreNot(Compression coding) throws IOException {
    var body = coded(coding);
    try (var server = new HostileServer(socket -> answer(socket, body))) {
      var spec =
          expecting(
              Specs.bodyHas("^hello hello hello$"),
              asking(coded(Optional.of(coding)), http(url(server))));

      var run = run(spec);

      assertThat(run.success()).isTrue();
      assertThat(run.http().orElseThrow().bodyBytes()).isEqualTo(17);
      assertThat(run.http().orElseThrow().contentLength()).isEqualTo(body.length);
      assertThat(heads.getFirst()).doesNotContain("Accept-Encoding");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"GZIP", "DEFLATE", "BR"})
  void bodyThatIsNotSoCodedFails(Compression coding) throws IOException {
    try (var server =
        new HostileServer(HostileServer.answering(OK + "Content-Length: 4\r\n\r\n\u0007~~~"))) {
      var failure =
          run(asking(coded(Optional.of(coding)), http(url(server)))).failure().orElseThrow();

      assertThat(failure)
          .isEqualTo(
              new Failure(
                  Phase.TRANSFER,
                  FailureReason.BODY,
                  "the body is not " + coding.label() + ", as it is declared to be"));
    }
  }

  @Test
  void bombIsBoundedByTheLimitAfterDecoding_andByTheDeadline() throws IOException {
    var bomb = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bomb)) {
      for (int i = 0; i < 64; i++) {
        gzip.write(new byte[1 << 20]);
      }
    }
    try (var server = new HostileServer(socket -> answer(socket, bomb.toByteArray()));
        var endless =
            new HostileServer(
                HostileServer.afterRequest(socket -> {
                  write(socket, OK + "\r\n");
                  var out =
                      new DeflaterOutputStream(
                          socket.getOutputStream(), new Deflater(9, true), 512);
                  while (true) {
                    out.write(new byte[1 << 20]);
                  }
                }))) {
      var limited =
          run(
              expecting(
                  Specs.bodyAtMost(1000),
                  asking(coded(Optional.of(Compression.GZIP)), http(url(server)))));
      var cut =
          run(within(SHORT, asking(coded(Optional.of(Compression.DEFLATE)), http(url(endless)))));

      assertThat(limited.failure().orElseThrow().reason()).isEqualTo(FailureReason.TOO_LARGE);
      assertThat(limited.http().orElseThrow().bodyBytes()).isEqualTo(1000);
      assertThat(cut.failure().orElseThrow().reason()).isEqualTo(FailureReason.TIMEOUT);
      assertThat(Duration.ofNanos(cut.durationNanos())).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void answerOfAFailedRunIsKept_withoutSecrets_andThatOfAGoodOneIsNot() throws IOException {
    var body = "sorry, s3cret is wrong. " + "x".repeat(2000);
    var answer =
        "HTTP/1.1 403 Forbidden\r\nSet-Cookie: a=b\r\nX-Why: s3cret\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(body.length(), body);
    var token = as(new Credentials.Token("Bearer", PASSWORD), List.of());
    try (var server = new HostileServer(HostileServer.answering(answer))) {
      var failed = run(asking(token, http(url(server))));
      var good = run(expecting(statuses(403), asking(token, http(url(server)))));

      var kept = failed.answer().orElseThrow();
      assertThat(kept.headers())
          .contains(Header.of("Set-Cookie", "a=<secret>"), Header.of("X-Why", "<secret>"));
      assertThat(kept.bodyStart())
          .startsWith("sorry, <secret> is wrong. xxx")
          .hasSizeBetween(1000, 1100);
      assertThat(good.answer()).isEmpty();
    }
  }

  private void answerEmpty(Socket socket) throws IOException {
    heads.add(HostileServer.readHead(socket));
    write(socket, OK + "Content-Length: 0\r\n\r\n");
  }

  private void answer(Socket socket, byte[] body) throws IOException {
    heads.add(HostileServer.readHead(socket));
    write(socket, OK + "Content-Length: " + body.length + "\r\n\r\n");
    socket.getOutputStream().write(body);
  }

  private static byte[] coded(Compression coding) throws IOException {
    var plain = "hello hello hello".getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream();
    switch (coding) {
      case GZIP -> {
        try (var gzip = new GZIPOutputStream(out)) {
          gzip.write(plain);
        }
      }
      case DEFLATE -> {
        try (var raw = new DeflaterOutputStream(out, new Deflater(9, true))) {
          raw.write(plain);
        }
      }
      // an uncompressed meta-block (RFC 7932, 9.2) of 17 bytes, then the empty last one
      case BR -> {
        out.writeBytes(new byte[] {0x00, 0x01, 0x10});
        out.writeBytes(plain);
        out.write(0x03);
      }
      case IDENTITY -> out.writeBytes(plain);
    }
    return out.toByteArray();
  }

  private static Request coded(Optional<Compression> coding) {
    return new Request("GET", List.of(), Optional.empty(), coding, Optional.empty(), true, true);
  }

  private static Request request(List<Header> headers) {
    return new Request(
        "GET", headers, Optional.empty(), Optional.empty(), Optional.empty(), true, true);
  }

  private static Request as(Credentials credentials, List<Header> headers) {
    return new Request(
        "GET", headers, Optional.empty(), Optional.empty(), Optional.of(credentials), true, true);
  }

  private ProbeRun run(HttpSpec spec) {
    return prober.run(spec);
  }

  private static String url(HostileServer server) {
    return "http://127.0.0.1:" + server.port() + "/";
  }
}
