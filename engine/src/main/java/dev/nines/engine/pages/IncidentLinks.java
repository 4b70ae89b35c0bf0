package dev.nines.engine.pages;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/**
 * {@code /incidents} and {@code /incidents/{id}}, which notifications link to: until they are pages
 * of their own they lead to the overview and to the incident's JSON.
 */
@Path("/incidents")
public final class IncidentLinks {
  /** Knows nothing but the addresses. */
  public IncidentLinks() {}

  /** {@return to the overview} */
  @GET
  public Response all() {
    return Response.seeOther(URI.create("/")).build();
  }

  /**
   * Leads to an incident.
   *
   * @param id its number
   * @return to its JSON
   */
  @GET
  @Path("{id: [0-9]+}")
  public Response one(@PathParam("id") long id) {
    return Response.seeOther(URI.create("/api/v1/incidents/" + id)).build();
  }
}
