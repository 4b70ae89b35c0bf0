package dev.nines.engine.review;

import dev.nines.engine.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A notification of an incident.
 *
 * @param channel whom it is for
 * @param type opened, updated or resolved
 * @param owedSince when it was written
 * @param state whether it has arrived
 * @param at when it was delivered; empty otherwise
 * @param attempts how often it was tried
 */
public record Told(
    String channel,
    String type,
    Instant owedSince,
    State state,
    Optional<Instant> at,
    int attempts) {
  /** Whether a notification has arrived. */
  public enum State {
    /** It has. */
    DELIVERED,
    /** It is still being tried. */
    WAITING,
    /** It never will. */
    GIVEN_UP,
    /** Nobody needs it any more: the end of what its receiver had refused. */
    UNNEEDED;

    /** {@return the name in API and pages} */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static List<Told> read(Handle handle, long incident) {
    return handle
        .createQuery(
            """
            select channel, type, created_at, attempts, delivered_at, dead_at, unneeded_at
            from notification where incident_id = :id order by id
            """)
        .bind("id", incident)
        .map((rs, _) -> told(rs))
        .list();
  }

  private static Told told(ResultSet rs) throws SQLException {
    return new Told(
        rs.getString("channel"),
        rs.getString("type").replaceFirst(".*\\.", ""),
        Rows.instant(rs, "created_at").orElseThrow(),
        state(rs),
        Rows.instant(rs, "delivered_at"),
        rs.getInt("attempts"));
  }

  private static State state(ResultSet rs) throws SQLException {
    if (Rows.instant(rs, "delivered_at").isPresent()) {
      return State.DELIVERED;
    }
    if (Rows.instant(rs, "dead_at").isPresent()) {
      return State.GIVEN_UP;
    }
    return Rows.instant(rs, "unneeded_at").isPresent() ? State.UNNEEDED : State.WAITING;
  }
}
