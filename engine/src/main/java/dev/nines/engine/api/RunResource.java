package dev.nines.engine.api;

import dev.nines.engine.access.Actor;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.schedule.OnDemandRuns;
import dev.nines.engine.schedule.OnDemandRuns.Answer;
import dev.nines.engine.schedule.UnknownCause;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;

/** {@code probes/{name}/run}: a run now, for whoever wants to see what the probe sees. */
@Path("/api/v1/probes/{name}/run")
@Produces(MediaType.APPLICATION_JSON)
public final class RunResource {
  private final Supplier<Catalog> catalog;
  private final OnDemandRuns runs;
  private final Note note;

  /** Notes that a run was made. */
  @FunctionalInterface
  public interface Note {
    /**
     * Notes a run.
     *
     * @param actor who asked for it
     * @param probe the probe's name
     * @param success whether it was good
     */
    void made(Actor actor, String probe, boolean success);
  }

  /**
   * Runs probes.
   *
   * @param catalog what is declared
   * @param runs makes the runs
   * @param note is told of each run
   */
  public RunResource(Supplier<Catalog> catalog, OnDemandRuns runs, Note note) {
    this.catalog = catalog;
    this.runs = runs;
    this.note = note;
  }

  /**
   * Runs a probe and waits for it.
   *
   * @param actor who asks
   * @param name the probe's name
   * @return what the run saw; a failed run is an answer too
   */
  @POST
  public OnDemandRunView run(@Auth Actor actor, @PathParam("name") String name) {
    var probe = catalog.get().probe(name).orElseThrow(() -> Problem.notFound("probe", name));
    return switch (runs.run(probe)) {
      case Answer.Made run -> {
        note.made(actor, name, run.run().success());
        yield OnDemandRunView.of(probe, run);
      }
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
