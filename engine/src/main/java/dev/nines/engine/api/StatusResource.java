package dev.nines.engine.api;

import dev.nines.engine.evaluation.Snapshot;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.function.Supplier;

/** {@code services} and {@code slos}: the newest snapshot. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class StatusResource {
  private final Supplier<Snapshot> snapshots;

  /**
   * Shows snapshots.
   *
   * @param snapshots the newest one
   */
  public StatusResource(Supplier<Snapshot> snapshots) {
    this.snapshots = snapshots;
  }

  /** {@return all services, in the order of declaration} */
  @GET
  @Path("services")
  public List<ServiceView> services() {
    return snapshots.get().services().stream().map(ServiceView::of).toList();
  }

  /**
   * One service.
   *
   * @param name its name
   * @return the service
   */
  @GET
  @Path("services/{name}")
  public ServiceView service(@PathParam("name") String name) {
    return snapshots
        .get()
        .service(name)
        .map(ServiceView::of)
        .orElseThrow(() -> Problem.notFound("service", name));
  }

  /** {@return all SLOs, in the order of declaration} */
  @GET
  @Path("slos")
  public List<SloView> slos() {
    return snapshots.get().slos().stream().map(SloView::of).toList();
  }

  /**
   * One SLO.
   *
   * @param name its name
   * @return the SLO
   */
  @GET
  @Path("slos/{name}")
  public SloView slo(@PathParam("name") String name) {
    return snapshots
        .get()
        .slo(name)
        .map(SloView::of)
        .orElseThrow(() -> Problem.notFound("SLO", name));
  }
}
