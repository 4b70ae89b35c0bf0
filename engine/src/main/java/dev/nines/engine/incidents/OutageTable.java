package dev.nines.engine.incidents;

import dev.nines.engine.database.Rows;
import dev.nines.incident.Outage;
import dev.nines.incident.OutageChange;
import dev.nines.incident.Run;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of outages. */
public final class OutageTable {
  private OutageTable() {}

  /**
   * A stored outage.
   *
   * @param id its number
   * @param probe the probe that was down
   * @param location where it was seen from
   * @param service the service that the probe watched then
   * @param lastGood when the last good run before it was due, where one is known
   * @param impactStart when the first bad run was due
   * @param detectedAt when the opening streak was complete
   * @param restoredAt when the first good run of the closing streak was due
   * @param recoveredAt when the closing streak was complete
   * @param endedBy what ended it, once it has ended
   * @param cause why the first bad run failed
   * @param incident the incident it is a signal of, once there is one
   * @param passedOver why it never opens one, where it does not
   */
  public record OutageRow(
      long id,
      String probe,
      String location,
      Optional<String> service,
      Optional<Instant> lastGood,
      Instant impactStart,
      Instant detectedAt,
      Optional<Instant> restoredAt,
      Optional<Instant> recoveredAt,
      Optional<String> endedBy,
      Run.Failure cause,
      Optional<Long> incident,
      Optional<String> passedOver) {}

  static void open(Handle handle, int probe, int location, OutageChange.Opened opened) {
    handle
        .createUpdate(
            """
            insert into outage (probe_id, location_id, service, last_good_at, impact_start, detected_at,
              failure_phase, failure_reason, failure_detail, trace_id)
            values (:probe, :location, (select service from probe where id = :probe), :lastGood, :impactStart, :detectedAt, :phase, :reason,
              :detail, :trace)
            on conflict do nothing
            """)
        .bind("probe", probe)
        .bind("location", location)
        .bind("lastGood", opened.lastGood())
        .bind("impactStart", opened.impactStart())
        .bind("detectedAt", opened.detectedAt())
        .bind("phase", opened.cause().phase())
        .bind("reason", opened.cause().reason())
        .bind("detail", opened.cause().detail())
        .bind("trace", opened.cause().traceId())
        .execute();
  }

  static void close(Handle handle, int probe, int location, OutageChange.Closed closed) {
    handle
        .createUpdate(
            """
            update outage set restored_at = :restoredAt, recovered_at = :recoveredAt,
              ended_by = 'recovered'
            where probe_id = :probe and location_id = :location and impact_start = :impactStart
              and recovered_at is null
            """)
        .bind("probe", probe)
        .bind("location", location)
        .bind("impactStart", closed.impactStart())
        .bind("restoredAt", closed.restoredAt())
        .bind("recoveredAt", closed.recoveredAt())
        .execute();
  }

  static Map<String, Outage> lastOfEach(Handle handle, String location) {
    var last = new HashMap<String, Outage>();
    handle
        .createQuery(
            """
            select distinct on (o.probe_id) p.name, o.impact_start, o.restored_at
            from outage o join probe p on p.id = o.probe_id join location l on l.id = o.location_id
            where l.name = :location
            order by o.probe_id, o.impact_start desc
            """)
        .bind("location", location)
        .map((rs, _) ->
            last.put(
                rs.getString(1),
                new Outage(
                    rs.getObject(2, OffsetDateTime.class).toInstant(),
                    Rows.instant(rs, "restored_at"))))
        .forEach(_ -> {});
    return last;
  }

  /**
   * Reads the outages that a window or an open incident may need.
   *
   * @param handle the database
   * @param since the window's start
   * @return every outage that is open, in no incident yet and not passed over, or ended at or after
   *     it, by impact start
   */
  public static List<OutageRow> since(Handle handle, Instant since) {
    return handle
        .createQuery(
            """
            select o.*, p.name as probe, l.name as location
            from outage o join probe p on p.id = o.probe_id join location l on l.id = o.location_id
            where o.recovered_at is null or (o.incident_id is null and o.passed_over is null)
              or o.restored_at >= :since
            order by o.impact_start, o.id
            """)
        .bind("since", since)
        .map((rs, _) -> row(rs))
        .list();
  }

  /**
   * Ends the outages of probes that are no longer declared where they were seen from: nobody will
   * see them recover.
   *
   * @param handle the database
   * @param now the present
   */
  public static void endRemoved(Handle handle, Instant now) {
    handle
        .createUpdate(
            """
            update outage o set restored_at = greatest(:now, o.detected_at),
              recovered_at = greatest(:now, o.detected_at), ended_by = 'removed by declaration'
            where o.recovered_at is null and not exists (
              select from probe_grid g
              where g.probe_id = o.probe_id and g.location_id = o.location_id
                and g.until_at is null)
            """)
        .bind("now", now)
        .execute();
  }

  private static OutageRow row(ResultSet rs) throws SQLException {
    return new OutageRow(
        rs.getLong("id"),
        rs.getString("probe"),
        rs.getString("location"),
        Optional.ofNullable(rs.getString("service")),
        Rows.instant(rs, "last_good_at"),
        rs.getObject("impact_start", OffsetDateTime.class).toInstant(),
        rs.getObject("detected_at", OffsetDateTime.class).toInstant(),
        Rows.instant(rs, "restored_at"),
        Rows.instant(rs, "recovered_at"),
        Optional.ofNullable(rs.getString("ended_by")),
        new Run.Failure(
            rs.getString("failure_phase"),
            rs.getString("failure_reason"),
            rs.getString("failure_detail"),
            Optional.ofNullable(rs.getString("trace_id"))),
        Optional.ofNullable(rs.getObject("incident_id", Long.class)),
        Optional.ofNullable(rs.getString("passed_over")));
  }
}
