package dev.nines.engine.pages.gate;

import dev.nines.engine.access.Actor;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.SentBody;
import dev.nines.engine.api.gate.OverrideBody;
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
import java.util.HashMap;
import java.util.Map;

/** What keeps the gate fresh on the page of a service, and the forms that override it. */
@Path("/")
@Produces(MediaType.TEXT_HTML + ";charset=utf-8")
public final class GatePanelResource {
  private static final String FORM_TOKEN = "csrf"; // the guard has looked at it

  private final GatePanels panels;
  private final Overrides overrides;

  /**
   * Shows gates.
   *
   * @param panels makes the panels
   * @param overrides what people say against them
   */
  public GatePanelResource(GatePanels panels, Overrides overrides) {
    this.panels = panels;
    this.overrides = overrides;
  }

  /**
   * The panel, without forms.
   *
   * @param name the service's name
   * @return the part
   */
  @GET
  @Path("fragments/services/{name}/gate")
  @CacheControl(noStore = true)
  public GatePanelView fragment(@PathParam("name") String name) {
    return GatePanelView.fragment(panel(name, SentForm.NONE));
  }

  /**
   * Lets the service be deployed whatever holds it.
   *
   * @param actor who says so
   * @param name the service's name
   * @param form {@code reason} and {@code for}
   * @return back to the page; a page with what is wrong where it was not taken
   */
  @POST
  @Path("services/{name}/override")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response override(
      @Auth Actor actor, @PathParam("name") String name, MultivaluedMap<String, String> form) {
    panel(name, SentForm.NONE);
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
        return Response.status(problem.status())
            .entity(GatePanelView.refused(panel(name, sent)))
            .build();
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
    panel(name, SentForm.NONE);
    overrides.end(actor, name);
    return back(name);
  }

  private GatePanel panel(String name, SentForm form) {
    return panels.of(name, form).orElseThrow(() -> Problem.notFound("service", name));
  }

  private static Response back(String name) {
    return Response.seeOther(URI.create("/services/" + name)).build();
  }
}
