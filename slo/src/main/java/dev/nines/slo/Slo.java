package dev.nines.slo;

import java.time.Duration;
import java.util.List;

/**
 * What a team promises of a service, with every reference resolved.
 *
 * @param name unique among SLOs
 * @param displayName for people
 * @param service the service it is promised of
 * @param sli what is counted
 * @param window length of the rolling window, whole minutes
 * @param objectives at least one, each with a name of its own
 */
public record Slo(
    String name,
    String displayName,
    String service,
    Sli sli,
    Duration window,
    List<Objective> objectives) {
  /**
   * Checks the objectives and copies them.
   *
   * @throws IllegalArgumentException if there are none or two have the same name
   */
  public Slo {
    objectives = List.copyOf(objectives);
    if (objectives.isEmpty()) {
      throw new IllegalArgumentException("objectives not at least one: " + name);
    }
    if (objectives.stream().map(Objective::name).distinct().count() < objectives.size()) {
      throw new IllegalArgumentException("objectives not of distinct names: " + objectives);
    }
  }

  /**
   * What is counted: the valid runs of some probes, and which of them are good. Locations are
   * pooled: events add up.
   *
   * @param probes names of the probes, at least one
   * @param good when a run is good
   */
  public record Sli(List<String> probes, Criterion good) {
    /**
     * Checks the names and copies them.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Sli {
      probes = List.copyOf(probes);
      if (probes.isEmpty()) {
        throw new IllegalArgumentException("probes not at least one");
      }
    }
  }
}
