package dev.nines.engine.catalog;

import dev.nines.channel.Secret;
import dev.nines.incident.Severity;
import java.time.Duration;
import java.util.Optional;

/**
 * A job that calls Nines each time it is done; where it does not, its service has an incident.
 *
 * @param name unique among heartbeats
 * @param displayName for people
 * @param service whose job it is
 * @param every how often it calls
 * @param grace how much later than that it may be
 * @param severity how bad it is when it does not
 * @param token what it may show in place of an API token
 */
public record Heartbeat(
    String name,
    String displayName,
    String service,
    Duration every,
    Duration grace,
    Severity severity,
    Optional<Secret> token) {}
