package dev.nines.probe;

import java.util.Optional;

/**
 * What one step of a run saw.
 *
 * @param name the step's name
 * @param outcome its verdict
 * @param status the HTTP status of its last answer, where there was one
 * @param firstHop the hop, as its phases count them, of its first request
 * @param lastHop the hop of its last redirect; {@code firstHop} where there was none
 * @param durationNanos the whole step on the monotonic clock, in nanoseconds
 */
public record StepRun(
    String name,
    ProbeOutcome outcome,
    Optional<Integer> status,
    int firstHop,
    int lastHop,
    long durationNanos) {}
