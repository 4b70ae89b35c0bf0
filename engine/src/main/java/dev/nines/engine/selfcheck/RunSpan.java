package dev.nines.engine.selfcheck;

/**
 * When a run was under way.
 *
 * @param startNanos its start on the monotonic clock
 * @param endNanos its end, not before the start
 */
public record RunSpan(long startNanos, long endNanos) {}
