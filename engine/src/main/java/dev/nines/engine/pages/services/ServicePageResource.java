package dev.nines.engine.pages.services;

import dev.nines.engine.access.Actor;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.SentBody;
import dev.nines.engine.api.gate.OverrideBody;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.gate.Gate;
import dev.nines.engine.gate.Overrides;
import dev.nines.engine.pages.SentForm;
import io.dropwizard.auth.Auth;
import io.dropwizard.jersey.caching.CacheControl;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code /services/{service}}: the page, what keeps it fresh, and the forms of its gate. */
@Path("/")
@Produces(MediaType.TEXT_HTML + ";charset=utf-8")
public final class ServicePageResource {
  private static final String FORM_TOKEN = "csrf"; // the guard has looked at it

  private final Supplier<Snapshot> snapshots;
  private final Gate gate;
  private final Overrides overrides;
  private final InstantSource time;
  private final ZoneId zone;

  /**
   * Shows services.
   *
   * @param snapshots how they are
   * @param gate whether they may be deployed
   * @param overrides what people say against it
   * @param time tells the present
   * @param zone the zone that times are shown in
   */
  public ServicePageResource(
      Supplier<Snapshot> snapshots,
      Gate gate,
      Overrides overrides,
      InstantSource time,
      ZoneId zone) {
    this.snapshots = snapshots;
    this.gate = gate;
    this.overrides = overrides;
    this.time = time;
    this.zone = zone;
  }

  /**
   * The whole page.
   *
   * @param name the service's name
   * @return the page; one that says so where there is no such service
   */
  @GET
  @Path("services/{name}")
  @CacheControl(noStore = true)
  public Response whole(@PathParam("name") String name) {
    return answer(Response.Status.OK.getStatusCode(), name, SentForm.NONE, ServicePageView::whole);
  }

  /**
   * What changes on it with every evaluation.
   *
   * @param name the service's name
   * @return the part
   */
  @GET
  @Path("fragments/services/{name}")
  @CacheControl(noStore = true)
  public Response fragment(@PathParam("name") String name) {
    return answer(
        Response.Status.OK.getStatusCode(), name, SentForm.NONE, ServicePageView::fragment);
  }

  /**
   * Lets the service be deployed whatever holds it.
   *
   * @param actor who says so
   * @param name the service's name
   * @param form {@code reason} and {@code for}
   * @return back to the page; the page with what is wrong where it was not taken
   */
  @POST
  @Path("services/{name}/override")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response override(
      @Auth Actor actor, @PathParam("name") String name, MultivaluedMap<String, String> form) {
    if (snapshots.get().service(name).isEmpty()) {
      return missing(name);
    }
    var fields = new HashMap<String, String>();
    form.forEach((field, values) -> {
      if (!field.equals(FORM_TOKEN)) {
        fields.put(field, String.join(" ", values));
      }
    });
    var body = SentBody.of(fields);
    try {
      overrides.add(actor, name, now -> OverrideBody.read(body, now));
      return back(name);
    } catch (WebApplicationException e) {
      if (e.getResponse().getEntity() instanceof Problem problem) {
        var sent = SentForm.of("OVERRIDE", Map.copyOf(fields), problem);
        return answer(problem.status(), name, sent, ServicePageView::whole);
      }
      throw e;
    }
  }

  /**
   * Ends what was said.
   *
   * @param actor who asks
   * @param name the service's name
   * @return back to the page, also where nothing was said
   */
  @POST
  @Path("services/{name}/override/end")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response end(@Auth Actor actor, @PathParam("name") String name) {
    if (snapshots.get().service(name).isEmpty()) {
      return missing(name);
    }
    overrides.end(actor, name);
    return back(name);
  }

  private static Response back(String name) {
    return Response.seeOther(URI.create("/services/" + name)).build();
  }

  private Response answer(
      int status, String name, SentForm form, Function<ServicePage, ServicePageView> view) {
    var snapshot = snapshots.get();
    return snapshot
        .service(name)
        .flatMap(known ->
            gate.ask(name, Optional.empty())
                .map(decision ->
                    ServicePage.of(snapshot, known, decision, form, time.instant(), zone)))
        .map(page -> Response.status(status).entity(view.apply(page)).build())
        .orElseGet(() -> missing(name));
  }

  private static Response missing(String name) {
    return Response.status(Response.Status.NOT_FOUND)
        .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
        .entity(new MissingServiceView(name))
        .build();
  }
}
