package dev.nines.engine.notifications;

import dev.nines.channel.Notification;
import dev.nines.channel.NotificationJson;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The notifications that are owed. A row is written in the transaction of what it tells of, and
 * stays until its channel has it or is given up; of one incident or alert the oldest goes first.
 */
public final class Outbox {
  /** That a receiver may have an open, or learns of one before its end. */
  private static final String TELLS_OF_IT =
      """
      o.type <> 'incident.resolved' and o.unneeded_at is null
        and (o.dead_at is null or o.attempts > 1)
      """;

  private Outbox() {}

  /**
   * A row that is due.
   *
   * @param attempts how many there were, this one included
   * @param age since when it is tried
   */
  record Due(long id, String channel, String body, int attempts, Duration age) {}

  /**
   * What a channel is told.
   *
   * @param channel its name
   * @param note what it is told
   */
  public record Note(String channel, Notification note) {}

  /**
   * Owes channels notifications, as {@link #put(Handle, String, Notification)} does.
   *
   * @param handle the transaction of what they tell of
   * @param notes what is told to whom, of each incident in order
   */
  public static void put(Handle handle, List<Note> notes) {
    var ended =
        notes.stream()
            .map(Note::note)
            .filter(note -> note.type() == Notification.Type.RESOLVED)
            .map(Outbox::incident)
            .collect(Collectors.toSet());
    insert(
        handle,
        Optional.empty(),
        notes.stream().filter(owed -> !ended.contains(incident(owed.note))).toList());
    notes.stream()
        .filter(owed -> ended.contains(incident(owed.note)))
        .forEach(owed -> put(handle, owed.channel, owed.note));
  }

  private static Optional<Long> incident(Notification note) {
    return note.incident().map(Notification.About::id);
  }

  private static void insert(Handle handle, Optional<Long> alert, List<Note> notes) {
    if (notes.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            """
            insert into notification (idempotency_key, incident_id, alert_id, channel, type, body)
            values (:key, :incident, :alert, :channel, :type, :body) on conflict do nothing
            """);
    for (var owed : notes) {
      batch
          .bind("key", owed.note.key())
          .bind("incident", incident(owed.note))
          .bind("alert", alert)
          .bind("channel", owed.channel)
          .bind("type", owed.note.type().label())
          .bind("body", NotificationJson.write(owed.note))
          .add();
    }
    batch.execute();
  }

  /**
   * Owes a channel a notification, once. A resolve is owed to those alone who were told of what it
   * ends, and is not needed where they had refused that.
   *
   * @param handle the transaction of what it tells of
   * @param channel the channel's name
   * @param note what it is told
   */
  public static void put(Handle handle, String channel, Notification note) {
    handle
        .createUpdate(
            """
            with earlier as (
              select o.*, o.id > coalesce(max(o.id) filter (where o.type = 'incident.resolved')
                over (), 0) as fresh
              from notification o
              where o.incident_id = :incident::bigint and o.channel = :channel)
            insert into notification (idempotency_key, incident_id, channel, type, body, unneeded_at)
            select :key, :incident::bigint, :channel, :type, :body,
              case when :type = 'incident.resolved'
                and not exists (select from earlier o where o.fresh and <tells>)
                then clock_timestamp() end
            where :type <> 'incident.resolved' or exists (select from earlier where fresh)
            on conflict do nothing
            """)
        .define("tells", TELLS_OF_IT)
        .bind("key", note.key())
        .bind("incident", incident(note))
        .bind("channel", channel)
        .bind("type", note.type().label())
        .bind("body", NotificationJson.write(note))
        .execute();
  }

  /**
   * Owes a channel a notification of an alert, once.
   *
   * @param handle the transaction in which it fired or cleared
   * @param alert its number
   * @param channel the channel's name
   * @param note what it is told
   */
  public static void putAlert(Handle handle, long alert, String channel, Notification note) {
    insert(handle, Optional.of(alert), List.of(new Note(channel, note)));
  }

  /**
   * Finds the channels that have been told of an incident, and so are owed its end.
   *
   * @param handle the database
   * @param incident the incident's number
   * @return their names
   */
  public static Set<String> toldOf(Handle handle, long incident) {
    return handle
        .createQuery("select distinct channel from notification where incident_id = :incident")
        .bind("incident", incident)
        .mapTo(String.class)
        .set();
  }

  /**
   * Finds the channels that have not been told all of an incident yet.
   *
   * @param handle the database
   * @param incident the incident's number
   * @return their names
   */
  public static Set<String> yetToTell(Handle handle, long incident) {
    return handle
        .createQuery(
            "select distinct channel from notification where incident_id = :incident and pending")
        .bind("incident", incident)
        .mapTo(String.class)
        .set();
  }

  /**
   * Tells whether a channel takes an incident for open.
   *
   * @param handle the database
   * @param incident the incident's number
   * @param channel the channel's name
   * @return whether it has been told of it since it was last told of its end
   */
  public static boolean knows(Handle handle, long incident, String channel) {
    return handle
        .createQuery(
            """
            select coalesce((select type <> 'incident.resolved' from notification
              where incident_id = :incident and channel = :channel order by id desc limit 1), false)
            """)
        .bind("incident", incident)
        .bind("channel", channel)
        .mapTo(Boolean.class)
        .one();
  }

  /**
   * Finds those of the channels that have been told that an alert fired.
   *
   * @param handle the database
   * @param alert the alert's number
   * @param channels names of channels
   * @return the names of those that were told
   */
  public static List<String> toldOfAlert(Handle handle, long alert, List<String> channels) {
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
   * sending needs no connection meanwhile. A row waits while an older one of its incident or alert
   * does.
   *
   * @return at most so many, oldest first, each of another incident or alert
   */
  static List<Due> claim(Handle handle, String channel, int most, Duration lease) {
    return handle
        .createQuery(
            """
            with head as materialized (
              select n.id from notification n
              where n.pending and n.channel = :channel
                and n.next_attempt_at <= clock_timestamp()
                and not exists (select from notification o
                  where o.incident_id = n.incident_id and o.channel = n.channel and o.id < n.id
                    and o.pending)
                and not exists (select from notification o
                  where o.alert_id = n.alert_id and o.channel = n.channel and o.id < n.id
                    and o.pending)
              order by n.id limit :most
              for update of n skip locked)
            update notification n set attempts = attempts + 1,
              next_attempt_at = clock_timestamp() + :lease * interval '1 millisecond'
            from head where n.id = head.id
            returning n.id, n.channel, n.body, n.attempts,
              (extract(epoch from clock_timestamp() - n.queued_at) * 1000)::bigint as age
            """)
        .bind("channel", channel)
        .bind("most", most)
        .bind("lease", lease.toMillis())
        .map((rs, _) ->
            new Due(
                rs.getLong("id"),
                rs.getString("channel"),
                rs.getString("body"),
                rs.getInt("attempts"),
                Duration.ofMillis(rs.getLong("age"))))
        .list()
        .stream()
        .sorted(Comparator.comparingLong(Due::id))
        .toList();
  }

  /** Whatever somebody else has made of them meanwhile: their receiver has them. */
  static void delivered(Handle handle, Collection<Long> ids) {
    if (ids.isEmpty()) {
      return;
    }
    handle
        .createUpdate(
            """
            update notification set last_error = null, dead_at = null, unneeded_at = null,
              delivered_at = coalesce(delivered_at, clock_timestamp())
            where id = any(:ids)
            """)
        .bindArray("ids", Long.class, ids)
        .execute();
  }

  /** Unless somebody else has taken it over since, when the lease was over. */
  static void again(Handle handle, Due row, Duration after, String why) {
    handle.execute(
        """
        update notification set last_error = ?,
          next_attempt_at = clock_timestamp() + ? * interval '1 millisecond'
        where id = ? and attempts = ? and pending
        """,
        why,
        after.toMillis(),
        row.id(),
        row.attempts());
  }

  /** Gives it up, and with it the resolve of what its receiver cannot know of. */
  static void dead(Handle handle, Due row, String why) {
    var given =
        handle.execute(
            """
            update notification set last_error = ?, dead_at = clock_timestamp()
            where id = ? and attempts = ? and pending
            """,
            why,
            row.id(),
            row.attempts());
    if (given == 1) {
      handle
          .createUpdate(
              """
              update notification n set unneeded_at = clock_timestamp()
              from notification d
              where d.id = :id and n.incident_id = d.incident_id and n.channel = d.channel
                and n.id > d.id and n.pending and n.type = 'incident.resolved'
                and not exists (select from notification o
                  where o.incident_id = n.incident_id and o.channel = n.channel and o.id < n.id
                    and <tells>
                    and o.id > coalesce((select max(r.id) from notification r
                      where r.incident_id = n.incident_id and r.channel = n.channel
                        and r.id < n.id and r.type = 'incident.resolved'), 0))
              """)
          .define("tells", TELLS_OF_IT)
          .bind("id", row.id())
          .execute();
    }
  }
}
