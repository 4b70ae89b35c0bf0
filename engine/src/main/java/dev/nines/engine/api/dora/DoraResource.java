package dev.nines.engine.api.dora;

import dev.nines.engine.api.reliability.WindowQuery;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.dora.DeliveryReader;
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
  private final DoraReports reports;

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
    this.reports = new DoraReports(catalog, reader, clock, zone);
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
    return DoraView.of(reports.of(names, labels, window), reports.reader().causeWindow());
  }
}
