package dev.nines.engine.evidence;

import dev.nines.probe.TlsFacts;
import java.time.Instant;
import java.util.Optional;

/**
 * What the server showed of itself.
 *
 * @param subject the leaf certificate's subject
 * @param issuer the leaf certificate's issuer
 * @param leafExpiry when the leaf expires
 * @param presentedExpiry the earliest expiry of all presented certificates
 * @param verifiedExpiry when the verified chain that lasts longest expires, where there is one
 */
public record Certificate(
    String subject,
    String issuer,
    Instant leafExpiry,
    Instant presentedExpiry,
    Optional<Instant> verifiedExpiry) {
  private static final int MOST_NAME = 256;

  /** Cuts the names. */
  public Certificate {
    subject = Excerpt.of(subject, MOST_NAME);
    issuer = Excerpt.of(issuer, MOST_NAME);
  }

  /**
   * Keeps what is kept of a handshake.
   *
   * @param tls what it settled
   * @return the certificate
   */
  public static Certificate of(TlsFacts tls) {
    return new Certificate(
        tls.subject(), tls.issuer(), tls.leafExpiry(), tls.presentedExpiry(), tls.verified());
  }

  int bytes() {
    return Excerpt.bytes(subject) + Excerpt.bytes(issuer);
  }
}
