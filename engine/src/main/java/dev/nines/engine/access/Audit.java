package dev.nines.engine.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Who has done what? One row for each change that a person made, written in the transaction of the
 * change, with the database's clock.
 */
public final class Audit {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Audit() {}

  /**
   * What was done.
   *
   * @param id its number; later ones are higher
   * @param at when
   * @param actor who did it
   * @param action what, {@code noun.verb}
   * @param subject to what
   * @param details what else is worth knowing; no secrets
   * @param address where the request came from
   */
  public record Entry(
      long id,
      Instant at,
      String actor,
      String action,
      String subject,
      JsonNode details,
      String address) {}

  /**
   * Which entries are wanted.
   *
   * @param actor of whom
   * @param action of which kind
   * @param subject to what
   * @param from not before
   * @param to before
   * @param before with a lower number, to read on from where a list ended
   * @param limit how many at most
   */
  public record Query(
      Optional<String> actor,
      Optional<String> action,
      Optional<String> subject,
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<Long> before,
      int limit) {}

  /**
   * Notes what somebody does.
   *
   * @param handle the transaction of the change itself
   * @param actor who does it
   * @param action what, {@code noun.verb}, such as {@code correction.add}
   * @param subject to what, such as a number or name
   * @param details what else is worth knowing, as JSON has it; no secrets
   */
  public static void record(
      Handle handle, Actor actor, String action, String subject, Map<String, ?> details) {
    insert(handle, actor.name(), action, subject, details, actor.address());
  }

  /**
   * Notes that somebody tried to log in and could not: one row an hour and address, which counts,
   * and no more than a hundred rows an hour, since whoever tries must not fill the disk.
   */
  static void refusedLogIn(Handle handle, String address) {
    var counted =
        handle
            .createUpdate(
                """
                update audit
                set details = jsonb_set(details, '{times}', to_jsonb((details ->> 'times')::int + 1))
                where action = 'session.refuse' and address = :address
                  and at > now() - interval '1 hour'
                """)
            .bind("address", address)
            .execute();
    var rows =
        handle
            .createQuery(
                """
                select count(*) from audit
                where action = 'session.refuse' and at > now() - interval '1 hour'
                """)
            .mapTo(Integer.class)
            .one();
    if (counted == 0 && rows < 100) {
      insert(handle, "nobody", "session.refuse", "", Map.of("times", 1), address);
    }
  }

  private static void insert(
      Handle handle,
      String actor,
      String action,
      String subject,
      Map<String, ?> details,
      String address) {
    handle
        .createUpdate(
            """
            insert into audit (actor, action, subject, details, address)
            values (:actor, :action, :subject, :details::jsonb, :address)
            """)
        .bind("actor", actor)
        .bind("action", action)
        .bind("subject", subject)
        .bind("details", json(details))
        .bind("address", address)
        .execute();
  }

  /**
   * Reads the log.
   *
   * @param handle the database
   * @param query which entries
   * @return newest first
   */
  public static List<Entry> list(Handle handle, Query query) {
    return handle
        .createQuery(
            """
            select * from audit
            where (:actor::text is null or actor = :actor)
              and (:action::text is null or action = :action)
              and (:subject::text is null or subject = :subject)
              and (:from::timestamptz is null or at >= :from)
              and (:to::timestamptz is null or at < :to)
              and (:before::bigint is null or id < :before)
            order by id desc limit :limit
            """)
        .bind("actor", query.actor())
        .bind("action", query.action())
        .bind("subject", query.subject())
        .bind("from", query.from().map(at -> at.atOffset(ZoneOffset.UTC)))
        .bind("to", query.to().map(at -> at.atOffset(ZoneOffset.UTC)))
        .bind("before", query.before())
        .bind("limit", query.limit())
        .map((rows, _) -> entry(rows))
        .list();
  }

  private static Entry entry(ResultSet rows) throws SQLException {
    try {
      return new Entry(
          rows.getLong("id"),
          Rows.instant(rows, "at").orElseThrow(),
          rows.getString("actor"),
          rows.getString("action"),
          rows.getString("subject"),
          JSON.readTree(rows.getString("details")),
          rows.getString("address"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // the database knows it for JSON
    }
  }

  private static String json(Map<String, ?> details) {
    try {
      return JSON.writeValueAsString(details);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("details not JSON: " + details.keySet(), e);
    }
  }
}
