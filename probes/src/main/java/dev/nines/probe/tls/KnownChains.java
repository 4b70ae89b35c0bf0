package dev.nines.probe.tls;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import okio.ByteString;

/**
 * What was found out about chains of certificates, by their exact bytes: a probe meets the same
 * ones run after run. An answer is forgotten as soon as a date passes on which it may change: that
 * of any certificate presented, or of any authority. It holds for {@link #LONGEST} at most, as the
 * JDK's rules may know dates of their own. Nothing of it stands for a handshake: that the server
 * has the key is shown to every run.
 *
 * <p>Thread-safe.
 *
 * @param <A> an answer, a small one
 */
final class KnownChains<A> {
  /** Some KiB at most for each. */
  static final int MOST = 4_096;

  static final Duration LONGEST = Duration.ofHours(1);

  private final NavigableSet<Instant> authoritiesDates = new TreeSet<>();

  private final Map<ByteString, Known<A>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteString, Known<A>> eldest) {
          return size() > MOST;
        }
      };

  /** What is known strictly between two moments. */
  private record Known<A>(A answer, Instant after, Instant before) {
    boolean at(Instant now) {
      return now.isAfter(after) && now.isBefore(before);
    }
  }

  /**
   * Knows nothing yet.
   *
   * @param authorities on whose dates an answer depends too
   */
  KnownChains(List<X509Certificate> authorities) {
    authorities.forEach(authority -> {
      authoritiesDates.add(authority.getNotBefore().toInstant());
      authoritiesDates.add(authority.getNotAfter().toInstant());
    });
  }

  /** {@return what to ask for: a digest of all certificates, in their order} */
  static ByteString key(List<X509Certificate> chain) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var certificate : chain) {
        var bytes = certificate.getEncoded();
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
      }
      return ByteString.of(digest.digest());
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("every JDK has SHA-256, and these certificates were read", e);
    }
  }

  /** {@return the answer, where it is known and still true} */
  Optional<A> find(ByteString key, Instant now) {
    synchronized (known) {
      return Optional.ofNullable(known.get(key)).filter(one -> one.at(now)).map(Known::answer);
    }
  }

  /** Remembers an answer that was found for a moment. */
  void add(ByteString key, List<X509Certificate> chain, Instant now, A answer) {
    var dates = new TreeSet<>(List.of(now.minus(LONGEST), now.plus(LONGEST)));
    for (var certificate : chain) {
      dates.add(certificate.getNotBefore().toInstant());
      dates.add(certificate.getNotAfter().toInstant());
    }
    if (dates.contains(now) || authoritiesDates.contains(now)) {
      return; // at that very moment it changes
    }
    var after = dates.lower(now);
    var before = dates.higher(now);
    var authoritiesAfter = authoritiesDates.lower(now);
    var authoritiesBefore = authoritiesDates.higher(now);
    var one =
        new Known<>(
            answer,
            authoritiesAfter != null && authoritiesAfter.isAfter(after) ? authoritiesAfter : after,
            authoritiesBefore != null && authoritiesBefore.isBefore(before)
                ? authoritiesBefore
                : before);
    synchronized (known) {
      known.put(key, one);
    }
  }
}
