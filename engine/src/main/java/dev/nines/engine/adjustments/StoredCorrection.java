package dev.nines.engine.adjustments;

import dev.nines.engine.catalog.Correction;
import java.time.Instant;
import java.util.Optional;

/**
 * A correction that came through the API. It is kept for ever; revoked, it no longer counts.
 *
 * @param id its number
 * @param correction what is said
 * @param createdAt when, by the database's clock
 * @param revocation when and by whom it was revoked; absent where it holds
 */
public record StoredCorrection(
    long id, Correction correction, Instant createdAt, Optional<Revocation> revocation) {
  /**
   * The end of a correction.
   *
   * @param at when, by the database's clock
   * @param by who
   */
  public record Revocation(Instant at, String by) {}
}
