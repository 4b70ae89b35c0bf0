package dev.nines.engine.api.gate;

import dev.nines.engine.access.Actor;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.QueryFaults;
import dev.nines.engine.api.SentBody;
import dev.nines.engine.api.gate.GateView.OverrideView;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.gate.Gate;
import dev.nines.engine.gate.GateAnswer;
import dev.nines.engine.gate.GateDecision;
import dev.nines.engine.gate.Overrides;
import io.dropwizard.auth.Auth;
import io.dropwizard.jersey.caching.CacheControl;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code gate/{service}}: what a pipeline asks before it ships. */
@Path("/api/v1/gate/{service}")
@Produces(MediaType.APPLICATION_JSON)
public final class GateResource {
  private static final Map<String, GateAnswer> ON_UNKNOWN =
      Map.of("go", GateAnswer.GO, "hold", GateAnswer.HOLD);

  private final Gate gate;
  private final Overrides overrides;
  private final Supplier<Catalog> catalog;
  private final Supplier<Snapshot> snapshots;

  /**
   * Answers for a gate.
   *
   * @param gate the gate
   * @param overrides what people say against it
   * @param catalog what is declared
   * @param snapshots the newest one
   */
  public GateResource(
      Gate gate, Overrides overrides, Supplier<Catalog> catalog, Supplier<Snapshot> snapshots) {
    this.gate = gate;
    this.overrides = overrides;
    this.catalog = catalog;
    this.snapshots = snapshots;
  }

  /**
   * May it be deployed?
   *
   * @param service which service
   * @param asked {@code on-unknown}: {@code go} or {@code hold} where it cannot be said
   * @return the answer
   */
  @GET
  @CacheControl(noStore = true)
  public GateView ask(@PathParam("service") String service, @Context UriInfo asked) {
    return GateView.of(decision(service, asked), snapshots.get().at());
  }

  /**
   * The same for shells, which have no reader of JSON.
   *
   * @param service which service
   * @param asked {@code on-unknown}: {@code go} or {@code hold} where it cannot be said
   * @return the sentence, and a line for each reason: effect, key and text
   */
  @GET
  @Produces(MediaType.TEXT_PLAIN + ";charset=utf-8;qs=0.5") // JSON where nothing is asked for
  @CacheControl(noStore = true)
  public String askInText(@PathParam("service") String service, @Context UriInfo asked) {
    var decision = decision(service, asked);
    return line(decision.sentence())
        + decision.reasons().stream()
            .map(reason -> line(reason.effect().label() + " " + reason.key() + " " + reason.text()))
            .collect(Collectors.joining());
  }

  /** What others wrote cannot make a line of its own. */
  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}", " ") + "\n";
  }

  private GateDecision decision(String service, UriInfo asked) {
    var faults = new QueryFaults().of(asked, "on-unknown");
    var word = Optional.ofNullable(asked.getQueryParameters().getFirst("on-unknown"));
    word.filter(other -> !ON_UNKNOWN.containsKey(other))
        .ifPresent(other -> faults.fault("on-unknown", "not one of go, hold: " + other));
    faults.check();
    return gate.ask(service, word.map(ON_UNKNOWN::get)).orElseThrow(() -> unknown(service));
  }

  /**
   * Lets it be deployed whatever holds it, for a time.
   *
   * @param actor who says so
   * @param service which service
   * @param stream {@code reason}, and {@code until} or {@code for}
   * @return the override
   * @throws IOException where the body breaks off
   */
  @POST
  @Path("override")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response override(
      @Auth Actor actor, @PathParam("service") String service, InputStream stream)
      throws IOException {
    check(service);
    var body = SentBody.read(stream);
    var added = overrides.add(actor, service, now -> OverrideBody.read(body, now));
    return Response.status(Response.Status.CREATED).entity(OverrideView.of(added)).build();
  }

  /**
   * Ends the override.
   *
   * @param actor who asks
   * @param service which service
   * @return the override that is ended
   */
  @DELETE
  @Path("override")
  public OverrideView end(@Auth Actor actor, @PathParam("service") String service) {
    check(service);
    return overrides.end(actor, service).stream()
        .findFirst()
        .map(OverrideView::of)
        .orElseThrow(() ->
            Problem.of(Response.Status.NOT_FOUND, "no override holds for the service " + service));
  }

  private void check(String service) {
    if (catalog.get().service(service).isEmpty()) {
      throw unknown(service);
    }
  }

  private WebApplicationException unknown(String service) {
    return Problem.of(
        Response.Status.NOT_FOUND,
        "there is no service named "
            + service
            + Spelling.hint(
                service, catalog.get().services().stream().map(Service::name).toList()));
  }
}
