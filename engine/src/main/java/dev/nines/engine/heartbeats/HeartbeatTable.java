package dev.nines.engine.heartbeats;

import dev.nines.engine.database.Rows;
import dev.nines.engine.incidents.ExternalAlertTable;
import dev.nines.slo.time.Interval;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The rows of heartbeats, of when they were listened to, and of the alerts they make. */
final class HeartbeatTable {
  static final String SOURCE = "heartbeat";

  private HeartbeatTable() {}

  /** The newest good beats by name. */
  static Map<String, Instant> beats(Handle handle) {
    var beats = new HashMap<String, Instant>();
    handle
        .createQuery("select name, beat_at from heartbeat")
        .map((rs, _) -> Map.entry(rs.getString("name"), Rows.instant(rs, "beat_at").orElseThrow()))
        .forEach(entry -> beats.put(entry.getKey(), entry.getValue()));
    return beats;
  }

  /** The newest good beat; no other is taken before the end of the transaction. */
  static Optional<Instant> lock(Handle handle, String name) {
    return handle
        .createQuery("select beat_at from heartbeat where name = :name for update")
        .bind("name", name)
        .map((rs, _) -> Rows.instant(rs, "beat_at").orElseThrow())
        .findOne();
  }

  static void beat(Handle handle, String name) {
    handle.execute(
        """
        insert into heartbeat (name, beat_at) values (?, clock_timestamp())
        on conflict (name) do update set beat_at = excluded.beat_at, failed_at = null
        """,
        name);
    ExternalAlertTable.end(handle, SOURCE, name, "heard again");
  }

  /** {@return when it failed} */
  static Instant fail(Handle handle, String name) {
    return handle
        .createQuery(
            """
            insert into heartbeat (name, beat_at, failed_at)
            values (:name, clock_timestamp(), clock_timestamp())
            on conflict (name) do update set failed_at = excluded.failed_at
            returning failed_at
            """)
        .bind("name", name)
        .map((rs, _) -> Rows.instant(rs, "failed_at").orElseThrow())
        .one();
  }

  /** Names of those that are missed, or have said that they failed. */
  static Set<String> alerting(Handle handle) {
    return handle
        .createQuery(
            """
            select fingerprint from external_alert where source = 'heartbeat' and ended_at is null
            """)
        .mapTo(String.class)
        .set();
  }

  /** Forgets those that are no longer declared; nobody will hear them again. */
  static void retain(Handle handle, Set<String> declared) {
    handle
        .createUpdate("delete from heartbeat where not name = any(:declared)")
        .bindArray("declared", String.class, declared.toArray())
        .execute();
    ExternalAlertTable.endRemoved(handle, SOURCE, declared);
  }

  /** Until when anybody listened. */
  static Optional<Instant> heardUntil(Handle handle) {
    return handle
        .createQuery("select heard_until from heartbeat_listening")
        .map((rs, _) -> Rows.instant(rs, "heard_until").orElseThrow())
        .findOne();
  }

  static void listening(Handle handle, Instant now) {
    handle
        .createUpdate(
            """
            insert into heartbeat_listening (heard_until) values (:now)
            on conflict (only_row) do update
            set heard_until = greatest(heartbeat_listening.heard_until, excluded.heard_until)
            """)
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .execute();
  }

  static void addGap(Handle handle, Instant from, Instant until) {
    handle
        .createUpdate(
            """
            insert into heartbeat_gap (from_at, until_at) values (:from, :until)
            on conflict (from_at) do update
            set until_at = greatest(heartbeat_gap.until_at, excluded.until_at)
            """)
        .bind("from", from.atOffset(ZoneOffset.UTC))
        .bind("until", until.atOffset(ZoneOffset.UTC))
        .execute();
  }

  /** Those that ended after an instant; what ended before is deleted. */
  static List<Interval> gaps(Handle handle, Instant since) {
    handle
        .createUpdate("delete from heartbeat_gap where until_at < :since")
        .bind("since", since.atOffset(ZoneOffset.UTC))
        .execute();
    return handle
        .createQuery("select from_at, until_at from heartbeat_gap")
        .map((rs, _) ->
            new Interval(
                Rows.instant(rs, "from_at").orElseThrow(),
                Rows.instant(rs, "until_at").orElseThrow()))
        .list();
  }
}
