package dev.nines.probe.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * When does the longest-lived verified chain end? The JDK finds one chain and keeps it to itself;
 * blackbox_exporter looks at all of them, which matters for cross-signed authorities.
 *
 * <p>Not thread-safe: it looks at one handshake.
 */
final class VerifiedChains {
  /** A server may present any number of certificates; real chains have three or four. */
  private static final int LONGEST_CHAIN = 8;

  /**
   * As Go's own bound: certificates that share one name and one key have more chains among them
   * than could ever be followed.
   */
  static final int MOST_CHECKS = 100;

  private final List<X509Certificate> presented;
  private final List<X509Certificate> anchors;
  private final Instant now;
  private final BiPredicate<X509Certificate, X509Certificate> signed;
  private final List<X509Certificate> path = new ArrayList<>();
  private int checks;

  private VerifiedChains(
      List<X509Certificate> presented,
      List<X509Certificate> anchors,
      Instant now,
      BiPredicate<X509Certificate, X509Certificate> signed) {
    this.presented = presented;
    this.anchors = anchors;
    this.now = now;
    this.signed = signed;
  }

  /**
   * Takes the latest, over all chains from the leaf to an anchor that are valid now, of each
   * chain's earliest end; of the chains found so far when {@link #MOST_CHECKS} are used up.
   *
   * @param presented the leaf, then the rest in any order
   * @param anchors the trusted authorities
   * @param now certificates that are not valid now verify nothing
   * @return that end, or {@link Instant#MIN} when no chain verifies
   */
  static Instant lastExpiry(
      List<X509Certificate> presented, List<X509Certificate> anchors, Instant now) {
    return lastExpiry(presented, anchors, now, VerifiedChains::hasSigned);
  }

  /** The same, with who tells whether one certificate has signed another. */
  static Instant lastExpiry(
      List<X509Certificate> presented,
      List<X509Certificate> anchors,
      Instant now,
      BiPredicate<X509Certificate, X509Certificate> signed) {
    return presented.isEmpty() || anchors.isEmpty()
        ? Instant.MIN
        : new VerifiedChains(presented, anchors, now, signed).follow(presented.getFirst());
  }

  private Instant follow(X509Certificate last) {
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
            .filter(issuer -> isNamed(issuer, last))
            .filter(issuer -> ++checks <= MOST_CHECKS && signed.test(issuer, last))
            .map(this::follow)
            .max(Instant::compareTo)
            .orElse(Instant.MIN);
    path.removeLast();
    return above.isBefore(end) ? above : end;
  }

  private static boolean isNamed(X509Certificate issuer, X509Certificate certificate) {
    return issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static boolean validAt(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  private static boolean hasSigned(X509Certificate issuer, X509Certificate certificate) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
