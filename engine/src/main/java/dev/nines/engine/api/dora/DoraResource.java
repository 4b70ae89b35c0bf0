package dev.nines.engine.api.dora;

import dev.nines.engine.api.QueryFaults;
import dev.nines.engine.api.reliability.ServiceQuery;
import dev.nines.engine.api.reliability.WindowQuery;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.engine.dora.DeliveryReader;
import dev.nines.engine.dora.DoraReport;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/** {@code dora}: the five figures of any window. */
@Path("/api/v1/dora")
@Produces(MediaType.APPLICATION_JSON)
public final class DoraResource {
  private final Supplier<Catalog> catalog;
  private final DeliveryReader reader;
  private final Supplier<Instant> clock;
  private final ZoneId zone;

  /**
   * Answers from the tables.
   *
   * @param catalog what is declared
   * @param reader what was deployed
   * @param clock the database's
   * @param zone where calendar windows begin that name no zone
   */
  public DoraResource(
      Supplier<Catalog> catalog, DeliveryReader reader, Supplier<Instant> clock, ZoneId zone) {
    this.catalog = catalog;
    this.reader = reader;
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * All services, or some.
   *
   * @param names a service's name; with several, each of them
   * @param labels each {@code key=value}; a service must have all of them
   * @param window of which time
   * @return their figures, each by itself, and together where a label is asked for
   */
  @GET
  public DoraView dora(
      @QueryParam("service") List<String> names,
      @QueryParam("label") List<String> labels,
      @BeanParam WindowQuery window) {
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
    return DoraView.of(
        DoraReport.of(reader, declared, services, asked, now),
        !labels.isEmpty(),
        reader.causeWindow());
  }
}
