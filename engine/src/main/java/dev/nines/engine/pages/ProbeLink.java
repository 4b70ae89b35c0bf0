package dev.nines.engine.pages;

import dev.nines.engine.evaluation.ProbeStatus;
import dev.nines.engine.evaluation.ServiceState;

/**
 * A probe where others are told of.
 *
 * @param name its name
 * @param link to its page
 * @param state up, degraded, down or unknown
 * @param failing such as {@code failing 1 of 3}; empty where its last run was good or it is down
 */
public record ProbeLink(String name, String link, String state, String failing) {
  static ProbeLink of(ProbeStatus status) {
    return of(
        status.probe().name(),
        status.state(),
        status
            .streak()
            .map(streak -> "failing %d of %d".formatted(streak.failures(), streak.opening()))
            .orElse(""));
  }

  static ProbeLink of(String name, ServiceState state) {
    return of(name, state, "");
  }

  private static ProbeLink of(String name, ServiceState state, String failing) {
    return new ProbeLink(name, "/probes/" + name, state.label(), failing);
  }
}
