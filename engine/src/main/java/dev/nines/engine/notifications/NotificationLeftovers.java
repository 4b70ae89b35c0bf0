package dev.nines.engine.notifications;

import dev.nines.engine.catalog.Telling;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What stays in the outbox and nobody will ask for: rows of long ago, and of channels gone. */
public final class NotificationLeftovers {
  /** So many at once, so that no delivery waits for long. */
  private static final int BATCH = 1_000;

  /** So many in one go: what is left is for the next. */
  private static final int MOST = 100_000;

  private NotificationLeftovers() {}

  /**
   * Deletes what was delivered, given up, or needed no longer before an instant. What tells who
   * knows of an open incident or a firing alert stays, since they are owed its end.
   *
   * @param jdbi the database
   * @param before the instant
   * @return how many were deleted
   */
  public static int dropBefore(Jdbi jdbi, Instant before) {
    var dropped = 0;
    int last;
    do {
      last = jdbi.inTransaction(handle -> dropBatch(handle, before));
      dropped += last;
    } while (last == BATCH && dropped < MOST);
    return dropped;
  }

  private static int dropBatch(Handle handle, Instant before) {
    return handle
        .createUpdate(
            """
            delete from notification where id in (
              select n.id from notification n
              where not n.pending and coalesce(n.delivered_at, n.dead_at, n.unneeded_at) < :before
                and not exists (select from incident i where i.id = n.incident_id
                  and (i.resolved_at is null or i.resolved_at >= :before))
                and not exists (select from burn_alert a
                  where a.id = n.alert_id and a.cleared_at is null)
              limit :most for update skip locked)
            """)
        .bind("before", before)
        .bind("most", BATCH)
        .execute();
  }

  /**
   * Gives up what is owed to channels that are not declared, once it has waited as long as usual.
   *
   * @param handle the transaction
   * @param declared the declared channels' names
   * @return how many were given up, by channel; at most some in one go
   */
  public static Map<String, Integer> giveUpUndeclared(Handle handle, Collection<String> declared) {
    var given = new TreeMap<String, Integer>();
    handle
        .createQuery(
            """
            select id, channel, attempts from notification
            where pending and not channel = any(:declared)
              and queued_at < clock_timestamp() - :after * interval '1 millisecond'
            order by id limit :most for update skip locked
            """)
        .bindArray("declared", String.class, declared.toArray())
        .bind("after", Telling.GIVE_UP_AFTER.toMillis())
        .bind("most", BATCH)
        .map((rs, _) ->
            new Outbox.Due(
                rs.getLong("id"),
                rs.getString("channel"),
                "",
                rs.getInt("attempts"),
                Duration.ZERO))
        .list()
        .forEach(row -> {
          Outbox.dead(handle, row, "channel %s is no longer declared".formatted(row.channel()));
          given.merge(row.channel(), 1, Integer::sum);
        });
    return given;
  }
}
