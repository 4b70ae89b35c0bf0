package dev.nines.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nines.probe.net.ProbeFault;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedChainsIT {
  private static Instant now;

  @TempDir private static Path folder;
  private static TestKeys keys;
  private static X509Certificate root;
  private static X509Certificate middle;
  private static X509Certificate leaf;

  /** The middle ends first, so it decides. */
  @BeforeAll
  static void makeChain() throws Exception {
    var ca = "-ext bc:c=ca:true ";
    keys = new TestKeys(folder);
    root = keys.make("root", ca + "-dname CN=root -validity 100");
    middle = keys.make("middle", ca + "-dname CN=middle -signer root -validity 10");
    leaf = keys.make("leaf", "-dname CN=leaf -signer middle -validity 50");
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

  @Test
  void namesakesAreFollowedWithinABudget_becauseTheirChainsAreTooMany() throws Exception {
    var twins = new ArrayList<X509Certificate>();
    for (var i = 0; i < 4; i++) {
      twins.add(keys.make("twin" + i, "-dname CN=middle -validity 60"));
    }
    var presented = new ArrayList<>(List.of(leaf, middle));
    presented.addAll(twins);
    var checks = new AtomicInteger();

    var end =
        VerifiedChains.lastExpiry(
            presented,
            List.of(root),
            Instant.now(),
            (issuer, signed) -> {
              checks.incrementAndGet();
              return !signed.equals(middle) || issuer.equals(root);
            });

    assertThat(end).isEqualTo(end(middle));
    assertThat(checks).hasValue(VerifiedChains.MOST_CHECKS);
  }

  @Test
  void moreThanTenCertificatesAreRefused_alsoWhereAnyCertificateWillDo() {
    var trust = new CheckedTrust(null, InstantSource.fixed(now));
    var ten = Collections.nCopies(10, leaf).toArray(X509Certificate[]::new);
    var eleven = Collections.nCopies(11, leaf).toArray(X509Certificate[]::new);

    assertThatCode(() -> trust.checkServerTrusted(ten, "GENERIC", (Socket) null))
        .doesNotThrowAnyException();
    assertThatExceptionOfType(CertificateException.class)
        .isThrownBy(() -> trust.checkServerTrusted(eleven, "GENERIC", (Socket) null))
        .withMessage("the server presented 11 certificates, more than 10")
        .withCauseInstanceOf(ProbeFault.class);
  }

  private static Instant end(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }
}
