package dev.nines.incident;

import java.time.Instant;
import java.util.Optional;

/**
 * When did what happen in an incident? Every mean time is a difference of two of these.
 *
 * @param lastGood when the last good run before the impact was due: impact began after it; empty
 *     where none is known or the impact was first seen by a burn-rate alert
 * @param impactStart when the earliest signal's harm began
 * @param detected when the first signal was noticed
 * @param opened when the incident was opened
 * @param acknowledged when a person first took it on
 * @param restored when the harm ended: when the last probe's closing streak began or, with
 *     burn-rate alerts alone, when the last of them cleared; empty while it lasts
 * @param resolved when every signal had been clear for the hold time; empty before
 */
public record IncidentTimes(
    Optional<Instant> lastGood,
    Instant impactStart,
    Instant detected,
    Instant opened,
    Optional<Instant> acknowledged,
    Optional<Instant> restored,
    Optional<Instant> resolved) {}
