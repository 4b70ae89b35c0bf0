package dev.nines.engine.api.incidents;

import dev.nines.engine.access.Actor;
import dev.nines.engine.api.IncidentView;
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
   * Takes an incident on.
   *
   * @param actor who asks
   * @param id its number
   * @param stream a {@code note} where there is one
   * @return the incident as it is then
   * @throws IOException where the body breaks off
   */
  @POST
  @Path("{id}/acknowledge")
  public IncidentView acknowledge(@Auth Actor actor, @PathParam("id") long id, InputStream stream)
      throws IOException {
    return act(id, actor, Action.ACKNOWLEDGE, stream);
  }

  /**
   * Says that an incident is over.
   *
   * @param actor who asks
   * @param id its number
   * @param stream {@code reason}
   * @return the incident as it is then
   * @throws IOException where the body breaks off
   */
  @POST
  @Path("{id}/resolve")
  public IncidentView resolve(@Auth Actor actor, @PathParam("id") long id, InputStream stream)
      throws IOException {
    return act(id, actor, Action.RESOLVE, stream);
  }

  /**
   * Says something to an incident.
   *
   * @param actor who asks
   * @param id its number
   * @param stream {@code text}
   * @return the incident as it is then
   * @throws IOException where the body breaks off
   */
  @POST
  @Path("{id}/notes")
  public IncidentView note(@Auth Actor actor, @PathParam("id") long id, InputStream stream)
      throws IOException {
    return act(id, actor, Action.NOTE, stream);
  }

  /**
   * Says who looks after an incident.
   *
   * @param actor who asks
   * @param id its number
   * @param stream {@code owner}
   * @return the incident as it is then
   * @throws IOException where the body breaks off
   */
  @POST
  @Path("{id}/owner")
  public IncidentView own(@Auth Actor actor, @PathParam("id") long id, InputStream stream)
      throws IOException {
    return act(id, actor, Action.OWNER, stream);
  }

  /**
   * Says when the impact of an incident began.
   *
   * @param actor who asks
   * @param id its number
   * @param stream {@code impactStart} and {@code reason}
   * @return the incident as it is then
   * @throws IOException where the body breaks off
   */
  @POST
  @Path("{id}/impact")
  public IncidentView moveImpact(@Auth Actor actor, @PathParam("id") long id, InputStream stream)
      throws IOException {
    return act(id, actor, Action.IMPACT, stream);
  }

  private IncidentView act(long id, Actor actor, Action action, InputStream stream)
      throws IOException {
    var incident = actions.act(id, actor, action, IncidentBody.read(stream));
    return jdbi.withHandle(
        handle -> IncidentView.of(incident, IncidentTable.timeline(handle, id), links));
  }
}
