package dev.nines.engine.pages.incidents;

import dev.nines.engine.access.Actor;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.SentBody;
import dev.nines.engine.api.incidents.IncidentActions;
import dev.nines.engine.api.incidents.IncidentActions.Action;
import dev.nines.engine.api.telling.SilenceActions;
import dev.nines.engine.pages.SentForm;
import dev.nines.engine.pages.silences.SilenceForm;
import dev.nines.engine.review.IncidentReview;
import dev.nines.engine.review.IncidentReviews;
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
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code /incidents/{id}}: the page, what is fetched to keep it fresh, its forms, and the draft of
 * the post-mortem.
 */
@Path("/")
@Produces(MediaType.TEXT_HTML + ";charset=utf-8")
public final class IncidentPageResource {
  private static final String FORM_TOKEN = "csrf"; // the guard has looked at it

  private final IncidentReviews reviews;
  private final IncidentActions actions;
  private final SilenceActions silences;
  private final PostMortem postMortem;
  private final Function<String, Optional<String>> trace;
  private final ZoneId zone;

  /**
   * Shows incidents.
   *
   * @param reviews what is known of them
   * @param actions what people do to them
   * @param silences what people do with silences
   * @param postMortem drafts post-mortems
   * @param trace the address of a trace, by its id; empty where none is configured
   * @param zone the zone that times are shown in
   */
  public IncidentPageResource(
      IncidentReviews reviews,
      IncidentActions actions,
      SilenceActions silences,
      PostMortem postMortem,
      Function<String, Optional<String>> trace,
      ZoneId zone) {
    this.reviews = reviews;
    this.actions = actions;
    this.silences = silences;
    this.postMortem = postMortem;
    this.trace = trace;
    this.zone = zone;
  }

  /**
   * The whole page.
   *
   * @param id the incident's number
   * @return the page; one that says so where there is no such incident
   */
  @GET
  @Path("incidents/{id: [0-9]{1,18}}")
  @CacheControl(noStore = true)
  public Response whole(@PathParam("id") long id) {
    return answer(id, reviews.whole(id), IncidentPageView::whole);
  }

  /**
   * What changes on it with every evaluation. Without strips and budgets, which take a look at many
   * runs.
   *
   * @param id the incident's number
   * @return the part
   */
  @GET
  @Path("fragments/incidents/{id: [0-9]{1,18}}")
  @CacheControl(noStore = true)
  public Response fragment(@PathParam("id") long id) {
    return answer(id, reviews.brief(id), IncidentPageView::fragment);
  }

  /**
   * Strips and budgets.
   *
   * @param id the incident's number
   * @return the part
   */
  @GET
  @Path("fragments/incidents/{id: [0-9]{1,18}}/effects")
  @CacheControl(noStore = true)
  public Response effects(@PathParam("id") long id) {
    return answer(id, reviews.whole(id), IncidentPageView::effects);
  }

  /**
   * The draft of the post-mortem.
   *
   * @param id the incident's number
   * @return Markdown; a page that says so where there is no such incident
   */
  @GET
  @Path("incidents/{id: [0-9]{1,18}}/postmortem.md")
  @Produces("text/markdown;charset=utf-8")
  public Response draft(@PathParam("id") long id) {
    return reviews
        .whole(id)
        .map(review -> Response.ok(postMortem.draft(review)).build())
        .orElseGet(() -> missing(id));
  }

  /**
   * Does what a form asks.
   *
   * @param actor who asks
   * @param id the incident's number
   * @param word what to do
   * @param form what the action wants to be told
   * @return back to the page; the page with what is wrong where it was not taken
   */
  @POST
  @Path("incidents/{id: [0-9]{1,18}}/{action: " + Action.WORDS + "}")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response act(
      @Auth Actor actor,
      @PathParam("id") long id,
      @PathParam("action") String word,
      MultivaluedMap<String, String> form) {
    var action = Action.of(word);
    var fields = fields(form);
    return take(
        id, action.name(), fields, () -> actions.act(id, actor, action, SentBody.of(fields)));
  }

  /**
   * Silences its service.
   *
   * @param actor who asks
   * @param id the incident's number
   * @param form for how long and why
   * @return back to the page; the page with what is wrong where it was not taken
   */
  @POST
  @Path("incidents/{id: [0-9]{1,18}}/silence")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response silence(
      @Auth Actor actor, @PathParam("id") long id, MultivaluedMap<String, String> form) {
    var fields = fields(form);
    return reviews
        .brief(id)
        .map(review ->
            take(
                id,
                "SILENCE",
                fields,
                () ->
                    silences.add(
                        actor, SilenceForm.read(review.incident().service(), form, fields, zone))))
        .orElseGet(() -> missing(id));
  }

  private static Map<String, String> fields(MultivaluedMap<String, String> form) {
    var fields = new HashMap<String, String>();
    form.forEach((name, values) -> {
      if (!name.equals(FORM_TOKEN)) {
        fields.put(name, String.join(" ", values));
      }
    });
    return Map.copyOf(fields);
  }

  private Response take(long id, String action, Map<String, String> fields, Runnable deed) {
    try {
      deed.run();
      return Response.seeOther(URI.create("/incidents/" + id)).build();
    } catch (WebApplicationException e) {
      if (e.getResponse().getEntity() instanceof Problem problem) {
        return refused(id, SentForm.of(action, fields, problem), problem);
      }
      throw e;
    }
  }

  private Response refused(long id, SentForm form, Problem problem) {
    return reviews
        .whole(id)
        .map(review ->
            Response.status(problem.status())
                .entity(IncidentPageView.whole(IncidentPage.of(review, trace, zone, form)))
                .build())
        .orElseGet(() -> missing(id));
  }

  private Response answer(
      long id, Optional<IncidentReview> review, Function<IncidentPage, IncidentPageView> view) {
    return review
        .map(known ->
            Response.ok(view.apply(IncidentPage.of(known, trace, zone, SentForm.NONE))).build())
        .orElseGet(() -> missing(id));
  }

  private static Response missing(long id) {
    return Response.status(Response.Status.NOT_FOUND)
        .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
        .entity(new MissingIncidentView(id))
        .build();
  }
}
