package dev.nines.engine.pages.reports;

import dev.nines.engine.monthly.MonthlyReports;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code reports/{yyyy-mm}}: what a month was like, for programs. */
@Path("/api/v1") // a longer path would hide others of it
@Produces(MediaType.APPLICATION_JSON)
public final class ReportResource {
  private final MonthlyReports reports;

  /**
   * Answers from the tables.
   *
   * @param reports makes them
   */
  public ReportResource(MonthlyReports reports) {
    this.reports = reports;
  }

  /**
   * The report.
   *
   * @param month such as {@code 2026-11}
   * @return its figures, beside those of the month before
   */
  @GET
  @Path("reports/{month}")
  public ReportView report(@PathParam("month") String month) {
    return ReportView.of(ReportQuery.report(reports, month));
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
  public String markdown(@PathParam("month") String month) {
    return ReportMarkdown.of(ReportPage.of(ReportQuery.report(reports, month)));
  }
}
