package dev.nines.engine.evaluation;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.incident.FailureStreak;
import java.util.Optional;

/**
 * How one probe is.
 *
 * @param probe what is declared of it
 * @param state up, degraded, down or unknown
 * @param streak its failed runs in a row, where they are no outage yet
 */
public record ProbeStatus(
    ProbeDeclaration probe, ServiceState state, Optional<FailureStreak> streak) {}
