package dev.nines.probe.tls;

import dev.nines.probe.TlsFacts;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * What a chain of certificates says, the way blackbox_exporter's labels have it.
 *
 * @param subject of the leaf
 * @param issuer of the leaf
 * @param alternativeNames DNS names of the leaf, joined by commas
 * @param serialNumber of the leaf
 * @param fingerprintSha256 of the leaf
 * @param leafExpiry when the leaf ends
 * @param presentedExpiry when the first of all presented certificates ends
 */
record CertificateFacts(
    String subject,
    String issuer,
    String alternativeNames,
    String serialNumber,
    String fingerprintSha256,
    Instant leafExpiry,
    Instant presentedExpiry) {
  static CertificateFacts of(List<X509Certificate> presented) {
    var leaf = presented.getFirst();
    return new CertificateFacts(
        GoName.text(leaf.getSubjectX500Principal()),
        GoName.text(leaf.getIssuerX500Principal()),
        String.join(",", HostNames.dnsNames(leaf)),
        serial(leaf),
        fingerprint(leaf),
        leaf.getNotAfter().toInstant(),
        presented.stream()
            .map(certificate -> certificate.getNotAfter().toInstant())
            .min(Instant::compareTo)
            .orElseThrow());
  }

  /** With what a handshake settled besides. */
  TlsFacts in(String protocol, String cipher, Instant verifiedExpiry) {
    return new TlsFacts(
        protocol.replace("TLSv", "TLS "),
        cipher,
        subject,
        issuer,
        alternativeNames,
        serialNumber,
        fingerprintSha256,
        leafExpiry,
        presentedExpiry,
        verifiedExpiry);
  }

  /** {@return how many characters it has} */
  int length() {
    return subject.length() + issuer.length() + alternativeNames.length() + serialNumber.length();
  }

  /** Whole bytes, so that a leading zero stays, but without the sign byte. */
  private static String serial(X509Certificate leaf) {
    var bytes = leaf.getSerialNumber().abs().toByteArray();
    var from = bytes.length > 0 && bytes[0] == 0 ? 1 : 0;
    return HexFormat.of().formatHex(bytes, from, bytes.length);
  }

  private static String fingerprint(X509Certificate leaf) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("every JDK has SHA-256, and this certificate was read", e);
    }
  }
}
