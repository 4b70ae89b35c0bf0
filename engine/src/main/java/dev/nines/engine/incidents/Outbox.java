package dev.nines.engine.incidents;

import dev.nines.channel.Notification;
import dev.nines.channel.NotificationJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The notifications that are owed. A row is written in the transaction of what it tells of, and
 * stays until its channel has it or is given up; of one incident and channel the oldest goes first.
 */
final class Outbox {
  private Outbox() {}

  /**
   * A row that is due.
   *
   * @param attempts how many there were, this one included
   */
  record Due(long id, String channel, String body, int attempts) {}

  static void put(Handle handle, Optional<Long> incident, String channel, Notification note) {
    handle
        .createUpdate(
            """
            insert into notification (idempotency_key, incident_id, channel, body)
            values (:key, :incident, :channel, :body) on conflict do nothing
            """)
        .bind("key", note.key())
        .bind("incident", incident)
        .bind("channel", channel)
        .bind("body", NotificationJson.write(note))
        .execute();
  }

  /** The channels that have been told of an incident, and so are owed its end. */
  static Set<String> toldOf(Handle handle, long incident) {
    return handle
        .createQuery("select distinct channel from notification where incident_id = :incident")
        .bind("incident", incident)
        .mapTo(String.class)
        .set();
  }

  /** Those of the channels that have been told that an alert fired. */
  static List<String> toldOfAlert(Handle handle, long alert, List<String> channels) {
    return handle
        .createQuery("select channel from notification where idempotency_key = any(:keys)")
        .bindArray(
            "keys",
            String.class,
            channels.stream()
                .map(name ->
                    Notification.alertKey(
                        Long.toString(alert), Notification.Type.ALERT_FIRED, name))
                .toArray())
        .mapTo(String.class)
        .list();
  }

  /**
   * Claims what is due next for a channel: nobody else takes it before the lease is over, and the
   * sending needs no connection meanwhile. A row waits while an older one of its incident does.
   */
  static Optional<Due> claim(Handle handle, String channel, Duration lease) {
    return handle
        .createQuery(
            """
            update notification set attempts = attempts + 1,
              next_attempt_at = clock_timestamp() + :lease * interval '1 millisecond'
            where id = (
              select n.id from notification n
              where n.delivered_at is null and n.dead_at is null and n.channel = :channel
                and n.next_attempt_at <= clock_timestamp()
                and not exists (select from notification o
                  where o.incident_id = n.incident_id and o.channel = n.channel and o.id < n.id
                    and o.delivered_at is null and o.dead_at is null)
              order by n.id limit 1
              for update of n skip locked)
            returning id, channel, body, attempts
            """)
        .bind("channel", channel)
        .bind("lease", lease.toMillis())
        .map((rs, _) ->
            new Due(
                rs.getLong("id"),
                rs.getString("channel"),
                rs.getString("body"),
                rs.getInt("attempts")))
        .findOne();
  }

  static void delivered(Handle handle, long id) {
    handle.execute(
        """
        update notification set delivered_at = clock_timestamp(), last_error = null
        where id = ?
        """,
        id);
  }

  static void again(Handle handle, long id, Duration after, String why) {
    handle.execute(
        """
        update notification set last_error = ?,
          next_attempt_at = clock_timestamp() + ? * interval '1 millisecond'
        where id = ?
        """,
        why,
        after.toMillis(),
        id);
  }

  static void dead(Handle handle, long id, String why) {
    handle.execute(
        """
        update notification set last_error = ?, dead_at = clock_timestamp()
        where id = ?
        """,
        why,
        id);
  }
}
