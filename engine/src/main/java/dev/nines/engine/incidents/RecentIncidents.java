package dev.nines.engine.incidents;

import dev.nines.incident.Incident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The incidents that are open or recent. From one tick to the next hardly any changes, and whatever
 * changes one gives it another version: only those are read again. Thread-safe.
 */
public final class RecentIncidents {
  private Map<Long, Incident> known = Map.of();

  private record Version(long id, int version) {}

  /** Knows none yet. */
  public RecentIncidents() {}

  /**
   * Reads what the evaluation and the windows need, as {@link IncidentTable#since} does.
   *
   * @param handle the database
   * @param since the longest window's start
   * @return every incident that is not resolved or began or was resolved at or after it, newest
   *     impact first
   */
  public synchronized List<Incident> since(Handle handle, Instant since) {
    var versions =
        handle
            .createQuery("select id, version " + IncidentTable.SINCE)
            .bind("since", since)
            .map((rs, _) -> new Version(rs.getLong("id"), rs.getInt("version")))
            .list();
    var changed = new ArrayList<Long>();
    for (var row : versions) {
      if (known(row).isEmpty()) {
        changed.add(row.id);
      }
    }
    var read = IncidentTable.read(handle, changed);
    var now = new HashMap<Long, Incident>();
    var incidents = new ArrayList<Incident>();
    for (var row : versions) {
      known(row)
          .or(() -> Optional.ofNullable(read.get(row.id)))
          .ifPresent(incident -> {
            now.put(row.id, incident);
            incidents.add(incident);
          });
    }
    known = now;
    return incidents;
  }

  private Optional<Incident> known(Version row) {
    return Optional.ofNullable(known.get(row.id))
        .filter(incident -> incident.version() == row.version);
  }
}
