package dev.nines.engine.evaluation;

import dev.nines.engine.catalog.ProbeDeclaration;

/**
 * How one probe is.
 *
 * @param probe what is declared of it
 * @param state up, degraded, down or unknown
 */
public record ProbeStatus(ProbeDeclaration probe, ServiceState state) {}
