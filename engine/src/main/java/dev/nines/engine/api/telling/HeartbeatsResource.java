package dev.nines.engine.api.telling;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nines.engine.access.Actor;
import dev.nines.engine.access.BearerToken;
import dev.nines.engine.access.Scope;
import dev.nines.engine.api.Problem;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Heartbeat;
import dev.nines.engine.heartbeats.Heartbeats;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code heartbeats}: jobs say that they are done, or that they failed. Who calls shows the
 * heartbeat's own token or an API token that may write; a browser's cookie is not enough, since any
 * page can make a browser ask.
 */
@Path("/api/v1/heartbeats")
@Produces(MediaType.APPLICATION_JSON)
public final class HeartbeatsResource {
  private static final Map<String, Boolean> STATUSES = Map.of("ok", true, "fail", false);

  private final Supplier<Catalog> catalog;
  private final Heartbeats heartbeats;
  private final Runnable apply;

  /**
   * Listens.
   *
   * @param catalog what is declared
   * @param heartbeats takes calls
   * @param apply evaluates everything anew
   */
  public HeartbeatsResource(Supplier<Catalog> catalog, Heartbeats heartbeats, Runnable apply) {
    this.catalog = catalog;
    this.heartbeats = heartbeats;
    this.apply = apply;
  }

  /**
   * A heartbeat as the API shows it.
   *
   * @param name its name
   * @param service whose job it is
   * @param state {@code waiting} for the first beat, {@code up} or {@code down}
   * @param last the newest good beat
   * @param expectedBy when it is missed
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record HeartbeatView(
      String name,
      String service,
      String state,
      Optional<Instant> last,
      Optional<Instant> expectedBy) {}

  /**
   * What was heard.
   *
   * @param name of which heartbeat
   * @param status {@code ok} or {@code fail}
   */
  public record Heard(String name, String status) {}

  /** {@return all heartbeats as of the newest evaluation} */
  @GET
  public List<HeartbeatView> all() {
    return heartbeats.statuses().stream()
        .map(status ->
            new HeartbeatView(
                status.heartbeat().name(),
                status.heartbeat().service(),
                status.state().name().toLowerCase(Locale.ROOT),
                status.last(),
                status.expectedBy()))
        .toList();
  }

  /**
   * A beat.
   *
   * @param name of which heartbeat
   * @param status {@code ok}, or {@code fail} where the job failed
   * @param authorization what was shown
   * @param security who it is, if it was an API token
   * @return what was heard
   */
  @POST
  @Path("{name}")
  @PermitAll
  public Heard post(
      @PathParam("name") String name,
      @QueryParam("status") @DefaultValue("ok") String status,
      @Context HttpHeaders authorization,
      @Context SecurityContext security) {
    return hear(name, status, authorization, security);
  }

  /**
   * A beat of who can only read.
   *
   * @param name of which heartbeat
   * @param status {@code ok}, or {@code fail} where the job failed
   * @param authorization what was shown
   * @param security who it is, if it was an API token
   * @return what was heard
   */
  @GET
  @Path("{name}")
  @PermitAll
  public Heard get(
      @PathParam("name") String name,
      @QueryParam("status") @DefaultValue("ok") String status,
      @Context HttpHeaders authorization,
      @Context SecurityContext security) {
    return hear(name, status, authorization, security);
  }

  private Heard hear(String name, String status, HttpHeaders headers, SecurityContext security) {
    var heartbeat =
        catalog.get().telling().heartbeats().stream()
            .filter(h -> h.name().equals(name))
            .findFirst();
    var shown = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (!isWriter(security)
        && !heartbeat
            .flatMap(Heartbeat::token)
            .filter(t -> BearerToken.shows(shown, t))
            .isPresent()) {
      throw Problem
          .of( // the same for a heartbeat that is not declared: names are nobody's business
              Response.Status.UNAUTHORIZED,
              "a heartbeat shows its own token, or an API token that may write, as Authorization: Bearer");
    }
    if (heartbeat.isEmpty()) {
      throw Problem.notFound("heartbeat", name);
    }
    var good = STATUSES.get(status);
    if (good == null) {
      throw Problem.of(Response.Status.BAD_REQUEST, "status: expected fail or ok");
    }
    heartbeats.hear(heartbeat.get(), good);
    if (!good) {
      apply.run();
    }
    return new Heard(name, status);
  }

  private static boolean isWriter(SecurityContext security) {
    return security.getUserPrincipal() instanceof Actor actor
        && actor.session().isEmpty()
        && actor.scope().covers(Scope.WRITE);
  }
}
