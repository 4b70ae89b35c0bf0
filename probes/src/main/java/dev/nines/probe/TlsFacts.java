package dev.nines.probe;

import java.time.Instant;
import java.util.Optional;

/**
 * What the (last) TLS handshake of a run settled.
 *
 * @param version the protocol as blackbox_exporter writes it, such as {@code TLS 1.3}
 * @param cipher the cipher suite's IANA name
 * @param subject the leaf certificate's subject
 * @param issuer the leaf certificate's issuer
 * @param alternativeNames the leaf's subject alternative names, joined by commas
 * @param serialNumber the leaf's serial number in lower-case hexadecimal
 * @param fingerprintSha256 SHA-256 of the leaf in lower-case hexadecimal
 * @param leafExpiry when the leaf expires
 * @param presentedExpiry the earliest expiry of all presented certificates
 * @param verifiedExpiry the latest, over the verified chains, of each chain's earliest expiry;
 *     {@link Instant#MIN} when nothing was verified
 */
public record TlsFacts(
    String version,
    String cipher,
    String subject,
    String issuer,
    String alternativeNames,
    String serialNumber,
    String fingerprintSha256,
    Instant leafExpiry,
    Instant presentedExpiry,
    Instant verifiedExpiry) {
  /** {@return {@link #verifiedExpiry}, where anything was verified} */
  public Optional<Instant> verified() {
    return Optional.of(verifiedExpiry).filter(at -> !at.equals(Instant.MIN));
  }
}
