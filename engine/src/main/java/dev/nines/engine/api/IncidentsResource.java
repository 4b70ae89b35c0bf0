package dev.nines.engine.api;

import dev.nines.engine.incidents.IncidentTable;
import dev.nines.engine.review.IncidentReviews;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.ZoneId;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** {@code incidents}, and everything that is known of one. */
@Path("/api/v1/incidents")
@Produces(MediaType.APPLICATION_JSON)
public final class IncidentsResource {
  private static final int USUAL = 100;

  private final Jdbi jdbi;
  private final IncidentReviews reviews;
  private final IncidentView.Links links;
  private final ZoneId zone;

  /**
   * Shows incidents.
   *
   * @param jdbi where they are
   * @param reviews what is known of them
   * @param links where they lead
   * @param zone where a month begins
   */
  public IncidentsResource(
      Jdbi jdbi, IncidentReviews reviews, IncidentView.Links links, ZoneId zone) {
    this.jdbi = jdbi;
    this.reviews = reviews;
    this.links = links;
    this.zone = zone;
  }

  /**
   * Lists incidents.
   *
   * @param asked {@code state}: open, acknowledged or resolved; {@code service}; {@code severity};
   *     {@code from} and {@code to}, or {@code month}, of the impact start; {@code before}: the
   *     number of an incident, to read on from it; {@code limit}, 1 to 1000
   * @return newest impact first
   */
  @GET
  public List<IncidentView> incidents(@Context UriInfo asked) {
    var query = IncidentQuery.of(asked, zone, USUAL);
    return jdbi
        .withHandle(handle -> IncidentTable.list(handle, query.filter(), query.limit()))
        .stream()
        .map(incident -> IncidentView.of(incident, List.of(), links))
        .toList();
  }

  /**
   * One incident with its timeline, and what else is known of it.
   *
   * @param id its number
   * @return the incident
   */
  @GET
  @Path("{id}")
  public IncidentReviewView incident(@PathParam("id") long id) {
    return reviews
        .whole(id)
        .map(review -> IncidentReviewView.of(review, links))
        .orElseThrow(() -> Problem.notFound("incident", Long.toString(id)));
  }
}
