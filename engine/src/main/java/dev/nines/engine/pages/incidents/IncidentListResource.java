package dev.nines.engine.pages.incidents;

import dev.nines.engine.api.IncidentQuery;
import dev.nines.engine.api.Problem;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.incidents.IncidentTable;
import dev.nines.engine.pages.IncidentRow;
import dev.nines.incident.Incident;
import io.dropwizard.jersey.caching.CacheControl;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/** {@code /incidents}: all of them, narrowed down by the same query as the API's. */
@Path("/")
@Produces(MediaType.TEXT_HTML + ";charset=utf-8")
public final class IncidentListResource {
  private static final int USUAL = 50;
  private static final List<String> FIELDS =
      List.of("state", "service", "severity", "month", "from", "to", "before", "limit");

  private final Jdbi jdbi;
  private final Supplier<Catalog> catalog;
  private final InstantSource time;
  private final ZoneId zone;

  /**
   * Lists incidents.
   *
   * @param jdbi where they are
   * @param catalog the services that can be chosen
   * @param time tells the present
   * @param zone the zone that times are shown in
   */
  public IncidentListResource(
      Jdbi jdbi, Supplier<Catalog> catalog, InstantSource time, ZoneId zone) {
    this.jdbi = jdbi;
    this.catalog = catalog;
    this.time = time;
    this.zone = zone;
  }

  /**
   * The list.
   *
   * @param asked as of the API's {@code incidents}
   * @return the page; with what is wrong with the query, where something is
   */
  @GET
  @Path("incidents")
  @CacheControl(noStore = true)
  public Response list(@Context UriInfo asked) {
    var given = asked.getQueryParameters();
    try {
      var query = IncidentQuery.of(asked, zone, USUAL);
      var oneMore =
          jdbi.withHandle(handle -> IncidentTable.list(handle, query.filter(), query.limit() + 1));
      var shown = oneMore.subList(0, Math.min(query.limit(), oneMore.size()));
      var older = oneMore.size() > shown.size() ? link(given, shown.getLast().id()) : "";
      return Response.ok(view(given, shown, "", older)).build();
    } catch (WebApplicationException e) {
      if (e.getResponse().getEntity() instanceof Problem problem) {
        return Response.status(problem.status())
            .entity(view(given, List.of(), problem.detail(), ""))
            .build();
      }
      throw e;
    }
  }

  private IncidentListView view(
      MultivaluedMap<String, String> given, List<Incident> incidents, String faults, String older) {
    var now = time.instant().atZone(zone);
    var services = new LinkedHashMap<String, String>();
    for (Service service : catalog.get().services()) {
      services.put(service.name(), service.displayName());
    }
    return new IncidentListView(
        new IncidentListPage(
            incidents.stream()
                .map(incident ->
                    IncidentRow.of(
                        incident,
                        services.getOrDefault(incident.service(), incident.service()),
                        now))
                .toList(),
            asked(given),
            IncidentListPage.STATES,
            IncidentListPage.SEVERITIES,
            services,
            zone.getId().equals("Z") ? "UTC" : zone.getId(),
            faults,
            older));
  }

  private static Map<String, String> asked(MultivaluedMap<String, String> given) {
    var asked = new LinkedHashMap<String, String>();
    for (var field : FIELDS) {
      var value = given.getFirst(field);
      if (value != null && !value.isBlank()) {
        asked.put(field, value);
      }
    }
    return asked;
  }

  private static String link(MultivaluedMap<String, String> given, long before) {
    var link = UriBuilder.fromPath("/incidents");
    asked(given)
        .forEach((field, value) -> {
          if (!field.equals("before")) {
            link.queryParam(field, "{" + field + "}").resolveTemplate(field, value);
          }
        });
    return link.queryParam("before", before).build().toString();
  }
}
