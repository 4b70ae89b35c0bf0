package dev.nines.probe.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * When does the longest-lived verified chain end? The JDK finds one chain and keeps it to itself;
 * blackbox_exporter looks at all of them, which matters for cross-signed authorities.
 */
final class VerifiedChains {
  /** A server may present any number of certificates; real chains have three or four. */
  private static final int LONGEST_CHAIN = 8;

  private static final int MOST_PRESENTED = 16;

  private VerifiedChains() {}

  /**
   * Takes the latest, over all chains from the leaf to an anchor that are valid now, of each
   * chain's earliest end.
   *
   * @param presented the leaf, then the rest in any order
   * @param anchors the trusted authorities
   * @param now certificates that are not valid now verify nothing
   * @return that end, or {@link Instant#MIN} when no chain verifies
   */
  static Instant lastExpiry(
      List<X509Certificate> presented, List<X509Certificate> anchors, Instant now) {
    if (presented.isEmpty() || anchors.isEmpty()) {
      return Instant.MIN;
    }
    var some = presented.subList(0, Math.min(MOST_PRESENTED, presented.size()));
    return follow(some.getFirst(), some, anchors, now, new ArrayList<>());
  }

  private static Instant follow(
      X509Certificate last,
      List<X509Certificate> presented,
      List<X509Certificate> anchors,
      Instant now,
      List<X509Certificate> path) {
    if (!validAt(last, now) || path.contains(last) || path.size() == LONGEST_CHAIN) {
      return Instant.MIN;
    }
    var end = last.getNotAfter().toInstant();
    if (anchors.contains(last)) {
      return end;
    }
    path.add(last);
    var above =
        Stream.concat(anchors.stream(), presented.stream())
            .filter(issuer -> hasSigned(issuer, last))
            .map(issuer -> follow(issuer, presented, anchors, now, path))
            .max(Instant::compareTo)
            .orElse(Instant.MIN);
    path.removeLast();
    return above.isBefore(end) ? above : end;
  }

  private static boolean validAt(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  private static boolean hasSigned(X509Certificate issuer, X509Certificate certificate) {
    if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
