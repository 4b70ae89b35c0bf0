package dev.nines.engine.api;

import dev.nines.engine.dora.DeploymentRow;
import dev.nines.engine.replay.SloHistory;
import dev.nines.slo.ErrorBudget;
import dev.nines.slo.EventCounts;
import dev.nines.slo.WindowReading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How an SLO was.
 *
 * @param slo its name
 * @param window length of the window that ends at each point
 * @param objectives its objectives
 * @param deployments what reached its service's users meanwhile, newest first
 */
public record SloHistoryView(
    String slo, String window, List<LineView> objectives, List<MarkView> deployments) {
  /**
   * A deployment.
   *
   * @param id its number
   * @param version what people call it
   * @param finishedAt when it was over
   * @param rollback whether it took back the one before it
   * @param url where to read more
   */
  public record MarkView(
      long id, String version, Instant finishedAt, boolean rollback, Optional<String> url) {
    static MarkView of(DeploymentRow row) {
      var deployment = row.deployment();
      return new MarkView(
          deployment.id(),
          deployment.version(),
          deployment.finishedAt(),
          deployment.rollback(),
          row.url());
    }
  }

  /**
   * An objective.
   *
   * @param name its name, unique in its SLO
   * @param target its target, as declared now
   * @param points in order of time
   */
  public record LineView(String name, double target, List<PointView> points) {
    static LineView of(SloHistory.Line line) {
      return new LineView(
          line.objective().name(),
          line.objective().target(),
          line.points().stream().map(PointView::of).toList());
    }
  }

  /**
   * One instant. Ratios are null where there was too little to judge.
   *
   * @param at when
   * @param partial whether the window began before the SLI did, so that it was not seen whole
   * @param state {@code no-data}, {@code low-traffic}, {@code good} or {@code overspent}
   * @param sliRatio share of good events or slices, or the mean of the slices' ratios
   * @param budgetRemainingRatio 1 is untouched, below 0 is overspent
   * @param good good events in the window
   * @param total all events in it
   * @param bad the others
   */
  public record PointView(
      Instant at,
      boolean partial,
      String state,
      Optional<Double> sliRatio,
      Optional<Double> budgetRemainingRatio,
      long good,
      long total,
      long bad) {
    static PointView of(SloHistory.Point point) {
      var counts = point.reading().map(WindowReading::counts).orElse(EventCounts.NONE);
      var budget = point.state().known();
      return new PointView(
          point.at(),
          point.partial(),
          SloView.ObjectiveView.state(point.state()),
          budget.map(ErrorBudget::sliRatio),
          budget.map(ErrorBudget::remainingRatio),
          counts.good(),
          counts.total(),
          counts.bad());
    }
  }
}
