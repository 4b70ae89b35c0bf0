package dev.nines.engine.pages.reports;

import dev.nines.engine.api.Problem;
import dev.nines.engine.monthly.MonthlyReports;
import dev.nines.engine.pages.text.Moment;
import io.dropwizard.jersey.caching.CacheControl;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;

/** {@code /reports/{yyyy-mm}} as a page and as Markdown. */
@Path("/")
@Produces(MediaType.TEXT_HTML + ";charset=utf-8")
public final class ReportPageResource {
  private final MonthlyReports reports;
  private final Supplier<Instant> clock;
  private final ZoneId zone;

  /**
   * Shows reports.
   *
   * @param reports makes them
   * @param clock the database's
   * @param zone the zone that times are shown in
   */
  public ReportPageResource(MonthlyReports reports, Supplier<Instant> clock, ZoneId zone) {
    this.reports = reports;
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * Leads to the month that is running.
   *
   * @return where it is
   */
  @GET
  @Path("reports")
  @CacheControl(noStore = true)
  public Response present() {
    return Response.seeOther(URI.create("/reports/" + reports.present())).build();
  }

  /**
   * The page.
   *
   * @param month such as {@code 2026-11}
   * @return the page; with what is wrong with the month, where something is
   */
  @GET
  @Path("reports/{month}")
  @CacheControl(noStore = true)
  public Response report(@PathParam("month") String month) {
    try {
      var report = ReportQuery.report(reports, month);
      return Response.ok(new ReportPageView(ReportPage.of(report))).build();
    } catch (WebApplicationException e) {
      if (e.getResponse().getEntity() instanceof Problem problem) {
        var asOf = Moment.inFull(clock.get().atZone(zone));
        return Response.status(problem.status())
            .entity(
                new ReportPageView(ReportPage.refused(reports.present(), asOf, problem.detail())))
            .build();
      }
      throw e;
    }
  }

  /**
   * The same as Markdown.
   *
   * @param month such as {@code 2026-11}
   * @return Markdown
   */
  @GET
  @Path("reports/{month}.md")
  @Produces("text/markdown;charset=utf-8")
  @CacheControl(noStore = true)
  public String markdown(@PathParam("month") String month) {
    return ReportMarkdown.of(ReportPage.of(ReportQuery.report(reports, month)));
  }
}
