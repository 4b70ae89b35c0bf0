package dev.nines.engine.pages;

import dev.nines.engine.evaluation.ProbeStatus;
import dev.nines.engine.evaluation.ServiceState;

/**
 * A probe where others are told of.
 *
 * @param name its name
 * @param link to its page
 * @param state up, degraded, down or unknown
 */
public record ProbeLink(String name, String link, String state) {
  static ProbeLink of(ProbeStatus status) {
    return of(status.probe().name(), status.state());
  }

  static ProbeLink of(String name, ServiceState state) {
    return new ProbeLink(name, "/probes/" + name, state.label());
  }
}
