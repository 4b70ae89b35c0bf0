package dev.nines.engine.pages.incidents;

import dev.nines.engine.pages.IncidentRow;
import dev.nines.incident.Incident;
import dev.nines.incident.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The list of incidents, ready to print.
 *
 * @param rows newest impact first
 * @param asked what the list was narrowed down to, by the names of the form's fields
 * @param states all that can be chosen
 * @param severities all that can be chosen
 * @param services all that can be chosen, by name, with their names for people
 * @param zone where a month begins
 * @param faults what is wrong with what was asked; empty where nothing is
 * @param older where the list goes on; empty at its end
 */
public record IncidentListPage(
    List<IncidentRow> rows,
    Map<String, String> asked,
    List<String> states,
    List<String> severities,
    Map<String, String> services,
    String zone,
    String faults,
    String older) {
  static final List<String> STATES =
      Arrays.stream(Incident.State.values()).map(Incident.State::label).toList();
  static final List<String> SEVERITIES =
      Arrays.stream(Severity.values()).map(Severity::label).toList();

  /** {@return whether only some are asked for} */
  public boolean narrowed() {
    return !asked.isEmpty();
  }
}
