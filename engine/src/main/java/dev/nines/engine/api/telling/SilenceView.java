package dev.nines.engine.api.telling;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nines.engine.catalog.Silence;
import dev.nines.engine.silences.SilenceState;
import dev.nines.engine.silences.StoredSilence;
import dev.nines.incident.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A silence as the API shows it.
 *
 * @param id its number; absent where it is declared
 * @param name its name; absent where it came through the API
 * @param state {@code pending}, {@code active}, {@code over} or {@code ended}
 * @param services the services that are not told of; empty for every one
 * @param severities the severities; empty for every one
 * @param labels by key, the values that are meant
 * @param start from when
 * @param end until when
 * @param reason why
 * @param by who says so
 * @param createdAt when it came
 * @param endedAt when a person ended it
 * @param endedBy who did
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SilenceView(
    Optional<Long> id,
    Optional<String> name,
    String state,
    List<String> services,
    List<String> severities,
    Map<String, Set<String>> labels,
    Instant start,
    Instant end,
    String reason,
    String by,
    Optional<Instant> createdAt,
    Optional<Instant> endedAt,
    Optional<String> endedBy) {
  static SilenceView declared(Silence silence, Instant now) {
    return of(silence, Optional.of(silence.name()), Optional.empty(), now);
  }

  static SilenceView stored(StoredSilence stored, Instant now) {
    return of(stored.silence(), Optional.empty(), Optional.of(stored), now);
  }

  private static SilenceView of(
      Silence silence, Optional<String> name, Optional<StoredSilence> stored, Instant now) {
    return new SilenceView(
        stored.map(StoredSilence::id),
        name,
        SilenceState.of(silence, stored.flatMap(StoredSilence::endedAt), now).label(),
        silence.match().services().stream().sorted().toList(),
        silence.match().severities().stream().sorted().map(Severity::label).toList(),
        silence.match().labels(),
        silence.span().from(),
        silence.span().to(),
        silence.reason(),
        silence.by(),
        stored.map(StoredSilence::createdAt),
        stored.flatMap(StoredSilence::endedAt),
        stored.flatMap(StoredSilence::endedBy));
  }
}
