package dev.nines.engine.gate;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody lets a service be deployed whatever holds it.
 *
 * @param id its number
 * @param service which service
 * @param reason why
 * @param by who says so
 * @param at since when
 * @param until until when, unless it is ended before
 * @param endedAt when somebody ended it, or said something newer
 */
public record GateOverride(
    long id,
    String service,
    String reason,
    String by,
    Instant at,
    Instant until,
    Optional<Instant> endedAt) {
  /**
   * Asks whether it holds.
   *
   * @param now the present
   * @return whether it is neither over nor ended
   */
  public boolean holdsAt(Instant now) {
    return endedAt.isEmpty() && now.isBefore(until);
  }
}
