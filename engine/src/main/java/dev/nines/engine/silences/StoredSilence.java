package dev.nines.engine.silences;

import dev.nines.engine.catalog.Silence;
import java.time.Instant;
import java.util.Optional;

/**
 * A silence that came through the API.
 *
 * @param id its number
 * @param silence what is said
 * @param createdAt when it came
 * @param endedAt when a person ended it; empty where nobody did
 * @param endedBy who did
 */
public record StoredSilence(
    long id,
    Silence silence,
    Instant createdAt,
    Optional<Instant> endedAt,
    Optional<String> endedBy) {}
