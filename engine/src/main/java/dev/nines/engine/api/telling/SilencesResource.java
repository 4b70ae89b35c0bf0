package dev.nines.engine.api.telling;

import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Audit;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.SentBody;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.silences.SilenceTable;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** {@code silences}: what people are not told of, and until when. */
@Path("/api/v1/silences")
@Produces(MediaType.APPLICATION_JSON)
public final class SilencesResource {
  private final Supplier<Catalog> catalog;
  private final Jdbi jdbi;
  private final Runnable apply;

  /**
   * Shows and takes silences.
   *
   * @param catalog what is declared
   * @param jdbi the database
   * @param apply evaluates everything anew
   */
  public SilencesResource(Supplier<Catalog> catalog, Jdbi jdbi, Runnable apply) {
    this.catalog = catalog;
    this.jdbi = jdbi;
    this.apply = apply;
  }

  /**
   * {@return the declared ones in the order of declaration, then those of the API, newest first}
   */
  @GET
  public List<SilenceView> silences() {
    return jdbi.withHandle(handle -> {
      var now = Evaluator.now(handle);
      return Stream.concat(
              catalog.get().telling().silences().stream()
                  .map(silence -> SilenceView.declared(silence, now)),
              SilenceTable.newest(handle).stream().map(silence -> SilenceView.stored(silence, now)))
          .toList();
    });
  }

  /**
   * Adds a silence, which holds from its start on.
   *
   * @param actor who asks, its author
   * @param body the silence as JSON
   * @return the silence as stored
   * @throws IOException where the body breaks off
   */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response add(@Auth Actor actor, InputStream body) throws IOException {
    var sent = SentBody.read(body);
    var view =
        jdbi.inTransaction(handle -> {
          var now = Evaluator.now(handle);
          var silence = SilenceBody.read(sent, catalog.get(), actor.name(), now);
          var added = SilenceTable.add(handle, silence);
          var shown = SilenceView.stored(added, now);
          Audit.record(
              handle,
              actor,
              "silence.add",
              Long.toString(added.id()),
              Map.of(
                  "services", shown.services(),
                  "severities", shown.severities(),
                  "labels", shown.labels(),
                  "start", shown.start().toString(),
                  "end", shown.end().toString(),
                  "reason", shown.reason()));
          return shown;
        });
    apply.run();
    return Response.created(URI.create("/api/v1/silences/" + view.id().orElseThrow()))
        .entity(view)
        .build();
  }

  /**
   * Ends a silence now; what it held back and is still open is told then. One that is over stays as
   * it is.
   *
   * @param actor who asks
   * @param id its number
   * @return the silence as stored
   */
  @DELETE
  @Path("{id}")
  public SilenceView end(@Auth Actor actor, @PathParam("id") long id) {
    var view =
        jdbi.inTransaction(handle -> {
          if (SilenceTable.end(handle, id, actor.name())) {
            Audit.record(handle, actor, "silence.end", Long.toString(id), Map.of());
          }
          var now = Evaluator.now(handle);
          return SilenceTable.find(handle, id).map(stored -> SilenceView.stored(stored, now));
        });
    if (view.isEmpty()) {
      throw Problem.notFound("silence", Long.toString(id));
    }
    apply.run();
    return view.get();
  }
}
