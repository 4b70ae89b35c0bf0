package dev.nines.engine.api.incidents;

import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Audit;
import dev.nines.engine.api.IncidentView;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.Problem.FieldFault;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.incidents.IncidentTable;
import dev.nines.incident.ByHand;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.Transition.Step;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * What people do to incidents: each is a step of the timeline with actor, time and reason. What is
 * so already is no fault and no step.
 */
@Path("/api/v1/incidents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class IncidentActionsResource {
  /** Against an evaluation, or another person, at the same moment. */
  private static final int ATTEMPTS = 5;

  private final Supplier<Catalog> catalog;
  private final Jdbi jdbi;
  private final IncidentDesk desk;
  private final Runnable apply;
  private final IncidentView.Links links;

  /**
   * Takes what people do.
   *
   * @param catalog what is declared
   * @param jdbi the database
   * @param desk commits it
   * @param apply evaluates everything anew
   * @param links where an answer leads
   */
  public IncidentActionsResource(
      Supplier<Catalog> catalog,
      Jdbi jdbi,
      IncidentDesk desk,
      Runnable apply,
      IncidentView.Links links) {
    this.catalog = catalog;
    this.jdbi = jdbi;
    this.desk = desk;
    this.apply = apply;
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
    var body = IncidentBody.read(stream, "note");
    return act(id, actor, body, new ByHand.Acknowledge(body.optional("note")));
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
    var body = IncidentBody.read(stream, "reason");
    return act(id, actor, body, new ByHand.Resolve(body.text("reason")));
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
    var body = IncidentBody.read(stream, "text");
    return act(id, actor, body, new ByHand.Note(body.text("text")));
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
    var body = IncidentBody.read(stream, "owner");
    return act(id, actor, body, new ByHand.SetOwner(body.text("owner")));
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
    var body = IncidentBody.read(stream, "impactStart", "reason");
    var action = new ByHand.MoveImpact(body.instant("impactStart"), body.text("reason"));
    return act(id, actor, body, action);
  }

  private IncidentView act(long id, Actor actor, IncidentBody body, ByHand action) {
    body.check();
    for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
      var incident = find(id).orElseThrow(() -> Problem.notFound("incident", Long.toString(id)));
      check(incident, action);
      var now = jdbi.withHandle(Evaluator::now);
      var transition = IncidentLifecycle.byHand(incident, actor.name(), action, now);
      if (transition.isEmpty()) {
        return view(incident);
      }
      if (desk.commit(catalog.get(), transition.get())) {
        audit(actor, id, transition.get().steps().getFirst());
        apply.run();
        return view(find(id).orElse(incident));
      }
    }
    throw Problem.of(
        Response.Status.CONFLICT, "the incident changes faster than this can be done: try again");
  }

  /** Beside the step itself, so that one log has everything that people do. */
  private void audit(Actor actor, long id, Step step) {
    jdbi.useTransaction(handle ->
        Audit.record(
            handle,
            actor,
            "incident." + step.kind().label(),
            Long.toString(id),
            Map.of("text", step.text())));
  }

  private static void check(Incident incident, ByHand action) {
    if (action instanceof ByHand.MoveImpact(var impactStart, _)
        && impactStart.isAfter(incident.latestImpactStart())) {
      throw Problem.ofBody(
          List.of(
              new FieldFault(
                  "impactStart",
                  "must not be after it was detected or restored, "
                      + incident.latestImpactStart())));
    }
  }

  private Optional<Incident> find(long id) {
    return jdbi.withHandle(handle -> IncidentTable.find(handle, id));
  }

  private IncidentView view(Incident incident) {
    return jdbi.withHandle(
        handle -> IncidentView.of(incident, IncidentTable.timeline(handle, incident.id()), links));
  }
}
