package dev.nines.incident;

import java.time.Duration;
import java.util.Optional;

/**
 * How a service's incidents close; the {@code ServicePolicy} declaration.
 *
 * @param holdTime how long every signal must have been clear before an incident is resolved
 * @param flapWindow how long after resolving a relapse reopens the same incident
 * @param runbook where to read what to do
 * @param owner who looks after the service
 */
public record ServicePolicy(
    Duration holdTime, Duration flapWindow, Optional<String> runbook, Optional<String> owner) {
  /** Two minutes of hold, ten of flap window. */
  public static final ServicePolicy DEFAULT =
      new ServicePolicy(
          Duration.ofMinutes(2), Duration.ofMinutes(10), Optional.empty(), Optional.empty());
}
