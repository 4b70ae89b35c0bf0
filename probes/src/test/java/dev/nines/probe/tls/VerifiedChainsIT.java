package dev.nines.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedChainsIT {
  private static Instant now;

  private static final String KEY = "-keyalg EC -groupname secp256r1";

  @TempDir private static Path folder;
  private static X509Certificate root;
  private static X509Certificate middle;
  private static X509Certificate leaf;

  /** The middle ends first, so it decides. */
  @BeforeAll
  static void makeChain() throws Exception {
    var ca = "-ext bc:c=ca:true";
    keytool("-genkeypair -alias root -dname CN=root -validity 100 %s %s".formatted(ca, KEY));
    keytool(
        "-genkeypair -alias middle -dname CN=middle -signer root -validity 10 %s %s"
            .formatted(ca, KEY));
    keytool("-genkeypair -alias leaf -dname CN=leaf -signer middle -validity 50 " + KEY);
    root = export("root");
    middle = export("middle");
    leaf = export("leaf");
    now = Instant.now();
  }

  @Test
  void earliestEndInTheChainCounts() {
    assertThat(VerifiedChains.lastExpiry(List.of(leaf, middle, root), List.of(root), now))
        .isEqualTo(end(middle));
    assertThat(VerifiedChains.lastExpiry(List.of(leaf, middle), List.of(root), now))
        .isEqualTo(end(middle));
  }

  @Test
  void longestLivedOfSeveralChainsCounts() {
    assertThat(VerifiedChains.lastExpiry(List.of(leaf, middle), List.of(root, leaf), now))
        .isEqualTo(end(leaf));
  }

  @Test
  void noChainVerifiesNothing() {
    assertThat(VerifiedChains.lastExpiry(List.of(leaf), List.of(root), now)).isEqualTo(Instant.MIN);
    assertThat(VerifiedChains.lastExpiry(List.of(leaf, middle), List.of(), now))
        .isEqualTo(Instant.MIN);
    assertThat(
            VerifiedChains.lastExpiry(
                List.of(leaf, middle), List.of(root), now.plus(Duration.ofDays(20))))
        .isEqualTo(Instant.MIN);
  }

  private static Instant end(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }

  private static X509Certificate export(String alias)
      throws IOException, InterruptedException, GeneralSecurityException {
    var file = folder.resolve(alias + ".cer");
    keytool("-exportcert -alias " + alias + " -file " + file);
    try (var in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-storepass", "changeit", "-keystore"));
    command.add(folder.resolve("chain.p12").toString());
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
  }
}
