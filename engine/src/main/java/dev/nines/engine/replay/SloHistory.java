package dev.nines.engine.replay;

import static dev.nines.slo.time.Instants.later;

import dev.nines.alerting.AlertPolicy;
import dev.nines.alerting.ObjectiveAlerts;
import dev.nines.slo.Adjustments;
import dev.nines.slo.BudgetSpend;
import dev.nines.slo.BudgetState;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.Objective;
import dev.nines.slo.Slo;
import dev.nines.slo.WindowReading;
import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * How was an SLO, exactly, at instants of the past? Everything is counted anew from the stored
 * minutes, beside what is kept of the present, which is neither read nor held up. Thread-safe.
 */
public final class SloHistory {
  private final Jdbi jdbi;
  private final BiFunction<String, String, Instant> began;
  private final BiFunction<Slo, Interval, Adjustments> adjustments;
  private final Supplier<Instant> keptSince;

  /**
   * Reads a database.
   *
   * @param jdbi the database
   * @param began when the SLI of an objective began, by the names of SLO and objective
   * @param adjustments what people have said of a span of time of an SLO
   * @param keptSince since when minutes are kept; older ones may be dropped
   */
  public SloHistory(
      Jdbi jdbi,
      BiFunction<String, String, Instant> began,
      BiFunction<Slo, Interval, Adjustments> adjustments,
      Supplier<Instant> keptSince) {
    this.jdbi = jdbi;
    this.began = began;
    this.adjustments = adjustments;
    this.keptSince = keptSince;
  }

  /**
   * Since when anything is counted for an SLO.
   *
   * @param slo the SLO
   * @return when the first SLI of its objectives began
   */
  public Instant since(Slo slo) {
    return slo.objectives().stream()
        .map(objective -> began.apply(slo.name(), objective.name()))
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /**
   * An objective at instants of the past.
   *
   * @param objective the objective
   * @param points in order of time
   */
  public record Line(Objective objective, List<Point> points) {
    /** Copies the points. */
    public Line {
      points = List.copyOf(points);
    }
  }

  /**
   * One instant.
   *
   * @param at an instant in the minute that the window ends with
   * @param reading what was in the window; empty before the SLI began, and where minutes of the
   *     window are no longer kept
   * @param partial whether the window began before the SLI did, so that it was not seen whole
   * @param state whether there was a budget to speak of
   */
  public record Point(
      Instant at, Optional<WindowReading> reading, boolean partial, BudgetState state) {}

  /**
   * Reads a window as it was.
   *
   * @param slo the SLO
   * @param window the window that ends, or whose period goes on, at each instant
   * @param at the instants, at least one, in order of time
   * @return a line for each objective
   */
  public List<Line> lines(Slo slo, BudgetWindow window, List<Instant> at) {
    return slo.terms().stream()
        .map(term -> {
          var replay = replay(slo, term, List.of(window), at.getFirst(), at.getLast());
          var known = knownFrom(slo, term);
          return new Line(
              term.objective(),
              at.stream()
                  .map(instant ->
                      window.spanAt(instant).from().isBefore(known)
                          ? new Point(instant, Optional.empty(), true, new BudgetState.NoData())
                          : point(slo, term, window, replay, instant))
                  .toList());
        })
        .toList();
  }

  /** Of windows that begin earlier minutes may be lost; before an SLI began there are none. */
  private Instant knownFrom(Slo slo, Slo.Term term) {
    var kept = keptSince.get();
    return began.apply(slo.name(), term.objective().name()).isBefore(kept) ? kept : Instant.MIN;
  }

  /**
   * What a span of time spent of an objective's budget.
   *
   * @param objective the objective
   * @param counted the whole minutes of the span that lie in the budget window at its end; where
   *     slices are counted, whole slices, one that is not over by what it has
   * @param spend the share; empty without events, before the SLI began, and where minutes of the
   *     window are no longer kept
   */
  public record Spent(Objective objective, Interval counted, Optional<BudgetSpend> spend) {}

  /**
   * Tells what a span of time spent of the budget window that it ended in. Of a span longer than
   * the window, or begun before its period, what lies in it counts.
   *
   * @param slo the SLO
   * @param span the span, not empty
   * @return a line for each objective
   */
  public List<Spent> spent(Slo slo, Interval span) {
    var last = span.to().minusNanos(1);
    return slo.terms().stream().map(term -> spent(slo, term, span.from(), last)).toList();
  }

  private Spent spent(Slo slo, Slo.Term term, Instant from, Instant last) {
    var objective = term.objective();
    var window = slo.window();
    var whole = window.spanAt(last);
    var slice = objective.method().slice().toMinutes();
    var first = Math.floorDiv(minute(later(from, whole.from())), slice);
    var end = Math.floorDiv(minute(last), slice) + 1;
    var most = Math.ceilDiv(whole.length().toMinutes(), slice);
    var part = new BudgetWindow.Rolling(Duration.ofMinutes(Math.min(end - first, most) * slice));
    var to = Instant.ofEpochSecond(end * slice * 60);
    var counted = new Interval(to.minus(part.length()), to);
    if (whole.from().isBefore(knownFrom(slo, term))) {
      return new Spent(objective, counted, Optional.empty());
    }
    var at = whenCounted(objective, window, whole, last, to);
    var replay = replay(slo, term, List.of(window, part), at, at);
    return new Spent(
        objective,
        counted,
        replay.advanceTo(minute(at))
            ? BudgetSpend.of(objective, replay.read(window), replay.read(part))
            : Optional.empty());
  }

  /**
   * A slice counts from the minute after its end on; by then a calendar's period may be over, and
   * its last slice is left out.
   */
  private static Instant whenCounted(
      Objective objective, BudgetWindow window, Interval whole, Instant last, Instant end) {
    var at =
        switch (objective.method()) {
          case BudgetingMethod.Occurrences() -> last;
          case BudgetingMethod.Timeslices _, BudgetingMethod.RatioTimeslices _ ->
              end.plus(Duration.ofMinutes(1));
        };
    return switch (window) {
      case BudgetWindow.Rolling _ -> at;
      case BudgetWindow.Calendar _ -> at.isBefore(whole.to()) ? at : whole.to().minusNanos(1);
    };
  }

  private Point point(Slo slo, Slo.Term term, BudgetWindow window, Replay replay, Instant at) {
    if (!replay.advanceTo(minute(at))) {
      return new Point(at, Optional.empty(), true, new BudgetState.NoData());
    }
    var reading = replay.read(window);
    return new Point(
        at,
        Optional.of(reading),
        began.apply(slo.name(), term.objective().name()).isAfter(reading.span().from()),
        BudgetState.of(term.objective(), reading, slo.settings().minimumEvents()));
  }

  /**
   * Tries the alerts on what was recorded.
   *
   * @param slo the SLO
   * @param policies its declared alert policies
   * @param target the target to try in place of the declared ones; empty for those
   * @param span which time is gone through, minute by minute
   * @return what each objective's alerts would have done
   */
  public List<Backtest> backtest(
      Slo slo, List<AlertPolicy> policies, OptionalDouble target, Interval span) {
    return slo.terms().stream()
        .map(term -> {
          var declared = term.objective();
          var tried =
              new Slo.Term(
                  new Objective(
                      declared.name(), target.orElse(declared.target()), declared.method()),
                  term.sli(),
                  term.weight());
          var alerts = ObjectiveAlerts.of(slo, tried, policies);
          var windows =
              alerts.windows().stream().<BudgetWindow>map(BudgetWindow.Rolling::new).toList();
          return windows.isEmpty()
              ? new Backtest(tried.objective(), List.of())
              : Backtest.run(
                  alerts,
                  replay(slo, tried, windows, span.from(), span.to()),
                  minute(firstKept(span.from(), knownFrom(slo, term), alerts)),
                  minute(span.to()));
        })
        .toList();
  }

  private Replay replay(
      Slo slo, Slo.Term term, Collection<BudgetWindow> windows, Instant from, Instant to) {
    var longest =
        windows.stream()
            .map(window -> window.reach(term.objective().method()))
            .max(Duration::compareTo)
            .orElseThrow();
    // the slice that the window begins in
    var first = from.minus(longest);
    return new Replay(
        term.sli(),
        term.objective().method(),
        windows,
        began.apply(slo.name(), term.objective().name()),
        adjustments.apply(slo, new Interval(first, to.plus(Duration.ofMinutes(1)))),
        jdbi.inTransaction(handle -> RecordedMinutes.read(handle, term.sli(), first, to)));
  }

  /** The first instant whose windows are all kept. */
  private static Instant firstKept(Instant from, Instant known, ObjectiveAlerts alerts) {
    var longest = alerts.windows().stream().max(Duration::compareTo).orElse(Duration.ZERO);
    return known.isAfter(from.minus(longest)) ? known.plus(longest) : from;
  }

  private static long minute(Instant instant) {
    return instant.getEpochSecond() / 60;
  }
}
