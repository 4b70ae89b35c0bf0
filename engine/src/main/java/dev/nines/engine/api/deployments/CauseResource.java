package dev.nines.engine.api.deployments;

import dev.nines.engine.access.Actor;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.Problem.FieldFault;
import dev.nines.engine.api.SentBody;
import dev.nines.engine.deployments.Cause;
import dev.nines.engine.deployments.CauseDesk;
import dev.nines.engine.deployments.CauseTable;
import dev.nines.engine.deployments.DeploymentTable;
import dev.nines.engine.deployments.StoredDeployment;
import dev.nines.engine.incidents.IncidentTable;
import dev.nines.incident.Incident;
import dev.nines.slo.reliability.dora.DeclaredCause.Evidence;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What is said of the cause of an incident. */
@Path("/api/v1/incidents/{id: \\d+}/cause")
@Produces(MediaType.APPLICATION_JSON)
public final class CauseResource {
  private static final Set<String> KEYS = Set.of("deployment", "none", "reason");

  private final Jdbi jdbi;
  private final CauseDesk desk;

  /**
   * Shows and takes causes.
   *
   * @param jdbi the database
   * @param desk says what caused what
   */
  public CauseResource(Jdbi jdbi, CauseDesk desk) {
    this.jdbi = jdbi;
    this.desk = desk;
  }

  /**
   * What was said last.
   *
   * @param incident the incident's number
   * @param deployment the number of the deployment that caused it; null where none did
   * @param evidence {@code person}, {@code api}, {@code rollback} or {@code artifact}
   * @param actor who said so
   * @param reason why
   * @param at when
   */
  public record CauseView(
      long incident,
      Optional<Long> deployment,
      String evidence,
      String actor,
      String reason,
      Instant at) {
    static CauseView of(Cause cause) {
      return new CauseView(
          cause.incident(),
          cause.deployment(),
          cause.evidence().label(),
          cause.actor(),
          cause.reason(),
          cause.at());
    }
  }

  /**
   * What is said to be the cause.
   *
   * @param id the incident's number
   * @return what was said last
   */
  @GET
  public CauseView cause(@PathParam("id") long id) {
    return jdbi.withHandle(handle -> {
      find(handle, id);
      return CauseTable.latest(handle, id)
          .map(CauseView::of)
          .orElseThrow(() ->
              Problem.of(Response.Status.NOT_FOUND, "nobody has said what caused incident " + id));
    });
  }

  /**
   * Says what the cause is, in place of what was said before.
   *
   * @param actor who says so
   * @param id the incident's number
   * @param stream {@code deployment}, its number, or {@code none: true}; and {@code reason}
   * @return what is said now
   * @throws IOException where the body breaks off
   */
  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  public CauseView put(@Auth Actor actor, @PathParam("id") long id, InputStream stream)
      throws IOException {
    return name(actor, id, SentBody.read(stream));
  }

  /**
   * The same as {@link #put}, as the other things that people do to incidents are posted.
   *
   * @param actor who says so
   * @param id the incident's number
   * @param stream the same
   * @return what is said now
   * @throws IOException where the body breaks off
   */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public CauseView post(@Auth Actor actor, @PathParam("id") long id, InputStream stream)
      throws IOException {
    return name(actor, id, SentBody.read(stream));
  }

  private CauseView name(Actor actor, long id, SentBody body) {
    var number = number(body);
    var reason = body.text("reason");
    body.check(KEYS);
    return jdbi.inTransaction(handle -> {
      var incident = find(handle, id);
      var deployment = number.map(n -> deployment(handle, n, incident));
      desk.name(
          handle,
          id,
          deployment,
          actor.session().isPresent() ? Evidence.PERSON : Evidence.API,
          actor,
          reason.orElseThrow());
      return CauseTable.latest(handle, id).map(CauseView::of).orElseThrow();
    });
  }

  /** Empty for none, and where there is a fault. */
  private static Optional<Long> number(SentBody body) {
    var none = body.at("none").asBoolean();
    if (none == body.has("deployment")) {
      body.fault("deployment", "expected the number of a deployment, or none: true");
      return Optional.empty();
    }
    if (none) {
      return Optional.empty();
    }
    if (!body.at("deployment").isIntegralNumber() || !body.at("deployment").canConvertToLong()) {
      body.fault("deployment", "expected the number of a deployment");
    }
    return Optional.of(body.at("deployment").longValue());
  }

  private static Incident find(Handle handle, long id) {
    return IncidentTable.find(handle, id)
        .orElseThrow(() -> Problem.notFound("incident", Long.toString(id)));
  }

  private static StoredDeployment deployment(Handle handle, long number, Incident incident) {
    var deployment =
        DeploymentTable.find(handle, number)
            .orElseThrow(() -> unprocessable("there is no deployment " + number));
    CauseDesk.whyNot(incident, deployment.report())
        .ifPresent(why -> {
          throw unprocessable(why);
        });
    return deployment;
  }

  private static RuntimeException unprocessable(String why) {
    return Problem.ofBody(Problem.UNPROCESSABLE, List.of(new FieldFault("deployment", why)));
  }
}
