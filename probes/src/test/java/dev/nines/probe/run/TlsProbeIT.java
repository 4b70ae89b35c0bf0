package dev.nines.probe.run;

import static dev.nines.probe.run.Specs.SHORT;
import static dev.nines.probe.run.Specs.http;
import static dev.nines.probe.run.Specs.secured;
import static dev.nines.probe.run.Specs.tcp;
import static dev.nines.probe.run.Specs.trusting;
import static dev.nines.probe.run.Specs.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Phase;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.TlsSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsProbeIT {
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  @TempDir private static Path folder;
  private static TestCertificate good;
  private static TestCertificate expired;
  private static TestCertificate foreign;

  private final Prober prober = new Prober(System::nanoTime, InstantSource.system(), "test");

  @BeforeAll
  static void makeCertificates() throws Exception {
    good = TestCertificate.make(folder, "good", "dns:localhost,ip:127.0.0.1", "-1d");
    expired = TestCertificate.make(folder, "expired", "dns:localhost,ip:127.0.0.1", "-10d");
    foreign =
        TestCertificate.make(folder, "foreign", "dns:other.example,dns:www.other.example", "-1d");
  }

  @AfterEach
  void stop() {
    prober.close();
  }

  @Test
  void trustedCertificateIsUpWithEveryFact() throws IOException {
    try (var server = serve(good)) {
      var run = run(trusting(good.trusted(), http(url(server))));

      assertThat(run.failure()).isEmpty();
      assertThat(run.http().orElseThrow().ssl()).isTrue();
      assertThat(run.phases())
          .extracting(PhaseSpan::phase)
          .containsExactly(
              Phase.RESOLVE, Phase.CONNECT, Phase.TLS, Phase.PROCESSING, Phase.TRANSFER);
      var facts = run.tls().orElseThrow();
      assertThat(facts.version()).isEqualTo("TLS 1.3");
      assertThat(facts.cipher()).startsWith("TLS_");
      assertThat(facts.subject()).isEqualTo("CN=good,OU=Probes,O=Nines,C=DE");
      assertThat(facts.issuer()).isEqualTo(facts.subject());
      assertThat(facts.alternativeNames()).isEqualTo("localhost");
      assertThat(facts.fingerprintSha256()).matches("[0-9a-f]{64}");
      assertThat(facts.serialNumber()).matches("([0-9a-f]{2})+");
      assertThat(facts.leafExpiry()).isAfter(Instant.now());
      assertThat(facts.presentedExpiry()).isEqualTo(facts.leafExpiry());
      assertThat(facts.verifiedExpiry()).isEqualTo(facts.leafExpiry());
    }
  }

  @Test
  void everyRunShakesHandsAnew_soAnExpiryIsSeenAtOnce() throws IOException {
    var now = new AtomicReference<>(Instant.now());
    try (var server = serve(good);
        var ageing = new Prober(System::nanoTime, now::get, "test")) {
      var spec = trusting(good.trusted(), http(url(server)));

      var before = ageing.run(spec);
      now.set(Instant.now().plus(Duration.ofDays(30)));
      var after = ageing.run(spec);

      assertThat(before.failure()).isEmpty();
      assertThat(after.failure().orElseThrow().reason())
          .isEqualTo(FailureReason.CERTIFICATE_EXPIRED);
    }
  }

  @Test
  void chainThatWasAcceptedIsNoGood_underAnotherNameOrForOtherAuthorities() throws IOException {
    var ca = folder.resolve("changing.pem");
    Files.copy(good.pem(), ca);
    var tls = TestCertificate.trusting(ca);
    try (var server = serve(good)) {
      assertThat(run(trusting(tls, http(url(server)))).failure()).isEmpty();

      var named = run(trusting(tls.withServerName("other.example"), http(url(server))));
      var other = run(trusting(foreign.trusted(), http(url(server))));
      Files.copy(foreign.pem(), ca, StandardCopyOption.REPLACE_EXISTING);
      Files.setLastModifiedTime(ca, FileTime.from(Instant.now().plusSeconds(5)));
      var changed = run(trusting(tls, http(url(server))));

      assertThat(named.failure().orElseThrow().reason()).isEqualTo(FailureReason.CERTIFICATE_NAME);
      assertThat(other.failure().orElseThrow().reason())
          .isEqualTo(FailureReason.CERTIFICATE_UNTRUSTED);
      assertThat(changed.failure().orElseThrow().reason())
          .isEqualTo(FailureReason.CERTIFICATE_UNTRUSTED);
    }
  }

  @Test
  void serverThatShowsAChainButHasNotItsKey_isRefusedAlsoAfterAGoodRun() throws Exception {
    try (var server = serve(good);
        var impostor = serve(good.withTheKeyOf(foreign))) {
      assertThat(run(trusting(good.trusted(), http(url(server)))).failure()).isEmpty();

      var failure = run(trusting(good.trusted(), http(url(impostor)))).failure().orElseThrow();

      assertThat(failure.phase()).isEqualTo(Phase.TLS);
      assertThat(failure.reason()).isEqualTo(FailureReason.TLS_HANDSHAKE);
    }
  }

  @Test
  void selfSignedCertificateIsUntrusted() throws IOException {
    assertRejected(
        good, TlsSpec.DEFAULT, FailureReason.CERTIFICATE_UNTRUSTED, "(self-signed CN=good)");
  }

  @Test
  void expiredCertificateSaysSinceWhen() throws IOException {
    assertRejected(
        expired,
        expired.trusted(),
        FailureReason.CERTIFICATE_EXPIRED,
        "certificate expired 3 days ago (CN=expired)");
  }

  @Test
  void wrongNameSaysBothNames() throws IOException {
    assertRejected(
        foreign,
        foreign.trusted(),
        FailureReason.CERTIFICATE_NAME,
        "certificate is for other.example, www.other.example, not for 127.0.0.1");
  }

  @Test
  void declaredServerNameIsTheOneThatCounts() throws IOException {
    try (var server = serve(foreign)) {
      var named = foreign.trusted().withServerName("www.other.example");

      assertThat(run(trusting(named, http(url(server)))).failure()).isEmpty();
      assertThat(run(secured(named, tcp(server.port()))).failure()).isEmpty();
    }
  }

  @Test
  void hostHeaderIsAskedForToo() throws IOException {
    try (var server = serve(foreign)) {
      var spec =
          Specs.asking(
              Specs.headers(Map.of("Host", "other.example:443")),
              trusting(foreign.trusted(), http(url(server))));

      assertThat(run(spec).failure()).isEmpty();
    }
  }

  @Test
  void nameWithoutADotIsSentAsSni_andAnAddressIsNot() throws IOException {
    var asked = Collections.synchronizedList(new ArrayList<List<SNIServerName>>());
    try (var server =
        new HostileServer(
            good.server().getServerSocketFactory(),
            InetAddress.getByName("127.0.0.1"),
            socket -> {
              var session = (ExtendedSSLSession) ((SSLSocket) socket).getSession();
              asked.add(session.getRequestedServerNames());
              HostileServer.answering(ANSWER).meet(socket);
            })) {
      var named = good.trusted().withServerName("localhost");

      assertThat(run(trusting(named, http(url(server)))).failure()).isEmpty();
      assertThat(run(trusting(good.trusted(), http(url(server)))).failure()).isEmpty();
      assertThat(asked).containsExactly(List.of(new SNIHostName("localhost")), List.of());
    }
  }

  @Test
  void nameThatIsNoneToTheJdkIsToldAllTheSame_asGoDoesIt() throws IOException {
    var hellos = Collections.synchronizedList(new ArrayList<String>());
    try (var server =
        new HostileServer(socket -> {
          var hello = socket.getInputStream().readNBytes(5);
          var length = ((hello[3] & 0xff) << 8) + (hello[4] & 0xff);
          hellos.add(
              new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1));
        })) {
      for (var name :
          List.of(
              "my_service",
              "a.example.",
              "a..b",
              "x".repeat(64),
              "a b",
              "x".repeat(70_000),
              "web",
              "a_b.example")) {
        var failure =
            run(trusting(TlsSpec.INSECURE.withServerName(name), http(url(server))))
                .failure()
                .orElseThrow();

        assertThat(failure.reason()).as(name).isEqualTo(FailureReason.CONNECTION_CLOSED);
      }
    }
    assertThat(hellos.get(0)).contains("\0\nmy_service");
    assertThat(hellos.get(1)).contains("\0\ta.example").doesNotContain("a.example.");
    assertThat(hellos.get(2)).contains("\0\4a..b");
    assertThat(hellos.get(3)).contains("\0@" + "x".repeat(64));
    assertThat(hellos.get(4)).contains("\0\3a b");
    assertThat(hellos.get(5)).doesNotContain("xxx");
    assertThat(hellos.get(6)).contains("\0\3web");
    assertThat(hellos.get(7)).contains("\0\13a_b.example");
  }

  @Test
  void skippingVerificationTakesAnything_andVerifiesNoChain() throws IOException {
    try (var server = serve(expired)) {
      var any = TlsSpec.INSECURE.withServerName("nobody.example");

      var run = run(trusting(any, http(url(server))));

      assertThat(run.failure()).isEmpty();
      assertThat(run.tls().orElseThrow().verifiedExpiry()).isEqualTo(Instant.MIN);
    }
  }

  @Test
  void plainServerDoesNotSpeakTls() throws IOException {
    try (var server =
        new HostileServer(socket -> HostileServer.write(socket, "220 hello there\r\n"))) {
      var failure = run(http(url(server))).failure().orElseThrow();

      assertThat(failure.phase()).isEqualTo(Phase.TLS);
      assertThat(failure.reason()).isEqualTo(FailureReason.TLS_HANDSHAKE);
      assertThat(failure.detail()).isEqualTo("the peer does not speak TLS on this port");
    }
  }

  /** The numbers and names are those of RFC 8446, section 6. */
  @ParameterizedTest
  @CsvSource({
    "40, handshake_failure",
    "42, bad_certificate",
    "48, unknown_ca",
    "70, protocol_version",
    "71, insufficient_security",
    "80, internal_error",
    "112, unrecognized_name",
    "116, certificate_required",
    "120, no_application_protocol"
  })
  void refusalOfThePeerIsTold(int alert, String name) throws IOException {
    try (var server =
        new HostileServer(socket -> {
          socket.getInputStream().read(new byte[4096]);
          socket.getOutputStream().write(new byte[] {0x15, 3, 3, 0, 2, 2, (byte) alert});
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        })) {
      var failure = run(http(url(server))).failure().orElseThrow();

      assertThat(failure.phase()).isEqualTo(Phase.TLS);
      assertThat(failure.reason()).isEqualTo(FailureReason.TLS_HANDSHAKE);
      assertThat(failure.detail()).isEqualTo("the peer refused the TLS handshake: " + name);
    }
  }

  @Test
  void garbageInTheHandshakeIsToldWithoutTheInsidesOfALibrary() throws IOException {
    try (var server =
        new HostileServer(socket -> {
          socket.getInputStream().read(new byte[4096]);
          socket.getOutputStream().write(new byte[] {0x16, 3, 3, 0, 4, 2, 0, 0, 0});
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        })) {
      var failure = run(http(url(server))).failure().orElseThrow();

      assertThat(failure.reason()).isEqualTo(FailureReason.TLS_HANDSHAKE);
      assertThat(failure.detail())
          .startsWith("the TLS handshake failed: ")
          .doesNotContain("ssl=", "OPENSSL", "/");
    }
  }

  @Test
  void silentHandshakeCostsOneTimeout() throws IOException {
    try (var server = new HostileServer(_ -> Thread.sleep(60_000))) {
      for (ProbeSpec spec :
          new ProbeSpec[] {
            within(SHORT, http(url(server))),
            within(SHORT, secured(TlsSpec.DEFAULT, tcp(server.port())))
          }) {
        var run = run(spec);

        assertThat(run.failure().orElseThrow().phase()).isEqualTo(Phase.TLS);
        assertThat(run.failure().orElseThrow().reason()).isEqualTo(FailureReason.TIMEOUT);
        assertThat(run.durationNanos()).isLessThan(3_000_000_000L);
      }
    }
  }

  @Test
  void missingCaFileIsTheProbersFault_andANewOneIsRead() throws IOException {
    var ca = folder.resolve("late.pem");
    var tls = TestCertificate.trusting(ca);
    try (var server = serve(good)) {
      assertThat(run(trusting(tls, http(url(server)))).failure().orElseThrow().reason())
          .isEqualTo(FailureReason.PROBER);
      Files.copy(good.pem(), ca);
      assertThat(run(trusting(tls, http(url(server)))).failure()).isEmpty();
    }
  }

  @Test
  void http2IsSpokenWhereOffered() {
    var server =
        new WireMockServer(
            WireMockConfiguration.wireMockConfig().dynamicHttpsPort().httpDisabled(true));
    server.start();
    try {
      server.stubFor(
          com.github.tomakehurst.wiremock.client.WireMock.get("/")
              .willReturn(com.github.tomakehurst.wiremock.client.WireMock.ok("two")));
      var any = TlsSpec.INSECURE;
      var spec = trusting(any, http("https://127.0.0.1:" + server.httpsPort() + "/"));

      var two = run(spec);
      var one =
          run(Specs.asking(Specs.request("GET", Map.of(), Optional.empty(), true, false), spec));

      assertThat(two.failure()).isEmpty();
      assertThat(two.http().orElseThrow().version()).isEqualTo(2.0);
      assertThat(two.http().orElseThrow().bodyBytes()).isEqualTo(3);
      assertThat(one.http().orElseThrow().version()).isEqualTo(1.1);
    } finally {
      server.stop();
    }
  }

  private void assertRejected(
      TestCertificate certificate, TlsSpec tls, FailureReason reason, String detail)
      throws IOException {
    try (var server = serve(certificate)) {
      for (ProbeSpec spec :
          new ProbeSpec[] {trusting(tls, http(url(server))), secured(tls, tcp(server.port()))}) {
        var failure = run(spec).failure().orElseThrow();

        assertThat(failure.phase()).isEqualTo(Phase.TLS);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.detail()).contains(detail);
      }
    }
  }

  private ProbeRun run(ProbeSpec spec) {
    return prober.run(spec);
  }

  private static HostileServer serve(TestCertificate certificate) throws IOException {
    return new HostileServer(
        certificate.server().getServerSocketFactory(),
        InetAddress.getByName("127.0.0.1"),
        HostileServer.answering(ANSWER));
  }

  private static String url(HostileServer server) {
    return "https://127.0.0.1:" + server.port() + "/";
  }
}
