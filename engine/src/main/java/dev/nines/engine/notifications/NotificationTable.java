package dev.nines.engine.notifications;

import dev.nines.engine.database.Rows;
import dev.nines.engine.notifications.StoredNotification.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The outbox for those who look after it. */
public final class NotificationTable {
  private static final String COLUMNS =
      """
      n.*, n.body::jsonb #>> '{data,service}' as service,
        n.body::jsonb #>> '{data,severity}' as severity,
        n.body::jsonb #>> '{data,summary}' as summary,
        case when n.pending then 'pending' when n.delivered_at is not null then 'delivered'
          when n.dead_at is not null then 'dead' else 'unneeded' end as state
      """;

  private NotificationTable() {}

  /** What came of the wish to send a notification again. */
  public enum Resent {
    /** It is sent again. */
    YES,
    /** It has not been given up. */
    NOT_DEAD,
    /** Its receiver has been told of something newer of the same incident, or the alert's end. */
    OUTDATED
  }

  /**
   * How much a channel is owed.
   *
   * @param channel its name
   * @param pending how many wait
   * @param dead how many were given up
   * @param oldest how long the oldest has been waiting; zero where none does
   */
  public record Owed(String channel, long pending, long dead, Duration oldest) {}

  /**
   * Lists notifications.
   *
   * @param handle the database
   * @param state only those, where given
   * @param channel only those of a channel, where given
   * @param before only those with a lower number, to read on from where a list ended
   * @param limit how many at most
   * @return newest first
   */
  public static List<StoredNotification> list(
      Handle handle,
      Optional<State> state,
      Optional<String> channel,
      Optional<Long> before,
      int limit) {
    return handle
        .createQuery(
            """
            select <columns> from notification n
            where (:channel::text is null or n.channel = :channel)
              and (:before::bigint is null or n.id < :before) and <state>
            order by n.id desc limit :limit
            """)
        .define("columns", COLUMNS)
        .define("state", state.map(NotificationTable::condition).orElse("true"))
        .bind("channel", channel)
        .bind("before", before)
        .bind("limit", limit)
        .map((rs, _) -> row(rs))
        .list();
  }

  private static String condition(State state) {
    return switch (state) {
      case PENDING -> "n.pending";
      case DELIVERED -> "n.delivered_at is not null";
      case DEAD -> "n.dead_at is not null";
      case UNNEEDED -> "n.unneeded_at is not null";
    };
  }

  /**
   * Finds one.
   *
   * @param handle the database
   * @param id its number
   * @return the notification, where there is one
   */
  public static Optional<StoredNotification> find(Handle handle, long id) {
    return handle
        .createQuery("select <columns> from notification n where n.id = :id")
        .define("columns", COLUMNS)
        .bind("id", id)
        .map((rs, _) -> row(rs))
        .findOne();
  }

  /**
   * Sends one that was given up once more, with the same key, and with it the end of what it tells.
   *
   * @param handle the transaction
   * @param id its number
   * @return whether it is sent
   */
  public static Resent resend(Handle handle, long id) {
    var found =
        handle
            .createQuery(
                """
                select n.dead_at is not null as dead, exists (select from notification o
                  where o.incident_id = n.incident_id and o.channel = n.channel and o.id > n.id
                    and o.delivered_at is not null) or exists (select from notification o
                  where o.alert_id = n.alert_id and o.channel = n.channel and o.id > n.id
                    and o.delivered_at is not null) as outdated
                from notification n where n.id = :id for update of n
                """)
            .bind("id", id)
            .map((rs, _) ->
                !rs.getBoolean("dead")
                    ? Resent.NOT_DEAD
                    : rs.getBoolean("outdated") ? Resent.OUTDATED : Resent.YES)
            .one();
    if (found == Resent.YES) {
      handle
          .createUpdate(
              """
              update notification n set dead_at = null, unneeded_at = null, attempts = 0,
                queued_at = clock_timestamp(), next_attempt_at = clock_timestamp()
              from notification d
              where d.id = :id and (n.id = d.id or (n.incident_id = d.incident_id
                and n.channel = d.channel and n.id > d.id and n.unneeded_at is not null))
              """)
          .bind("id", id)
          .execute();
    }
    return found;
  }

  /**
   * Counts what is owed.
   *
   * @param handle the database
   * @return by channel; those that nothing waits or was given up for are missing
   */
  public static List<Owed> owed(Handle handle) {
    return handle
        .createQuery(
            """
            select channel, count(*) filter (where pending) as pending,
              count(*) filter (where dead_at is not null) as dead,
              coalesce(extract(epoch from clock_timestamp()
                - min(queued_at) filter (where pending)) * 1000, 0)::bigint as oldest
            from notification where pending or dead_at is not null
            group by channel order by channel
            """)
        .map((rs, _) ->
            new Owed(
                rs.getString("channel"),
                rs.getLong("pending"),
                rs.getLong("dead"),
                Duration.ofMillis(rs.getLong("oldest"))))
        .list();
  }

  private static StoredNotification row(ResultSet rs) throws SQLException {
    var state = State.valueOf(rs.getString("state").toUpperCase(Locale.ROOT));
    return new StoredNotification(
        rs.getLong("id"),
        state,
        rs.getString("channel"),
        rs.getString("type"),
        rs.getString("service"),
        rs.getString("severity"),
        rs.getString("summary"),
        Optional.ofNullable(rs.getObject("incident_id", Long.class)),
        rs.getString("idempotency_key"),
        Rows.instant(rs, "created_at").orElseThrow(),
        rs.getInt("attempts"),
        Rows.instant(rs, "next_attempt_at").filter(_ -> state == State.PENDING),
        endedAt(rs),
        Optional.ofNullable(rs.getString("last_error")));
  }

  private static Optional<Instant> endedAt(ResultSet rs) throws SQLException {
    var delivered = Rows.instant(rs, "delivered_at");
    return delivered.isPresent() ? delivered : Rows.instant(rs, "dead_at");
  }
}
