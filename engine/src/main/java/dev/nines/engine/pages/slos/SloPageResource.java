package dev.nines.engine.pages.slos;

import dev.nines.engine.adjustments.AdjustedSpan;
import dev.nines.engine.adjustments.AdjustedSpans;
import dev.nines.engine.datasource.MetricStatus;
import dev.nines.engine.evaluation.SloStatus;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.pages.SourceCell;
import dev.nines.engine.replay.SloHistory;
import dev.nines.slo.Sli.Question;
import io.dropwizard.jersey.caching.CacheControl;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /slos/{slo}}, and what is fetched to keep it fresh. */
@Path("/")
@Produces(MediaType.TEXT_HTML + ";charset=utf-8")
public final class SloPageResource {
  private static final Logger LOG = LoggerFactory.getLogger(SloPageResource.class);
  private static final Duration SPAN = Duration.ofDays(30);
  private static final int POINTS = 200;
  private static final int MOST_ADJUSTED = 50;

  private final Supplier<Snapshot> snapshots;
  private final Function<Question, Optional<MetricStatus>> readings;
  private final SloHistory history;
  private final AdjustedSpans adjusted;
  private final InstantSource time;
  private final ZoneId zone;

  /**
   * Shows SLOs.
   *
   * @param snapshots how they are
   * @param readings how far the SLIs of data sources are read
   * @param history how they were
   * @param adjusted what people have said of their windows
   * @param time tells the present
   * @param zone the zone that times are shown in
   */
  public SloPageResource(
      Supplier<Snapshot> snapshots,
      Function<Question, Optional<MetricStatus>> readings,
      SloHistory history,
      AdjustedSpans adjusted,
      InstantSource time,
      ZoneId zone) {
    this.snapshots = snapshots;
    this.readings = readings;
    this.history = history;
    this.adjusted = adjusted;
    this.time = time;
    this.zone = zone;
  }

  /**
   * The whole page.
   *
   * @param name the SLO's name
   * @return the page; one that says so where there is no such SLO
   */
  @GET
  @Path("slos/{name}")
  @CacheControl(noStore = true)
  public Response whole(@PathParam("name") String name) {
    return answer(name, true, SloPageView::whole);
  }

  /**
   * What changes on it with every evaluation. Without the history, which takes a look at a month of
   * minutes.
   *
   * @param name the SLO's name
   * @return the part
   */
  @GET
  @Path("fragments/slos/{name}")
  @CacheControl(noStore = true)
  public Response fragment(@PathParam("name") String name) {
    return answer(name, false, SloPageView::fragment);
  }

  /**
   * The history.
   *
   * @param name the SLO's name
   * @return the part
   */
  @GET
  @Path("fragments/slos/{name}/history")
  @CacheControl(noStore = true)
  public Response historyFragment(@PathParam("name") String name) {
    return answer(name, true, SloPageView::history);
  }

  private Response answer(String name, boolean withHistory, Function<SloPage, SloPageView> view) {
    var snapshot = snapshots.get();
    return snapshot
        .slo(name)
        .map(status -> {
          var past = withHistory ? past(status, snapshot.at()) : Past.NONE;
          return Response.ok(view.apply(page(snapshot, status, past))).build();
        })
        .orElseGet(() ->
            Response.status(Response.Status.NOT_FOUND).entity(new MissingSloView(name)).build());
  }

  private SloPage page(Snapshot snapshot, SloStatus status, Past past) {
    var service = status.slo().service();
    return SloPage.of(
        status,
        snapshot.service(service).map(s -> s.service().displayName()).orElse(service),
        SourceCell.teller(readings, snapshot.at().atZone(zone)),
        past.lines,
        past.adjusted,
        snapshot.at(),
        time.instant(),
        zone);
  }

  /** What takes a look into the database. */
  private record Past(List<SloHistory.Line> lines, List<AdjustedSpan> adjusted) {
    static final Past NONE = new Past(List.of(), List.of());
  }

  /** A page that says what is known is of more use in an outage than an error. */
  private Past past(SloStatus status, Instant at) {
    try {
      return new Past(
          history.lines(status.slo(), status.slo().window(), instants(status, at)),
          adjusted.of(status.slo(), status.budgetSpan()).stream().limit(MOST_ADJUSTED).toList());
    } catch (JdbiException e) {
      LOG.warn("the page of SLO {} lacks its history", status.slo().name(), e);
      return Past.NONE;
    }
  }

  private List<Instant> instants(SloStatus status, Instant at) {
    var oldest = at.minus(SPAN);
    var since = history.since(status.slo());
    var from = since.isBefore(oldest) ? oldest : since.isAfter(at) ? at : since;
    var seconds = Duration.between(from, at).toSeconds();
    return IntStream.range(0, POINTS)
        .mapToObj(i -> from.plusSeconds(seconds * i / (POINTS - 1)))
        .toList();
  }
}
