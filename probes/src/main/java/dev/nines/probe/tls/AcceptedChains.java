package dev.nines.probe.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which chains some authorities have accepted. For the same certificates the answer changes with
 * the date alone, so a chain that was accepted is accepted again as long as every certificate in it
 * is valid; what was refused is looked at anew by each run.
 *
 * <p>Thread-safe.
 */
final class AcceptedChains {
  /** One for each of more targets than one instance probes; some KiB each. */
  private static final int MOST = 8_192;

  private final Map<Chain, Validity> accepted =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Chain, Validity> eldest) {
          return size() > MOST;
        }
      };

  private record Chain(List<X509Certificate> certificates, String authType) {}

  /** While all certificates of a chain are valid, both ends included. */
  private record Validity(Instant from, Instant until) {
    static Validity of(X509Certificate[] chain) {
      var from = Instant.MIN;
      var until = Instant.MAX;
      for (var certificate : chain) {
        var begins = certificate.getNotBefore().toInstant();
        var ends = certificate.getNotAfter().toInstant();
        from = begins.isAfter(from) ? begins : from;
        until = ends.isBefore(until) ? ends : until;
      }
      return new Validity(from, until);
    }

    boolean holds(Instant now) {
      return !now.isBefore(from) && !now.isAfter(until);
    }
  }

  /** Whether a chain was accepted before and no date in it has passed since. */
  boolean contains(X509Certificate[] chain, String authType, Instant now) {
    synchronized (accepted) {
      var validity = accepted.get(new Chain(List.of(chain), authType));
      return validity != null && validity.holds(now);
    }
  }

  /** Remembers a chain that the authorities have just accepted. */
  void add(X509Certificate[] chain, String authType) {
    var validity = Validity.of(chain);
    synchronized (accepted) {
      accepted.put(new Chain(List.of(chain), authType), validity);
    }
  }
}
