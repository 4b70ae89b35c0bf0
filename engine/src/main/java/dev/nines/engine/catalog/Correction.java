package dev.nines.engine.catalog;

import dev.nines.slo.Slo;
import dev.nines.slo.time.Interval;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/**
 * What somebody has said of a span of time: that what was measured in it must not count as it was.
 *
 * @param span the span
 * @param slos names of the SLOs it is said of
 * @param services names of services; it is said of all their SLOs
 * @param counts how events in it count
 * @param reason why
 * @param by who says so
 */
public record Correction(
    Interval span,
    Set<String> slos,
    Set<String> services,
    Counts counts,
    String reason,
    String by) {
  private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

  /** How the events of a corrected span count. */
  public enum Counts {
    /** Not at all. */
    EXCLUDED,
    /** As good. */
    GOOD,
    /** As bad. */
    BAD;

    /** {@return the name in declarations and API, in lower case} */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the names. */
  public Correction {
    slos = Set.copyOf(slos);
    services = Set.copyOf(services);
  }

  /**
   * Whether an instant can be meant: of the years 1970 to 9999, which every part that it goes
   * through can tell.
   *
   * @param instant the instant
   * @return whether it lies in them
   */
  public static boolean isTellable(Instant instant) {
    return !instant.isBefore(Instant.EPOCH) && instant.isBefore(LATEST);
  }

  /**
   * Asks for an SLO.
   *
   * @param slo the SLO
   * @return whether it is corrected
   */
  public boolean holds(Slo slo) {
    return slos.contains(slo.name()) || services.contains(slo.service());
  }
}
