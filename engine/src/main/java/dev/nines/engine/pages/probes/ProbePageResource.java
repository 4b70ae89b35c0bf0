package dev.nines.engine.pages.probes;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.evaluation.ServiceState;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.failures.FailedRunTable;
import dev.nines.engine.results.ResultReader;
import dev.nines.engine.schedule.LatestRuns;
import dev.nines.incident.FailureStreak;
import io.dropwizard.jersey.caching.CacheControl;
import io.dropwizard.views.common.View;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /probes/{probe}}, and the part of it that is fetched while it is open. */
@Path("/")
@Produces(MediaType.TEXT_HTML + ";charset=utf-8")
public final class ProbePageResource {
  private static final Logger LOG = LoggerFactory.getLogger(ProbePageResource.class);

  /** Runs of each location. */
  private static final int RUNS = 20;

  /** More than can be kept of all the locations that a probe may have. */
  private static final int FAILURES = 100;

  private final Supplier<Catalog> catalog;
  private final Supplier<Snapshot> snapshots;
  private final Function<String, Optional<FailureStreak>> streaks;
  private final LatestRuns latest;
  private final Jdbi jdbi;
  private final InstantSource time;
  private final ZoneId zone;

  /**
   * Shows probes.
   *
   * @param catalog what is declared
   * @param snapshots how the probes are
   * @param streaks a probe's failed runs in a row that are no outage yet, by its name
   * @param latest the last runs of this instance
   * @param jdbi the stored runs
   * @param time tells the present
   * @param zone the zone that times are shown in
   */
  public ProbePageResource(
      Supplier<Catalog> catalog,
      Supplier<Snapshot> snapshots,
      Function<String, Optional<FailureStreak>> streaks,
      LatestRuns latest,
      Jdbi jdbi,
      InstantSource time,
      ZoneId zone) {
    this.catalog = catalog;
    this.snapshots = snapshots;
    this.streaks = streaks;
    this.latest = latest;
    this.jdbi = jdbi;
    this.time = time;
    this.zone = zone;
  }

  /**
   * The whole page.
   *
   * @param name the probe's name
   * @return the page; one that says so where there is no such probe
   */
  @GET
  @Path("probes/{name}")
  @CacheControl(noStore = true)
  public Response whole(@PathParam("name") String name) {
    return answer(name, ProbePageView::whole);
  }

  /**
   * What changes on it.
   *
   * @param name the probe's name
   * @return the part
   */
  @GET
  @Path("fragments/probes/{name}")
  @CacheControl(noStore = true)
  public Response fragment(@PathParam("name") String name) {
    return answer(name, ProbePageView::fragment);
  }

  private Response answer(String name, Function<ProbePage, View> view) {
    return catalog
        .get()
        .probe(name)
        .map(probe ->
            Response.ok(view.apply(ProbePage.of(facts(probe), time.instant(), zone))).build())
        .orElseGet(() ->
            Response.status(Response.Status.NOT_FOUND).entity(new MissingProbeView(name)).build());
  }

  private ProbeFacts facts(ProbeDeclaration probe) {
    var snapshot = snapshots.get();
    return new ProbeFacts(
        probe,
        snapshot.at(),
        snapshot.probes().getOrDefault(probe.name(), ServiceState.UNKNOWN),
        streaks.apply(probe.name()),
        latest.of(probe.name()),
        latest.unknown(probe.name()),
        stored(probe.name()));
  }

  /** A page that says what is known is of more use in an outage than an error. */
  private Optional<ProbeFacts.Stored> stored(String probe) {
    try {
      return Optional.of(
          jdbi.withHandle(handle ->
              new ProbeFacts.Stored(
                  ResultReader.latestAtEach(handle, probe, RUNS),
                  FailedRunTable.latest(handle, probe, ResultReader.EVER, FAILURES))));
    } catch (JdbiException e) {
      LOG.warn("the page of probe {} lacks its stored runs", probe, e);
      return Optional.empty();
    }
  }
}
