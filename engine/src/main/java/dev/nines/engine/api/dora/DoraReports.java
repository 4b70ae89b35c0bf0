package dev.nines.engine.api.dora;

import dev.nines.engine.api.QueryFaults;
import dev.nines.engine.api.reliability.ServiceQuery;
import dev.nines.engine.api.reliability.WindowQuery;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.engine.dora.DeliveryReader;
import dev.nines.engine.dora.DoraReport;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes reports of what a request asks for, by API or page.
 *
 * @param catalog what is declared
 * @param reader what was deployed
 * @param clock the database's
 * @param zone where calendar windows begin that name no zone
 */
public record DoraReports(
    Supplier<Catalog> catalog, DeliveryReader reader, Supplier<Instant> clock, ZoneId zone) {
  /**
   * Makes a report.
   *
   * @param names services' names; none for all
   * @param labels each {@code key=value}; a service must have all of them
   * @param window of which time
   * @return the report; of all services together too where a label is asked for
   * @throws jakarta.ws.rs.WebApplicationException with all that is wrong with what is asked
   */
  public DoraReport of(List<String> names, List<String> labels, WindowQuery window) {
    var faults = new QueryFaults();
    var declared = catalog.get();
    var known = declared.services().stream().map(Service::name).toList();
    names.stream()
        .filter(name -> !known.contains(name))
        .forEach(
            name -> faults.fault("service", "not declared: " + name + Spelling.hint(name, known)));
    var wanted =
        ServiceQuery.labels(labels, faults)
            .and(service -> names.isEmpty() || names.contains(service.name()));
    var now = clock.get();
    var asked = window.read(faults, now, zone);
    faults.check();
    var services = declared.services().stream().filter(wanted).toList();
    return DoraReport.of(reader, declared, services, asked, now, !labels.isEmpty());
  }
}
