package dev.nines.probe.run;

import static dev.nines.probe.run.Specs.http;
import static dev.nines.probe.run.Specs.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.Content;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Phase;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.TlsSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClientCertificateIT {
  @TempDir private static Path folder;
  private static TestCertificate server;
  private static TestCertificate client;
  private static TestCertificate stranger;

  private final Prober prober = new Prober(System::nanoTime, InstantSource.system(), "test");

  @BeforeAll
  static void makeCertificates() throws Exception {
    client = TestCertificate.make(folder, "client", "dns:client", "-1d");
    stranger = TestCertificate.make(folder, "stranger", "dns:stranger", "-1d");
    server = TestCertificate.make(folder, "server", "ip:127.0.0.1", "-1d").demanding(client);
  }

  @AfterEach
  void stop() {
    prober.close();
  }

  @Test
  void serverLearnsWhoTheClientIs() throws Exception {
    try (var peer = serve()) {
      assertThat(run(peer, identity(client.pem(), client.keyPem())).failure()).isEmpty();
    }
  }

  @Test
  void clientWithoutCertificateIsRefused_andSoIsAStranger() throws Exception {
    try (var peer = serve()) {
      var nobody = run(peer, Optional.empty()).failure().orElseThrow();
      var other = run(peer, identity(stranger.pem(), stranger.keyPem())).failure().orElseThrow();

      // the alert may lose the race against the reset that follows it
      assertThat(nobody.reason())
          .isIn(FailureReason.TLS_HANDSHAKE, FailureReason.CONNECTION_CLOSED);
      assertThat(other.reason()).isIn(FailureReason.TLS_HANDSHAKE, FailureReason.CONNECTION_CLOSED);
      if (nobody.reason() == FailureReason.TLS_HANDSHAKE) {
        assertThat(nobody.phase()).isEqualTo(Phase.TLS);
        assertThat(nobody.detail()).startsWith("the peer refused the TLS handshake: ");
      }
    }
  }

  @Test
  void keyOfAnotherCertificateIsTheProbersFault() throws Exception {
    try (var peer = serve()) {
      var failure = run(peer, identity(client.pem(), stranger.keyPem())).failure().orElseThrow();

      assertThat(failure.reason()).isEqualTo(FailureReason.PROBER);
      assertThat(failure.detail())
          .isEqualTo("the client key cannot be used: it is no EC key that fits the certificate");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "none at all, no private key in it",
    "-----BEGIN ENCRYPTED PRIVATE KEY-----AAAA-----END, 'it is encrypted, and there is no"
        + " password for it'",
    "-----BEGIN PRIVATE KEY-----AAAA-----END, it is no EC key that fits the certificate",
    "-----BEGIN EC PRIVATE KEY-----!!!!-----END, it is no EC key that fits the certificate",
  })
  void unusableKeySaysWhy(String key, String why) throws Exception {
    try (var peer = serve()) {
      var failure = run(peer, identity(client.pem(), key)).failure().orElseThrow();

      assertThat(failure.detail()).isEqualTo("the client key cannot be used: " + why);
    }
  }

  @Test
  void changedFilesAreReadAgain() throws Exception {
    var certificate = Files.copy(stranger.pem(), folder.resolve("rolling.pem"));
    var key = Files.writeString(folder.resolve("rolling.key"), stranger.keyPem());
    var identity =
        Optional.of(new TlsSpec.Identity(new Content.InFile(certificate), new Content.InFile(key)));
    try (var peer = serve()) {
      var before = run(peer, identity);
      replace(certificate, Files.readString(client.pem()));
      replace(key, client.keyPem());
      var after = run(peer, identity);

      assertThat(before.failure()).isPresent();
      assertThat(after.failure()).isEmpty();
    }
  }

  /** A date of its own, for a file system whose dates are coarse. */
  private static void replace(Path file, String text) throws IOException {
    var before = Files.getLastModifiedTime(file).toInstant();
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(before.plusSeconds(2)));
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsSpec.Version.class,
      names = {"TLS12", "TLS13"})
  void onlyTheDeclaredVersionIsOffered(TlsSpec.Version version) throws Exception {
    try (var peer = serve()) {
      var run = run(peer, versions(version, version));

      assertThat(run.failure()).isEmpty();
      assertThat(run.tls().orElseThrow().version())
          .isEqualTo(version.protocol().replace("TLSv", "TLS "));
    }
  }

  @Test
  void versionThatTheJdkDisablesIsTheProbersFault() throws Exception {
    try (var peer = serve()) {
      var failure =
          run(peer, versions(TlsSpec.Version.TLS10, TlsSpec.Version.TLS11)).failure().orElseThrow();

      assertThat(failure.reason()).isEqualTo(FailureReason.PROBER);
      assertThat(failure.detail())
          .isEqualTo(
              "this JDK allows none of the declared TLS versions (TLS 1.0 and 1.1 are disabled in"
                  + " it)");
    }
  }

  private static HostileServer serve() throws IOException {
    return new HostileServer(
        server.server().getServerSocketFactory(),
        InetAddress.getByName("127.0.0.1"),
        HostileServer.answering("HTTP/1.1 204 No Content\r\n\r\n"),
        socket -> ((SSLServerSocket) socket).setNeedClientAuth(true));
  }

  private ProbeRun run(HostileServer peer, Optional<TlsSpec.Identity> identity) {
    return run(peer, tls(identity, TlsSpec.Version.TLS12, Optional.empty()));
  }

  private ProbeRun run(HostileServer peer, TlsSpec tls) {
    return prober.run(trusting(tls, http("https://127.0.0.1:" + peer.port())));
  }

  private static TlsSpec versions(TlsSpec.Version min, TlsSpec.Version max) throws Exception {
    return tls(identity(client.pem(), client.keyPem()), min, Optional.of(max));
  }

  private static TlsSpec tls(
      Optional<TlsSpec.Identity> identity, TlsSpec.Version min, Optional<TlsSpec.Version> max) {
    return new TlsSpec(
        false,
        Optional.of(new Content.InFile(server.pem())),
        identity,
        Optional.empty(),
        min,
        max,
        Optional.empty());
  }

  private static Optional<TlsSpec.Identity> identity(Path pem, String key) throws IOException {
    return Optional.of(
        new TlsSpec.Identity(new Content.Text(Files.readString(pem)), new Content.Secret(key)));
  }
}
