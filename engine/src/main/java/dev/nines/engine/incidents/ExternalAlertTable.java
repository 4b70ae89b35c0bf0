package dev.nines.engine.incidents;

import dev.nines.engine.database.Rows;
import dev.nines.incident.Severity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** The rows of other people's alerts. */
public final class ExternalAlertTable {
  /** The source of what Alertmanagers tell. */
  public static final String ALERTMANAGER = "alertmanager";

  private static final String REMOVED = "removed by declaration";

  private static final String AGAIN =
      """
      update external_alert set told_at = now()
      where source = :source and fingerprint = :fingerprint and told_start = :startsAt
        and ended_at is null
      """;

  /**
   * One that had ended for want of news fires again from now on: what was between, nobody knows.
   */
  private static final String FIRES =
      """
      insert into external_alert (source, fingerprint, starts_at, told_start, service, name, summary,
        link, severity, received_at, told_at)
      select :source, :fingerprint, case when known.n = 0 then :startsAt::timestamptz else now() end,
        :startsAt::timestamptz,
        :service, :name, :summary, :link, :severity, now(), now()
      from (select count(*) as n, coalesce(bool_and(untold), true) as untold from external_alert
        where source = :source and fingerprint = :fingerprint and told_start = :startsAt) known
      where known.untold
      on conflict do nothing
      """;

  private static final String ENDS =
      """
      update external_alert set ended_at = greatest(:endedAt, starts_at), cleared_at = now(),
        ended_by = 'resolved'
      where source = :source and fingerprint = :fingerprint and told_start <= :endedAt
        and ended_at is null
      """;

  /** A message that comes late must not make it fire again. */
  private static final String IS_OVER =
      """
      update external_alert set untold = false
      where source = :source and fingerprint = :fingerprint and told_start = :startsAt and untold
      """;

  private static final String OVER =
      """
      insert into external_alert as a (source, fingerprint, starts_at, told_start, service, name,
        summary, link, severity, received_at, told_at, ended_at, cleared_at, ended_by)
      values (:source, :fingerprint, :startsAt, :startsAt, :service, :name, :summary, :link, :severity,
        now(), now(), :endedAt, now(), 'resolved')
      on conflict (source, fingerprint, starts_at) do update set
        ended_at = excluded.ended_at, cleared_at = excluded.cleared_at,
        ended_by = excluded.ended_by
      where a.ended_at is null
      """;

  private ExternalAlertTable() {}

  /**
   * What somebody else's monitoring has told.
   *
   * @param source who, such as {@code alertmanager}
   * @param fingerprint names the alert there
   * @param startsAt since when it fires, by its source
   * @param service the service it is about
   * @param name what it is called there
   * @param summary one sentence for people; may be empty
   * @param link where to read more there
   * @param severity how bad it is said to be
   * @param endedAt when it ended, by its source; empty while it fires
   */
  public record Told(
      String source,
      String fingerprint,
      Instant startsAt,
      String service,
      String name,
      String summary,
      Optional<String> link,
      Severity severity,
      Optional<Instant> endedAt) {
    /** Clocks differ: nothing ends before it began. */
    public Told {
      endedAt = endedAt.map(end -> end.isBefore(startsAt) ? startsAt : end);
    }
  }

  /**
   * A stored alert.
   *
   * @param id its number
   * @param told what was told
   * @param receivedAt when it was told first
   * @param toldAt when it was last told that it fires
   * @param clearedAt when its end was told
   * @param endedBy what ended it, once it has ended
   * @param incident the incident it is a signal of, once there is one
   * @param passedOver why it never opens one, where it does not
   */
  public record ExternalAlertRow(
      long id,
      Told told,
      Instant receivedAt,
      Instant toldAt,
      Optional<Instant> clearedAt,
      Optional<String> endedBy,
      Optional<Long> incident,
      Optional<String> passedOver) {
    /** {@return when it was noticed: not before it began, since clocks differ} */
    public Instant detectedAt() {
      return receivedAt.isBefore(told.startsAt()) ? told.startsAt() : receivedAt;
    }

    /** {@return whether the first that was told of it was its end} */
    public boolean overWhenHeard() {
      return clearedAt.filter(at -> !at.isAfter(receivedAt)).isPresent();
    }

    /** {@return when its end was certain; its end itself where nobody had heard of it before} */
    public Optional<Instant> endKnownAt() {
      return overWhenHeard() ? told.endedAt() : clearedAt;
    }
  }

  /**
   * Takes in what was told. Told again, it is the same; what was told to be over stays so. An end
   * is that of whatever began before it under the same fingerprint: Alertmanager moves the start of
   * an alert that fires when another replica of Prometheus tells it another one.
   *
   * <p>What one transaction tells, it tells at one instant: an alert of which it tells both start
   * and end was over when it was heard of.
   *
   * @param handle the transaction
   * @param told what was told
   */
  public static void put(Handle handle, Told told) {
    if (told.endedAt().isPresent()) {
      putEnd(handle, told, told.endedAt().get());
    } else if (named(handle.createUpdate(AGAIN), told).execute() == 0) {
      whole(handle.createUpdate(FIRES), told).execute();
    }
  }

  private static void putEnd(Handle handle, Told told, Instant endedAt) {
    handle
        .createUpdate(ENDS)
        .bind("source", told.source())
        .bind("fingerprint", told.fingerprint())
        .bind("endedAt", endedAt)
        .execute();
    named(handle.createUpdate(IS_OVER), told).execute();
    whole(handle.createUpdate(OVER), told).bind("endedAt", endedAt).execute();
  }

  private static Update named(Update update, Told told) {
    return update
        .bind("source", told.source())
        .bind("fingerprint", told.fingerprint())
        .bind("startsAt", told.startsAt());
  }

  private static Update whole(Update update, Told told) {
    return named(update, told)
        .bind("service", told.service())
        .bind("name", told.name())
        .bind("summary", told.summary())
        .bind("link", told.link())
        .bind("severity", told.severity().label());
  }

  /**
   * Ends an alert of which nobody tells any more. How long it lasted after it was told for the last
   * time is not known, so it ends there.
   *
   * @param handle the transaction
   * @param alert the alert as it was read; if it was told again since then, nothing happens
   * @param now the present
   * @param why what ends it
   * @return whether it ended
   */
  public static boolean endUntold(Handle handle, ExternalAlertRow alert, Instant now, String why) {
    return handle
            .createUpdate(
                """
                update external_alert set ended_at = greatest(told_at, starts_at), cleared_at = :now,
                  ended_by = :why, untold = true
                where id = :id and ended_at is null and told_at = :toldAt
                """)
            .bind("id", alert.id())
            .bind("toldAt", alert.toldAt())
            .bind("now", now)
            .bind("why", why)
            .execute()
        > 0;
  }

  /**
   * Reads alerts.
   *
   * @param handle the database
   * @param since the window's start
   * @return every alert that fires, is undecided, or ended at or after it, by start
   */
  public static List<ExternalAlertRow> since(Handle handle, Instant since) {
    return handle
        .createQuery(
            """
            select * from external_alert
            where ended_at is null or ended_at >= :since
              or (incident_id is null and passed_over is null)
            order by starts_at, id
            """)
        .bind("since", since)
        .map((rs, _) -> row(rs))
        .list();
  }

  /**
   * Ends an alert now, for a source that tells of no end itself; one that has ended stays so.
   *
   * @param handle the transaction
   * @param source who told of it
   * @param fingerprint names the alert there
   * @param why what ended it
   */
  public static void end(Handle handle, String source, String fingerprint, String why) {
    end(handle, "source = :source and fingerprint = :fingerprint", why)
        .bind("source", source)
        .bind("fingerprint", fingerprint)
        .execute();
  }

  /**
   * Ends the alerts of a source that nobody will tell of again.
   *
   * @param handle the transaction
   * @param source who told of them
   * @param declared the fingerprints that are still declared
   */
  public static void endRemoved(Handle handle, String source, Set<String> declared) {
    end(handle, "source = :source and not fingerprint = any(:declared)", REMOVED)
        .bind("source", source)
        .bindArray("declared", String.class, declared.toArray())
        .execute();
  }

  /**
   * Ends the alerts of services that are no longer declared.
   *
   * @param handle the database
   * @param declared the declared services' names
   */
  public static void endRemoved(Handle handle, Set<String> declared) {
    end(handle, "not service = any(:declared)", REMOVED)
        .bindArray("declared", String.class, declared.toArray())
        .execute();
  }

  private static Update end(Handle handle, String which, String why) {
    return handle
        .createUpdate(
            """
            update external_alert set ended_at = greatest(clock_timestamp(), starts_at),
              cleared_at = clock_timestamp(), ended_by = :why
            where ended_at is null and <which>
            """)
        .define("which", which)
        .bind("why", why);
  }

  private static ExternalAlertRow row(ResultSet rs) throws SQLException {
    return new ExternalAlertRow(
        rs.getLong("id"),
        new Told(
            rs.getString("source"),
            rs.getString("fingerprint"),
            Rows.instant(rs, "starts_at").orElseThrow(),
            rs.getString("service"),
            rs.getString("name"),
            rs.getString("summary"),
            Optional.ofNullable(rs.getString("link")),
            Severity.of(rs.getString("severity")),
            Rows.instant(rs, "ended_at")),
        Rows.instant(rs, "received_at").orElseThrow(),
        Rows.instant(rs, "told_at").orElseThrow(),
        Rows.instant(rs, "cleared_at"),
        Optional.ofNullable(rs.getString("ended_by")),
        Optional.ofNullable(rs.getObject("incident_id", Long.class)),
        Optional.ofNullable(rs.getString("passed_over")));
  }
}
