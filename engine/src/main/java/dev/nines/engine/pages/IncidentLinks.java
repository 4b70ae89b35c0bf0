package dev.nines.engine.pages;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.function.LongPredicate;

/**
 * {@code /incidents} and {@code /incidents/{id}}, which notifications link to: until they are pages
 * of their own they lead to the overview and to the incident's JSON.
 */
@Path("/incidents")
@Produces(MediaType.TEXT_HTML + ";charset=utf-8")
public final class IncidentLinks {
  private final LongPredicate exists;

  /**
   * Leads to incidents.
   *
   * @param exists whether there is an incident of a number
   */
  public IncidentLinks(LongPredicate exists) {
    this.exists = exists;
  }

  /** What is said of an incident that there is not. */
  public static final class Missing extends PageView {
    private final long number;

    private Missing(long number) {
      super("missing-incident.ftlh");
      this.number = number;
    }

    /** {@return the number that was asked for} */
    public long getNumber() {
      return number;
    }
  }

  /** {@return to the overview} */
  @GET
  public Response all() {
    return Response.seeOther(URI.create("/")).build();
  }

  /**
   * Leads to an incident.
   *
   * @param id its number
   * @return to its JSON; a page that says so where there is no such incident
   */
  @GET
  @Path("{id: [0-9]+}")
  public Response one(@PathParam("id") long id) {
    return exists.test(id)
        ? Response.seeOther(URI.create("/api/v1/incidents/" + id)).build()
        : Response.status(Response.Status.NOT_FOUND).entity(new Missing(id)).build();
  }
}
