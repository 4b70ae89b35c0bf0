package dev.nines.engine.api;

import dev.nines.engine.incidents.IncidentTable;
import dev.nines.incident.Incident;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** {@code incidents} and their timelines. */
@Path("/api/v1/incidents")
@Produces(MediaType.APPLICATION_JSON)
public final class IncidentsResource {
  private static final int MOST = 1_000;

  private final Jdbi jdbi;
  private final IncidentView.Links links;

  /**
   * Shows incidents.
   *
   * @param jdbi where they are
   * @param links where they lead
   */
  public IncidentsResource(Jdbi jdbi, IncidentView.Links links) {
    this.jdbi = jdbi;
    this.links = links;
  }

  /**
   * Lists incidents.
   *
   * @param state open, acknowledged or resolved; all where it is missing
   * @param limit how many, 1 to 1000
   * @return newest impact first
   */
  @GET
  public List<IncidentView> incidents(
      @QueryParam("state") @Nullable String state,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    if (limit < 1 || limit > MOST) {
      throw Problem.of(
          Response.Status.BAD_REQUEST, "limit: not in [1, %d]: %d".formatted(MOST, limit));
    }
    var wanted = Optional.ofNullable(state).map(IncidentsResource::state);
    return jdbi.withHandle(handle -> IncidentTable.list(handle, wanted, limit)).stream()
        .map(incident -> IncidentView.of(incident, List.of(), links))
        .toList();
  }

  /**
   * One incident with its timeline.
   *
   * @param id its number
   * @return the incident
   */
  @GET
  @Path("{id}")
  public IncidentView incident(@PathParam("id") long id) {
    return jdbi.withHandle(handle ->
        IncidentTable.find(handle, id)
            .map(incident -> IncidentView.of(incident, IncidentTable.timeline(handle, id), links))
            .orElseThrow(() -> Problem.notFound("incident", Long.toString(id))));
  }

  private static Incident.State state(String text) {
    return Arrays.stream(Incident.State.values())
        .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() ->
            Problem.of(
                Response.Status.BAD_REQUEST,
                "state: not one of "
                    + Arrays.stream(Incident.State.values())
                        .map(state -> state.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))
                    + ": "
                    + text));
  }
}
