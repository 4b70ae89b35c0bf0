package dev.nines.engine.evaluation;

import java.util.Locale;

/** How a service is, best first. */
public enum ServiceState {
  /** Every probe is up. */
  UP,
  /**
   * No probe is down, but the latest run of one was good and slower than it should be, or an error
   * budget burns fast enough to page.
   */
  DEGRADED,
  /** A probe is down by its own open/close rule. */
  DOWN,
  /** Declared maintenance: nothing is asked of it. */
  MAINTENANCE,
  /** No probe has a recent result, or none was ever good and too few failed to call it down. */
  UNKNOWN;

  /** {@return the name in metrics, API and pages, in lower case} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
