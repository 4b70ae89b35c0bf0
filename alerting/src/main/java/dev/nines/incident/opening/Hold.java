package dev.nines.incident.opening;

import dev.nines.slo.time.Interval;

/**
 * Something that keeps a signal from opening an incident for a while.
 *
 * @param span from when to when
 * @param why one clause for people, such as {@code depends on probe edge-tcp, down since ...}
 */
public record Hold(Interval span, String why) {}
