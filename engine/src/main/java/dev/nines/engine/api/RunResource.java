package dev.nines.engine.api;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.schedule.OnDemandRuns;
import dev.nines.engine.schedule.OnDemandRuns.Answer;
import dev.nines.engine.schedule.UnknownCause;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** {@code probes/{name}/run}: a run now, for whoever wants to see what the probe sees. */
@Path("/api/v1/probes/{name}/run")
@Produces(MediaType.APPLICATION_JSON)
public final class RunResource {
  private final Supplier<Catalog> catalog;
  private final OnDemandRuns runs;
  private final Predicate<HttpServletRequest> allowed;

  /**
   * Runs probes.
   *
   * @param catalog what is declared
   * @param runs makes the runs
   * @param allowed whether who asks may have a probe run
   */
  public RunResource(
      Supplier<Catalog> catalog, OnDemandRuns runs, Predicate<HttpServletRequest> allowed) {
    this.catalog = catalog;
    this.runs = runs;
    this.allowed = allowed;
  }

  /**
   * Runs a probe and waits for it.
   *
   * @param name the probe's name
   * @param request who asks
   * @return what the run saw; a failed run is an answer too
   */
  @POST
  public OnDemandRunView run(@PathParam("name") String name, @Context HttpServletRequest request) {
    if (!allowed.test(request)) {
      throw Problem.of(
          Response.Status.FORBIDDEN, "a probe is run for clients on this machine only");
    }
    var probe = catalog.get().probe(name).orElseThrow(() -> Problem.notFound("probe", name));
    return switch (runs.run(probe)) {
      case Answer.Made made -> OnDemandRunView.of(probe, made);
      case Answer.UnderWay _ ->
          throw Problem.of(
              Response.Status.CONFLICT,
              "a run of %s that was asked for is still under way".formatted(name));
      case Answer.Overloaded(var detail) ->
          throw Problem.of(Response.Status.TOO_MANY_REQUESTS, detail);
      case Answer.Full(var gate) ->
          throw Problem.of(
              Response.Status.TOO_MANY_REQUESTS,
              "as many runs are under way as %s allows"
                  .formatted(
                      gate == UnknownCause.GATE_HOST
                          ? "concurrency.perHost"
                          : "concurrency.total"));
    };
  }
}
