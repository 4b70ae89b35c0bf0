package dev.nines.probe.tls;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * Who has signed which certificate. That never changes, and a probe sees the same certificates run
 * after run, so each is verified once and remembered, the least used ones not for ever. Dates and
 * names are looked at anew by each run.
 *
 * <p>Thread-safe.
 */
final class KnownSignatures {
  /** Two or three for each of more targets than one instance probes; some 2 KiB each. */
  private static final int MOST = 16_384;

  private final Map<Signed, Boolean> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Signed, Boolean> eldest) {
          return size() > MOST;
        }
      };

  private final BiPredicate<X509Certificate, PublicKey> verifier;

  /** Knows none yet. */
  KnownSignatures() {
    this(KnownSignatures::verify);
  }

  /** Knows none yet, with who verifies one. */
  KnownSignatures(BiPredicate<X509Certificate, PublicKey> verifier) {
    this.verifier = verifier;
  }

  private record Signed(X509Certificate certificate, PublicKey by) {}

  /** Whether one certificate has signed another, with the signature verified. */
  boolean hasSigned(X509Certificate issuer, X509Certificate certificate) {
    var signed = new Signed(certificate, issuer.getPublicKey());
    synchronized (known) {
      var before = known.get(signed);
      if (before != null) {
        return before;
      }
    }
    var verified = verifier.test(certificate, signed.by());
    synchronized (known) {
      known.put(signed, verified);
    }
    return verified;
  }

  static boolean verify(X509Certificate certificate, PublicKey by) {
    try {
      certificate.verify(by);
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
