package dev.nines.incident;

import java.time.Instant;
import java.util.Optional;

/**
 * How long was one probe down at one location?
 *
 * @param impactStart when the first bad run of the opening streak was due
 * @param restoredAt when the first good run of the closing streak was due; empty while it is down
 */
public record Outage(Instant impactStart, Optional<Instant> restoredAt) {
  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if it was restored before it began
   */
  public Outage {
    if (restoredAt.isPresent() && restoredAt.get().isBefore(impactStart)) {
      throw new IllegalArgumentException(
          "restored not at or after impact start " + impactStart + ": " + restoredAt.get());
    }
  }
}
