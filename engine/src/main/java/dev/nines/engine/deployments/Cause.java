package dev.nines.engine.deployments;

import dev.nines.slo.reliability.dora.DeclaredCause.Evidence;
import java.time.Instant;
import java.util.Optional;

/**
 * What somebody or something says of the cause of an incident.
 *
 * @param incident the incident's number
 * @param deployment the deployment that caused it; empty where none did
 * @param evidence how that is known
 * @param actor who says so
 * @param reason why
 * @param at when
 */
public record Cause(
    long incident,
    Optional<Long> deployment,
    Evidence evidence,
    String actor,
    String reason,
    Instant at) {}
