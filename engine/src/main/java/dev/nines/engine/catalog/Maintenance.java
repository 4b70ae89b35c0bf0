package dev.nines.engine.catalog;

import dev.nines.engine.calendar.Schedule;
import java.util.Set;

/**
 * Time in which nothing is asked of some services or probes: a change that was announced, or hours
 * outside those of service.
 *
 * @param name unique among maintenances
 * @param displayName for people
 * @param schedule when
 * @param scope of what
 * @param reason why; empty where nobody says
 */
public record Maintenance(
    String name, String displayName, Schedule schedule, Scope scope, String reason) {
  /** What is in maintenance. */
  public sealed interface Scope {
    /** Everything that is declared. */
    record All() implements Scope {}

    /**
     * What is named.
     *
     * @param services names of services, each with all its probes
     * @param probes names of probes
     */
    record Named(Set<String> services, Set<String> probes) implements Scope {
      /** Copies the names. */
      public Named {
        services = Set.copyOf(services);
        probes = Set.copyOf(probes);
      }
    }

    /**
     * Asks for a service.
     *
     * @param service its name
     * @return whether it is in maintenance as a whole
     */
    default boolean holdsService(String service) {
      return switch (this) {
        case All() -> true;
        case Named(var services, _) -> services.contains(service);
      };
    }

    /**
     * Asks for a probe.
     *
     * @param probe the probe
     * @return whether it is in maintenance, by its own name or its service's
     */
    default boolean holds(ProbeDeclaration probe) {
      return switch (this) {
        case All() -> true;
        case Named(var services, var probes) ->
            probes.contains(probe.name()) || services.contains(probe.service());
      };
    }
  }
}
