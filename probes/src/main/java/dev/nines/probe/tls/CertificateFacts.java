package dev.nines.probe.tls;

import dev.nines.probe.TlsFacts;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Writes certificates the way blackbox_exporter's labels have them. */
final class CertificateFacts {
  private CertificateFacts() {}

  static TlsFacts of(
      String protocol, String cipher, List<X509Certificate> presented, Instant verifiedExpiry) {
    var leaf = presented.getFirst();
    return new TlsFacts(
        protocol.replace("TLSv", "TLS "),
        cipher,
        GoName.text(leaf.getSubjectX500Principal()),
        GoName.text(leaf.getIssuerX500Principal()),
        String.join(",", HostNames.dnsNames(leaf)),
        serial(leaf),
        fingerprint(leaf),
        leaf.getNotAfter().toInstant(),
        presented.stream()
            .map(certificate -> certificate.getNotAfter().toInstant())
            .min(Instant::compareTo)
            .orElseThrow(),
        verifiedExpiry);
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
