package dev.nines.engine.pages.probes;

import dev.nines.engine.evidence.Certificate;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * What a server showed of itself.
 *
 * @param subject of the leaf certificate
 * @param issuer of the leaf certificate
 * @param leaf when the leaf certificate expires
 * @param presented when the first of all presented certificates expires
 * @param verified when the verified chain that lasts longest expires; empty where none was verified
 */
public record CertificateText(
    String subject, String issuer, Expiry leaf, Expiry presented, Optional<Expiry> verified) {
  /**
   * When a certificate expires.
   *
   * @param moment in full
   * @param left how long it is until then, or ago
   * @param expired whether it is past
   */
  public record Expiry(Moment moment, String left, boolean expired) {
    private static Expiry of(Instant expiry, ZonedDateTime now) {
      var left = Duration.between(now.toInstant(), expiry);
      return new Expiry(
          Moment.inFull(expiry.atZone(now.getZone())),
          left.isNegative()
              ? "expired " + DurationText.of(left.negated()) + " ago"
              : "in " + DurationText.of(left),
          left.isNegative());
    }
  }

  static CertificateText of(Certificate certificate, ZonedDateTime now) {
    return new CertificateText(
        certificate.subject(),
        certificate.issuer(),
        Expiry.of(certificate.leafExpiry(), now),
        Expiry.of(certificate.presentedExpiry(), now),
        certificate.verifiedExpiry().map(expiry -> Expiry.of(expiry, now)));
  }
}
