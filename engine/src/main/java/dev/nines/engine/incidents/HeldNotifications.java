package dev.nines.engine.incidents;

import dev.nines.engine.alerts.BurnAlertTable;
import dev.nines.engine.alerts.BurnAlertTable.BurnAlertRow;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Silence;
import dev.nines.incident.Incident;
import java.net.URI;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What silences have held back. Each is told once its silence is over, if it is not over itself by
 * then; a row is deleted in the transaction that tells of it, so it is told once.
 */
public final class HeldNotifications {
  private final Jdbi jdbi;
  private final URI externalUrl;

  /**
   * Works on a database.
   *
   * @param jdbi the database
   * @param externalUrl where people find this Nines
   */
  public HeldNotifications(Jdbi jdbi, URI externalUrl) {
    this.jdbi = jdbi;
    this.externalUrl = externalUrl;
  }

  static void hold(Handle handle, long incident, String channel, Silence silence) {
    handle.execute(
        """
        insert into held_notification (incident_id, channel, silence) values (?, ?, ?)
        on conflict do nothing
        """,
        incident,
        channel,
        silence.name());
  }

  static void holdAlert(Handle handle, long alert, String channel, Silence silence) {
    handle.execute(
        """
        insert into held_notification (alert_id, channel, silence) values (?, ?, ?)
        on conflict do nothing
        """,
        alert,
        channel,
        silence.name());
  }

  /** {@return whether it was held back} */
  static boolean forget(Handle handle, long incident, String channel) {
    return handle.execute(
            "delete from held_notification where incident_id = ? and channel = ?",
            incident,
            channel)
        > 0;
  }

  /** {@return whether it was held back} */
  static boolean forgetAlert(Handle handle, long alert, String channel) {
    return handle.execute(
            "delete from held_notification where alert_id = ? and channel = ?", alert, channel)
        > 0;
  }

  /** {@return the channels that an incident is held back from} */
  static List<String> ofIncident(Handle handle, long incident) {
    return channels(handle, "incident_id", incident);
  }

  /** {@return the channels that an alert is held back from} */
  static List<String> ofAlert(Handle handle, long alert) {
    return channels(handle, "alert_id", alert);
  }

  /**
   * Tells what no silence holds back any more.
   *
   * @param catalog what is declared
   */
  public void release(Catalog catalog) {
    var incidents = held("incident_id");
    var alerts = held("alert_id");
    if (incidents.isEmpty() && alerts.isEmpty()) {
      return;
    }
    jdbi.useHandle(handle ->
        handle.execute(
            """
            delete from held_notification h where exists (
              select from incident i where i.id = h.incident_id and i.state = 'resolved')
              or exists (select from burn_alert a
                where a.id = h.alert_id and a.cleared_at is not null)
            """));
    var telling = jdbi.withHandle(handle -> IncidentTelling.now(handle, catalog, externalUrl));
    for (var id : incidents) {
      jdbi.useTransaction(handle -> release(handle, telling, id));
    }
    if (!alerts.isEmpty()) {
      jdbi.useTransaction(handle ->
          BurnAlertTable.firing(handle).stream()
              .filter(alert -> alerts.contains(alert.id()))
              .forEach(alert -> releaseAlert(handle, telling, alert)));
    }
  }

  private List<Long> held(String column) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select distinct <column> from held_notification where <column> is not null")
            .define("column", column)
            .mapTo(Long.class)
            .list());
  }

  /** The incident is locked, so that its end cannot be told before this. */
  private static void release(Handle handle, IncidentTelling telling, long id) {
    IncidentTable.lock(handle, id)
        .filter(Incident::open)
        .filter(incident -> telling.silence(incident.service(), incident.severity()).isEmpty())
        .ifPresent(incident ->
            channels(handle, "incident_id", id)
                .forEach(channel -> {
                  if (forget(handle, id, channel)) {
                    telling.tellLate(handle, incident, channel, "still open after a silence");
                  }
                }));
  }

  private static void releaseAlert(Handle handle, IncidentTelling telling, BurnAlertRow alert) {
    if (telling.silence(alert.service(), AlertTargets.severity(alert)).isEmpty()) {
      channels(handle, "alert_id", alert.id())
          .forEach(channel -> {
            if (forgetAlert(handle, alert.id(), channel)) {
              telling.putAlert(handle, alert, true, channel);
            }
          });
    }
  }

  private static List<String> channels(Handle handle, String column, long id) {
    return handle
        .createQuery("select channel from held_notification where <column> = :id order by channel")
        .define("column", column)
        .bind("id", id)
        .mapTo(String.class)
        .list();
  }
}
