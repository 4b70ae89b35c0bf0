package dev.nines.engine.api.telling;

import dev.nines.engine.access.Actor;
import dev.nines.engine.api.SentBody;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.silences.SilenceTable;
import dev.nines.engine.silences.StoredSilence;
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
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** {@code silences}: what people are not told of, and until when. */
@Path("/api/v1/silences")
@Produces(MediaType.APPLICATION_JSON)
public final class SilencesResource {
  private final Supplier<Catalog> catalog;
  private final Jdbi jdbi;
  private final SilenceActions actions;

  /**
   * Shows and takes silences.
   *
   * @param catalog what is declared
   * @param jdbi the database
   * @param actions what people do with them
   */
  public SilencesResource(Supplier<Catalog> catalog, Jdbi jdbi, SilenceActions actions) {
    this.catalog = catalog;
    this.jdbi = jdbi;
    this.actions = actions;
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
    var added = actions.add(actor, SentBody.read(body));
    return Response.created(URI.create("/api/v1/silences/" + added.id()))
        .entity(view(added))
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
    return view(actions.end(actor, id));
  }

  private SilenceView view(StoredSilence stored) {
    return SilenceView.stored(stored, jdbi.withHandle(Evaluator::now));
  }
}
