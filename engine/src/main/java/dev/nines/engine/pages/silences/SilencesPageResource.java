package dev.nines.engine.pages.silences;

import dev.nines.engine.access.Actor;
import dev.nines.engine.api.telling.SilenceActions;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.pages.text.Moment;
import dev.nines.engine.silences.SilenceTable;
import io.dropwizard.auth.Auth;
import io.dropwizard.jersey.caching.CacheControl;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** {@code /silences}: what nobody is told of, until when, and who says so. */
@Path("/silences")
@Produces(MediaType.TEXT_HTML + ";charset=utf-8")
public final class SilencesPageResource {
  private static final int MOST_PAST = 100;

  private final Supplier<Catalog> catalog;
  private final Jdbi jdbi;
  private final SilenceActions actions;
  private final ZoneId zone;

  /**
   * Shows silences.
   *
   * @param catalog what is declared
   * @param jdbi the database
   * @param actions what people do with them
   * @param zone the zone that times are shown in
   */
  public SilencesPageResource(
      Supplier<Catalog> catalog, Jdbi jdbi, SilenceActions actions, ZoneId zone) {
    this.catalog = catalog;
    this.jdbi = jdbi;
    this.actions = actions;
    this.zone = zone;
  }

  /** {@return the page} */
  @GET
  @CacheControl(noStore = true)
  public SilencesView page() {
    return jdbi.withHandle(handle -> {
      var now = Evaluator.now(handle).atZone(zone);
      var rows = rows(handle, now);
      return new SilencesView(
          new SilencesView.Page(
              Moment.inFull(now),
              rows.stream().filter(row -> row.state().lasts()).toList(),
              rows.stream().filter(row -> !row.state().lasts()).limit(MOST_PAST).toList()));
    });
  }

  private List<SilenceRow> rows(Handle handle, ZonedDateTime now) {
    return Stream.concat(
            catalog.get().telling().silences().stream().map(s -> SilenceRow.declared(s, now)),
            SilenceTable.newest(handle).stream().map(s -> SilenceRow.stored(s, now)))
        .toList();
  }

  /**
   * Ends one now.
   *
   * @param actor who asks
   * @param id its number
   * @return back to the page
   */
  @POST
  @Path("{id: [0-9]{1,18}}/end")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response end(@Auth Actor actor, @PathParam("id") long id) {
    actions.end(actor, id);
    return Response.seeOther(URI.create("/silences")).build();
  }
}
