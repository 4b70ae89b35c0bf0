package dev.nines.engine.pages.incidents;

import dev.nines.engine.api.Problem;
import dev.nines.engine.review.IncidentReviews;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/** {@code incidents/{id}/postmortem} of the API: the draft of a post-mortem, in Markdown. */
@Path("/api/v1/incidents")
public final class PostMortemResource {
  private final IncidentReviews reviews;
  private final PostMortem postMortem;

  /**
   * Serves drafts.
   *
   * @param reviews what is known of incidents
   * @param postMortem drafts
   */
  public PostMortemResource(IncidentReviews reviews, PostMortem postMortem) {
    this.reviews = reviews;
    this.postMortem = postMortem;
  }

  /**
   * The draft.
   *
   * @param id the incident's number
   * @return Markdown
   */
  @GET
  @Path("{id}/postmortem")
  @Produces("text/markdown;charset=utf-8")
  public String draft(@PathParam("id") long id) {
    return reviews
        .whole(id)
        .map(postMortem::draft)
        .orElseThrow(() -> Problem.notFound("incident", Long.toString(id)));
  }
}
