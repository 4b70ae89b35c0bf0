package dev.nines.engine.gate;

import dev.nines.engine.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What people have said against the gate. Rows are added and ended, never deleted. */
public final class OverrideTable {
  private OverrideTable() {}

  /**
   * Adds an override, which takes the place of one that holds.
   *
   * @param handle the transaction
   * @param service which service
   * @param reason why
   * @param by who says so
   * @param until until when
   * @return as it is stored
   */
  static GateOverride add(Handle handle, String service, String reason, String by, Instant until) {
    end(handle, service, by);
    return handle
        .createQuery(
            """
            insert into gate_override (service, reason, actor, until_at)
            values (:service, :reason, :by, :until)
            returning *
            """)
        .bind("service", service)
        .bind("reason", reason)
        .bind("by", by)
        .bind("until", until.atOffset(ZoneOffset.UTC))
        .map((rs, _) -> override(rs))
        .one();
  }

  /**
   * Ends what holds of a service.
   *
   * @param handle the transaction
   * @param service which service
   * @param by who ends it
   * @return what held until now, the newest first
   */
  static List<GateOverride> end(Handle handle, String service, String by) {
    return handle
        .createQuery(
            """
            update gate_override set ended_at = clock_timestamp(), ended_by = :by
            where service = :service and ended_at is null and until_at > clock_timestamp()
            returning *
            """)
        .bind("service", service)
        .bind("by", by)
        .map((rs, _) -> override(rs))
        .list();
  }

  /**
   * Finds those that hold.
   *
   * @param handle the database
   * @return of all services, the newest last
   */
  public static List<GateOverride> active(Handle handle) {
    return handle
        .createQuery(
            """
            select * from gate_override where ended_at is null and until_at > clock_timestamp()
            order by id
            """)
        .map((rs, _) -> override(rs))
        .list();
  }

  private static GateOverride override(ResultSet rs) throws SQLException {
    return new GateOverride(
        rs.getLong("id"),
        rs.getString("service"),
        rs.getString("reason"),
        rs.getString("actor"),
        instant(rs, "created_at").orElseThrow(),
        instant(rs, "until_at").orElseThrow(),
        instant(rs, "ended_at"));
  }

  private static Optional<Instant> instant(ResultSet rs, String column) throws SQLException {
    return Rows.instant(rs, column);
  }
}
