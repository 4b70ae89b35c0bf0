package dev.nines.engine.api.incidents;

import dev.nines.engine.access.Actor;
import dev.nines.engine.api.IncidentView;
import dev.nines.engine.api.SentBody;
import dev.nines.engine.api.incidents.IncidentActions.Action;
import dev.nines.engine.incidents.IncidentTable;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.jdbi.v3.core.Jdbi;

/** What people do to incidents. */
@Path("/api/v1/incidents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class IncidentActionsResource {
  private final IncidentActions actions;
  private final Jdbi jdbi;
  private final IncidentView.Links links;

  /**
   * Takes what people do.
   *
   * @param actions does it
   * @param jdbi the database
   * @param links where an answer leads
   */
  public IncidentActionsResource(IncidentActions actions, Jdbi jdbi, IncidentView.Links links) {
    this.actions = actions;
    this.jdbi = jdbi;
    this.links = links;
  }

  /**
   * Does what a person wants.
   *
   * @param actor who asks
   * @param id its number
   * @param action what to do
   * @param stream what the action wants to be told
   * @return the incident as it is then
   * @throws IOException where the body breaks off
   */
  @POST
  @Path("{id}/{action: " + Action.WORDS + "}")
  public IncidentView act(
      @Auth Actor actor,
      @PathParam("id") long id,
      @PathParam("action") String action,
      InputStream stream)
      throws IOException {
    var incident = actions.act(id, actor, Action.of(action), SentBody.read(stream));
    return jdbi.withHandle(
        handle -> IncidentView.of(incident, IncidentTable.timeline(handle, id), links));
  }
}
