package dev.nines.slo.reliability;

import java.time.Instant;
import java.util.Optional;

/**
 * When did what happen in one incident? Every mean time is the difference of two of these.
 *
 * @param impactStart the first bad run of the opening streak
 * @param lastGood the last good run before it, if there ever was one; the failure began after it
 *     and not after {@code impactStart}
 * @param detected the run that satisfied the rule for opening
 * @param opened when the incident was written
 * @param acknowledged when somebody first took it, if anybody has
 * @param restored the first good run of the closing streak, once there is one
 * @param resolved when the incident was closed, once it is
 */
public record IncidentTimes(
    Instant impactStart,
    Optional<Instant> lastGood,
    Instant detected,
    Instant opened,
    Optional<Instant> acknowledged,
    Optional<Instant> restored,
    Optional<Instant> resolved) {}
