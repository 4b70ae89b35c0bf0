package dev.nines.engine.api;

import dev.nines.engine.datasource.MetricStatus;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.slo.Sli.Question;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code services} and {@code slos}: the newest snapshot. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class StatusResource {
  private final Supplier<Snapshot> snapshots;
  private final Function<Question, Optional<MetricStatus>> readings;

  /**
   * Shows snapshots.
   *
   * @param snapshots the newest one
   * @param readings how far the SLIs of data sources are read
   */
  public StatusResource(
      Supplier<Snapshot> snapshots, Function<Question, Optional<MetricStatus>> readings) {
    this.snapshots = snapshots;
    this.readings = readings;
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
    return snapshots.get().slos().stream().map(slo -> SloView.of(slo, readings)).toList();
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
        .map(slo -> SloView.of(slo, readings))
        .orElseThrow(() -> Problem.notFound("SLO", name));
  }
}
