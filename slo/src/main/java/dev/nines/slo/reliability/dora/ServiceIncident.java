package dev.nines.slo.reliability.dora;

import java.time.Instant;
import java.util.Optional;

/**
 * What the DORA figures ask of an incident.
 *
 * @param id its number
 * @param service whose incident it is
 * @param impactStart when its harm began
 * @param restored when the harm ended, for good as far as is known; empty while it lasts
 * @param cause what has been said of its cause
 */
public record ServiceIncident(
    long id,
    String service,
    Instant impactStart,
    Optional<Instant> restored,
    DeclaredCause cause) {}
