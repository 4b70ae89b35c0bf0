package dev.nines.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nines.probe.FailureReason;
import dev.nines.probe.net.ProbeFault;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of chains, and what makes it be asked again. */
class CheckedTrustIT {
  private static final Duration MOMENT = Duration.ofSeconds(1);

  @TempDir private static Path folder;
  private static X509Certificate brief;
  private static X509Certificate root;
  private static X509Certificate middle;
  private static X509Certificate leaf;

  private final Authorities authorities = new Authorities();
  private Instant now = Instant.now().plus(MOMENT);
  private final CheckedTrust trust = new CheckedTrust(authorities, () -> now);

  /** Of the authorities that are trusted, one ends within minutes. */
  @BeforeAll
  static void makeChain() throws Exception {
    var keys = new TestKeys(folder);
    var ca = "-ext bc:c=ca:true ";
    brief = keys.make("brief", ca + "-dname CN=brief -validity 1 -startdate -85200S");
    root = keys.make("root", ca + "-dname CN=root -validity 100");
    middle =
        keys.make("middle", ca + "-dname CN=middle -signer root -validity 1 -startdate -84600S");
    leaf = keys.make("leaf", "-dname CN=leaf -signer middle -validity 50");
  }

  @Test
  void chainThatWasAccepted_isNotAskedAboutAgain() throws CertificateException {
    check(leaf, middle);
    check(leaf, middle);

    assertThat(authorities.asked).isOne();
  }

  @Test
  void intermediateThatExpiresMeanwhile_isRefused() throws CertificateException {
    now = middle.getNotAfter().toInstant().minus(MOMENT);
    check(leaf, middle);
    now = middle.getNotAfter().toInstant().plus(MOMENT);
    authorities.refuse = true;

    assertRefused(FailureReason.CERTIFICATE_EXPIRED, leaf, middle);
  }

  @Test
  void authorityThatExpiresMeanwhile_isAskedAgain() throws CertificateException {
    now = brief.getNotAfter().toInstant().minus(MOMENT);
    check(leaf, middle);
    now = brief.getNotAfter().toInstant().plus(MOMENT);
    check(leaf, middle);

    assertThat(authorities.asked).isEqualTo(2);
  }

  @Test
  void refusalIsNotRemembered() throws CertificateException {
    authorities.refuse = true;
    assertRefused(FailureReason.CERTIFICATE_UNTRUSTED, leaf, middle);
    authorities.refuse = false;

    check(leaf, middle);

    assertThat(authorities.asked).isEqualTo(2);
  }

  @Test
  void otherCertificatesAboutTheSameLeaf_areAskedAbout() throws CertificateException {
    check(leaf, middle);
    authorities.refuse = true;

    assertRefused(FailureReason.CERTIFICATE_UNTRUSTED, leaf);
    assertRefused(FailureReason.CERTIFICATE_UNTRUSTED, leaf, middle, root);
    assertRefused(FailureReason.CERTIFICATE_UNTRUSTED, leaf, root, middle);
  }

  @Test
  void otherUseOfTheKey_isAskedAbout() throws CertificateException {
    trust.checkServerTrusted(chain(leaf, middle), "ECDHE_ECDSA", (Socket) null);
    trust.checkServerTrusted(chain(leaf, middle), "ECDHE_RSA", (Socket) null);

    assertThat(authorities.asked).isEqualTo(2);
  }

  @Test
  void everyRunAsksWhereRevocationIsLookedFor() throws CertificateException {
    System.setProperty("com.sun.net.ssl.checkRevocation", "true");
    try {
      var careful = new CheckedTrust(authorities, () -> now);
      careful.checkServerTrusted(chain(leaf, middle), "UNKNOWN", (Socket) null);
      careful.checkServerTrusted(chain(leaf, middle), "UNKNOWN", (Socket) null);
    } finally {
      System.clearProperty("com.sun.net.ssl.checkRevocation");
    }

    assertThat(authorities.asked).isEqualTo(2);
  }

  @Test
  void verifiedExpiryIsThatOfTheMoment() {
    var presented = List.of(leaf, middle);

    now = middle.getNotAfter().toInstant().minus(MOMENT);
    assertThat(trust.facts("TLSv1.3", "any", presented).verifiedExpiry())
        .isEqualTo(middle.getNotAfter().toInstant());
    now = middle.getNotAfter().toInstant().plus(MOMENT);
    assertThat(trust.facts("TLSv1.3", "any", presented).verifiedExpiry()).isEqualTo(Instant.MIN);
  }

  private void check(X509Certificate... chain) throws CertificateException {
    trust.checkServerTrusted(chain, "UNKNOWN", (Socket) null);
  }

  private static X509Certificate[] chain(X509Certificate... chain) {
    return chain;
  }

  private void assertRefused(FailureReason reason, X509Certificate... chain) {
    assertThatExceptionOfType(CertificateException.class)
        .isThrownBy(() -> check(chain))
        .satisfies(
            refused -> assertThat(((ProbeFault) refused.getCause()).reason()).isEqualTo(reason));
  }

  /** Counts how often it is asked. */
  private static final class Authorities extends X509ExtendedTrustManager {
    private int asked;
    private boolean refuse;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      asked++;
      if (refuse) {
        throw new CertificateException("refused");
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[] {root, brief};
    }
  }
}
