package dev.nines.engine.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.datasource.DryRun;
import dev.nines.engine.declarations.Reading;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.text.Count;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code check} has found.
 *
 * @param services how many are declared; 0 where there is a fault
 * @param probes how many are declared; 0 where there is a fault
 * @param slos how many are declared; 0 where there is a fault
 * @param faults what is wrong
 * @param warnings what is doubtful
 * @param notes what follows from what is declared: how many failures page
 * @param asked what data sources said, where they were asked
 */
record CheckReport(
    @JsonProperty int services,
    @JsonProperty int probes,
    @JsonProperty int slos,
    @JsonProperty List<Fault> faults,
    @JsonProperty List<Fault> warnings,
    @JsonProperty List<Fault> notes,
    @JsonProperty List<DryRun.Asked> asked) {
  static CheckReport of(
      List<Fault> configuration, Reading reading, List<DryRun.Asked> asked, Instant now) {
    var catalog = reading.catalog().orElse(Catalog.EMPTY);
    var faults = new ArrayList<>(configuration);
    faults.addAll(reading.faults());
    return new CheckReport(
        catalog.services().size(),
        catalog.probes().size(),
        catalog.slos().size(),
        List.copyOf(faults),
        reading.warningsAt(now),
        reading.notes().get(),
        List.copyOf(asked));
  }

  /** Whether nothing is wrong, as far as that was asked. */
  boolean isGood() {
    return faults.isEmpty() && asked.stream().allMatch(said -> said.fault().isEmpty());
  }

  /** The line that sums it up. */
  String summary() {
    if (faults.isEmpty()) {
      return "%s, %s, %s: no faults%s"
          .formatted(
              Count.of(probes, "probe"),
              Count.of(slos, "SLO"),
              Count.of(services, "service"),
              warnings.isEmpty() ? "" : ", " + Count.of(warnings.size(), "warning"));
    }
    return Count.of(faults.size(), "fault");
  }
}
