package dev.nines.engine.notifications;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A notification as it stands in the outbox.
 *
 * @param id its number
 * @param state where it stands
 * @param channel to whom
 * @param type what happened, as on the wire
 * @param service the service it is about
 * @param severity how bad it was
 * @param summary one sentence for people
 * @param incident the incident it tells of, where it tells of one
 * @param key its idempotency key
 * @param createdAt when it was written
 * @param attempts how often it was tried, since it was written or re-sent
 * @param nextAttemptAt when it is tried again, while it is pending
 * @param endedAt when it was delivered or given up
 * @param lastError why the newest attempt failed; holds no secret
 */
public record StoredNotification(
    long id,
    State state,
    String channel,
    String type,
    String service,
    String severity,
    String summary,
    Optional<Long> incident,
    String key,
    Instant createdAt,
    int attempts,
    Optional<Instant> nextAttemptAt,
    Optional<Instant> endedAt,
    Optional<String> lastError) {
  /** Where a notification stands. */
  public enum State {
    /** It waits for its turn or its next attempt. */
    PENDING,
    /** Its receiver has it. */
    DELIVERED,
    /** It was given up. */
    DEAD,
    /** Nobody needs it: it tells the end of what its receiver had refused. */
    UNNEEDED;

    /** {@return the name in the API, in lower case} */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
