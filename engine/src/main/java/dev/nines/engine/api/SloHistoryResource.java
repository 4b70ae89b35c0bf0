package dev.nines.engine.api;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.datasource.MetricStatus;
import dev.nines.engine.dora.DeploymentRow;
import dev.nines.engine.evaluation.SloStatus;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.replay.SloHistory;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Sli.Question;
import dev.nines.slo.Slo;
import dev.nines.slo.WindowReading;
import dev.nines.slo.time.Interval;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** {@code slos/{name}/history}, {@code what-if} and {@code backtest}. */
@Path("/api/v1") // a longer path would hide slos/{name} itself
@Produces(MediaType.APPLICATION_JSON)
public final class SloHistoryResource {
  private static final Duration USUAL_SPAN = Duration.ofDays(30);
  private static final Duration LONGEST = Duration.ofDays(400);
  private static final Duration LONGEST_BACKTEST = Duration.ofDays(100);
  private static final int USUAL_POINTS = 300;
  private static final int MOST_POINTS = 1_000;

  private final Supplier<Catalog> catalog;
  private final Supplier<Snapshot> snapshots;
  private final SloHistory history;
  private final BiFunction<String, Interval, List<DeploymentRow>> deployments;
  private final Function<Question, Optional<MetricStatus>> sources;
  private final InstantSource clock;

  /**
   * Answers from the stored minutes.
   *
   * @param catalog what is declared
   * @param snapshots the newest one
   * @param history the stored minutes
   * @param deployments what reached the users of a service, by its name, in a span
   * @param readings how far the SLIs of data sources are read
   * @param clock wall-clock time
   */
  public SloHistoryResource(
      Supplier<Catalog> catalog,
      Supplier<Snapshot> snapshots,
      SloHistory history,
      BiFunction<String, Interval, List<DeploymentRow>> deployments,
      Function<Question, Optional<MetricStatus>> readings,
      InstantSource clock) {
    this.catalog = catalog;
    this.snapshots = snapshots;
    this.history = history;
    this.deployments = deployments;
    this.sources = readings;
    this.clock = clock;
  }

  /**
   * How an SLO was.
   *
   * @param name its name
   * @param window length of a rolling window ({@code 7d}), at most 400 d; the SLO's own where it is
   *     missing
   * @param from the first point (ISO 8601); 30 days before the last where it is missing
   * @param to the last point; the present where it is missing or yet to come
   * @param points how many points, 1 to 1000; at most one a minute
   * @param uri the request
   * @return a line for each objective
   */
  @GET
  @Path("slos/{name}/history")
  public SloHistoryView history(
      @PathParam("name") String name,
      @QueryParam("window") @Nullable String window,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("points") @Nullable String points,
      @Context UriInfo uri) {
    var slo = declared(name);
    var query = new QueryFaults().of(uri, "window", "from", "to", "points");
    var asked = query.window(window, LONGEST).orElse(slo.window());
    var span = query.span(from, to, clock.instant(), USUAL_SPAN, LONGEST);
    var count = query.whole("points", points, USUAL_POINTS, MOST_POINTS);
    query.check();
    return new SloHistoryView(
        name,
        asked.text(),
        history.lines(slo, asked, instants(span, count)).stream()
            .map(SloHistoryView.LineView::of)
            .toList(),
        deployments.apply(slo.service(), span).stream().map(SloHistoryView.MarkView::of).toList());
  }

  /** Evenly over the span, its end included, each in a minute of its own. */
  private static List<Instant> instants(Interval span, int count) {
    var seconds = span.length().toSeconds();
    var distinct = (int) Math.min(count, seconds / 60 + 1);
    return LongStream.range(0, distinct)
        .mapToObj(i ->
            distinct == 1
                ? span.to()
                : span.from().plusSeconds(Math.round((double) seconds * i / (distinct - 1))))
        .toList();
  }

  /**
   * How an SLO would be if its objectives had another target.
   *
   * @param name its name
   * @param target the target, in (0, 1)
   * @param window length of a rolling window in place of its own ({@code 7d}), at most 400 d
   * @param uri the request
   * @return the SLO as it would be shown, without alerts: for these see the backtest
   */
  @GET
  @Path("slos/{name}/what-if")
  public SloView whatIf(
      @PathParam("name") String name,
      @QueryParam("target") @Nullable String target,
      @QueryParam("window") @Nullable String window,
      @Context UriInfo uri) {
    var slo = declared(name);
    var query = new QueryFaults().of(uri, "target", "window");
    var asked = query.window(window, LONGEST);
    var tried = query.target(target);
    if (target == null) {
      query.missing("target");
    }
    query.check();
    var snapshot = snapshots.get();
    var status = snapshot.slo(name).orElseThrow(() -> Problem.notFound("SLO", name));
    var readings =
        asked.map(other -> history.lines(slo, other, List.of(snapshot.at()))).orElse(List.of());
    var minimum = slo.settings().minimumEvents();
    var objectives = new ArrayList<SloStatus.ObjectiveStatus>();
    for (var i = 0; i < status.objectives().size(); i++) {
      var objective = status.objectives().get(i);
      var reading =
          i < readings.size()
              ? readings
                  .get(i)
                  .points()
                  .getFirst()
                  .reading()
                  .orElseGet(() -> nothing(asked.orElseThrow(), snapshot.at()))
              : objective.budgetWindow();
      objectives.add(objective.withTarget(tried.orElseThrow(), reading, minimum));
    }
    return SloView.of(
        new SloStatus(status.slo(), objectives, status.policy()),
        asked.orElse(status.slo().window()),
        sources);
  }

  private static WindowReading nothing(BudgetWindow window, Instant now) {
    return new WindowReading(
        window.spanAt(now), EventCounts.NONE, Optional.empty(), 0, Duration.ofMinutes(1));
  }

  /**
   * When the alerts of an SLO would have fired.
   *
   * @param name its name
   * @param target a target to try in place of the declared ones, in (0, 1)
   * @param from the first minute (ISO 8601); 30 days before the last where it is missing
   * @param to the last minute; the present where it is missing or yet to come; at most 100 days on
   * @param uri the request
   * @return the alerts of each objective
   */
  @GET
  @Path("slos/{name}/backtest")
  public BacktestView backtest(
      @PathParam("name") String name,
      @QueryParam("target") @Nullable String target,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @Context UriInfo uri) {
    var declared = catalog.get();
    var slo = declared(name);
    var query = new QueryFaults().of(uri, "target", "from", "to");
    var tried = query.target(target);
    var span = query.span(from, to, clock.instant(), USUAL_SPAN, LONGEST_BACKTEST);
    query.check();
    return new BacktestView(
        name,
        span.from(),
        span.to(),
        history.backtest(slo, declared.alertPoliciesOf(name), tried, span).stream()
            .map(BacktestView.ObjectiveBacktestView::of)
            .toList());
  }

  private Slo declared(String name) {
    return catalog.get().slo(name).orElseThrow(() -> Problem.notFound("SLO", name));
  }
}
