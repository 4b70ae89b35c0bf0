package dev.nines.engine.api.reliability;

import dev.nines.engine.api.Problem;
import dev.nines.engine.api.QueryFaults;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.figures.PastReader;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/** {@code services/{name}/reliability} and {@code reliability}: figures of any window. */
@Path("/api/v1") // a longer path would hide services/{name} itself
@Produces(MediaType.APPLICATION_JSON)
public final class ReliabilityResource {
  private final Supplier<Catalog> catalog;
  private final PastReader past;
  private final Supplier<Instant> clock;
  private final ZoneId zone;

  /**
   * Answers from the tables.
   *
   * @param catalog what is declared
   * @param past how the services were
   * @param clock the database's
   * @param zone where calendar windows begin that name no zone
   */
  public ReliabilityResource(
      Supplier<Catalog> catalog, PastReader past, Supplier<Instant> clock, ZoneId zone) {
    this.catalog = catalog;
    this.past = past;
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * One service.
   *
   * @param name its name
   * @param window of which time
   * @return its figures
   */
  @GET
  @Path("services/{name}/reliability")
  public ReliabilityView service(@PathParam("name") String name, @BeanParam WindowQuery window) {
    var service = catalog.get().service(name).orElseThrow(() -> Problem.notFound("service", name));
    return report(List.of(service), window, new QueryFaults());
  }

  /**
   * All services, or those with labels.
   *
   * @param labels each {@code key=value}; a service must have all of them
   * @param window of which time
   * @return their figures, together and each by itself
   */
  @GET
  @Path("reliability")
  public ReliabilityView services(
      @QueryParam("label") List<String> labels, @BeanParam WindowQuery window) {
    var faults = new QueryFaults();
    var wanted = ServiceQuery.labels(labels, faults);
    return report(catalog.get().services().stream().filter(wanted).toList(), window, faults);
  }

  private ReliabilityView report(List<Service> services, WindowQuery query, QueryFaults faults) {
    var now = clock.get();
    var window = query.read(faults, now, zone);
    faults.check();
    return ReliabilityView.of(window, past.read(catalog.get(), services, window.span(), now), now);
  }
}
