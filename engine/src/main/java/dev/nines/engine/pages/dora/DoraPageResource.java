package dev.nines.engine.pages.dora;

import dev.nines.engine.api.Problem;
import dev.nines.engine.api.dora.DoraReports;
import dev.nines.engine.api.reliability.WindowQuery;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.dora.DeliveryReader;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.Moment;
import io.dropwizard.jersey.caching.CacheControl;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /dora}: the figures of all services, or of those with labels. */
@Path("/")
@Produces(MediaType.TEXT_HTML + ";charset=utf-8")
public final class DoraPageResource {
  private static final List<String> FIELDS =
      List.of("month", "quarter", "year", "from", "to", "zone");

  private final DoraReports reports;

  /**
   * Shows figures.
   *
   * @param catalog what is declared
   * @param reader what was deployed
   * @param clock the database's
   * @param zone the zone that times are shown in where none is asked for
   */
  public DoraPageResource(
      Supplier<Catalog> catalog, DeliveryReader reader, Supplier<Instant> clock, ZoneId zone) {
    this.reports = new DoraReports(catalog, reader, clock, zone);
  }

  /**
   * The page.
   *
   * @param window of which time
   * @param uri {@code label}s beside it, as of the API
   * @return the page; with what is wrong with the query, where something is
   */
  @GET
  @Path("dora")
  @CacheControl(noStore = true)
  public Response dora(@BeanParam WindowQuery window, @Context UriInfo uri) {
    var given = uri.getQueryParameters();
    var labels = given.getOrDefault("label", List.of()).stream().filter(l -> !l.isBlank()).toList();
    var asked = asked(given, labels);
    try {
      var report = reports.of(List.of(), labels, window);
      return Response.ok(new DoraPageView(DoraPage.of(report, asked, causeWindow()))).build();
    } catch (WebApplicationException e) {
      if (e.getResponse().getEntity() instanceof Problem problem) {
        return Response.status(problem.status())
            .entity(new DoraPageView(refused(asked, problem)))
            .build();
      }
      throw e;
    }
  }

  private DoraPage refused(Map<String, String> asked, Problem problem) {
    var at = Moment.inFull(reports.clock().get().atZone(reports.zone()));
    return new DoraPage(
        "", at, at, asked, problem.detail(), DurationText.of(causeWindow()), List.of());
  }

  private Duration causeWindow() {
    return reports.reader().causeWindow();
  }

  private static Map<String, String> asked(
      MultivaluedMap<String, String> given, List<String> labels) {
    var asked = new LinkedHashMap<String, String>();
    for (var field : FIELDS) {
      var value = given.getFirst(field);
      if (value != null && !value.isBlank()) {
        asked.put(field, value);
      }
    }
    if (!labels.isEmpty()) {
      asked.put("label", String.join(" and ", labels));
    }
    return asked;
  }
}
