package dev.nines.engine.incidents;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * A row that a signal is made of. It belongs to at most one incident, or is passed over for good.
 *
 * @param table where it is
 * @param id its number there
 */
record SignalRow(Table table, long id) {
  /** The tables of signals. */
  enum Table {
    /** Outages of probes. */
    OUTAGE("outage"),
    /** Burn-rate alerts. */
    BURN_ALERT("burn_alert"),
    /** Other people's alerts. */
    EXTERNAL_ALERT("external_alert");

    private final String label;

    Table(String label) {
      this.label = label;
    }
  }

  /**
   * That a row is one of an incident's.
   *
   * @param incident the incident's number
   */
  record Of(long incident, SignalRow row) {}

  /**
   * Attaches rows to incidents, in the transaction of their transitions.
   *
   * @return whether none of them is another incident's, or passed over
   */
  static boolean attach(Handle handle, List<Of> rows) {
    for (var table : Table.values()) {
      var own = rows.stream().filter(of -> of.row.table == table).toList();
      if (!own.isEmpty() && attach(handle, table, own) != own.size()) {
        return false;
      }
    }
    return true;
  }

  private static int attach(Handle handle, Table table, List<Of> rows) {
    return handle
        .createUpdate(
            """
            update <table> t set incident_id = s.incident
            from unnest(:ids::bigint[], :incidents::bigint[]) as s (id, incident)
            where t.id = s.id and t.passed_over is null
              and (t.incident_id is null or t.incident_id = s.incident)
            """)
        .define("table", table.label)
        .bindArray("ids", Long.class, rows.stream().map(of -> of.row.id).toArray())
        .bindArray("incidents", Long.class, rows.stream().map(Of::incident).toArray())
        .execute();
  }

  /** Passes it over, unless it is an incident's. */
  void passOver(Handle handle, String why) {
    handle
        .createUpdate(
            """
            update <table> set passed_over = :why
            where id = :id and incident_id is null and passed_over is null
            """)
        .define("table", table.label)
        .bind("why", why)
        .bind("id", id)
        .execute();
  }
}
