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
   * Attaches rows to an incident, in its transition's transaction.
   *
   * @return whether none of them is another incident's, or passed over
   */
  static boolean attach(Handle handle, long incident, List<SignalRow> rows) {
    for (var table : Table.values()) {
      var ids = rows.stream().filter(row -> row.table == table).map(SignalRow::id).toList();
      if (!ids.isEmpty() && attach(handle, incident, table, ids) != ids.size()) {
        return false;
      }
    }
    return true;
  }

  private static int attach(Handle handle, long incident, Table table, List<Long> ids) {
    return handle
        .createUpdate(
            """
            update <table> set incident_id = :incident
            where id = any(:ids) and passed_over is null
              and (incident_id is null or incident_id = :incident)
            """)
        .define("table", table.label)
        .bind("incident", incident)
        .bindArray("ids", Long.class, ids.toArray())
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
