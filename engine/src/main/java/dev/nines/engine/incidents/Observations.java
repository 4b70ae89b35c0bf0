package dev.nines.engine.incidents;

import dev.nines.engine.alerts.BurnAlertTable;
import dev.nines.engine.alerts.BurnAlertTable.BurnAlertRow;
import dev.nines.engine.incidents.ExternalAlertTable.ExternalAlertRow;
import dev.nines.engine.incidents.OutageTable.OutageRow;
import dev.nines.incident.Incident;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What the tables say of everything that can be wrong.
 *
 * @param outages those that are open, undecided, or recent, by impact start
 * @param alerts burn-rate alerts that are firing or that an incident has to learn of
 * @param externals other people's alerts: those that are firing, undecided, or recent
 * @param incidents those that are open or recent, newest impact first
 */
public record Observations(
    List<OutageRow> outages,
    List<BurnAlertRow> alerts,
    List<ExternalAlertRow> externals,
    List<Incident> incidents) {
  /** Copies the lists. */
  public Observations {
    outages = List.copyOf(outages);
    alerts = List.copyOf(alerts);
    externals = List.copyOf(externals);
    incidents = List.copyOf(incidents);
  }

  /**
   * Reads them.
   *
   * @param handle the database
   * @param recent knows the incidents of the tick before
   * @param since what ended before is not recent
   * @return what they say
   */
  public static Observations read(Handle handle, RecentIncidents recent, Instant since) {
    return new Observations(
        OutageTable.since(handle, since),
        BurnAlertTable.current(handle),
        ExternalAlertTable.since(handle, since),
        recent.since(handle, since));
  }

  /**
   * The same with incidents that have moved on.
   *
   * @param moved the incidents
   * @return the observations with them
   */
  public Observations with(List<Incident> moved) {
    return new Observations(outages, alerts, externals, moved);
  }
}
