package dev.nines.engine.api.dora;

import dev.nines.engine.api.reliability.ReliabilityView.WindowView;
import dev.nines.engine.dora.DoraReport;
import dev.nines.slo.time.Seconds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A report on services in a window.
 *
 * @param window of which time it tells
 * @param causeWindowSeconds how soon after a deployment an incident must begin to be held its doing
 *     where nothing is declared
 * @param together of the deployments of all these services; only where a label is asked for
 * @param services each of them, in the order of the alphabet
 */
public record DoraView(
    WindowView window,
    double causeWindowSeconds,
    Optional<DoraFiguresView> together,
    List<ServiceView> services) {
  static DoraView of(DoraReport report, Duration causeWindow) {
    return new DoraView(
        WindowView.of(report.window(), report.now()),
        Seconds.of(causeWindow),
        report.together().map(DoraFiguresView::of),
        report.services().stream()
            .map(one -> new ServiceView(one.service().name(), DoraFiguresView.of(one.figures())))
            .toList());
  }

  /**
   * One service.
   *
   * @param service its name
   * @param figures its figures
   */
  public record ServiceView(String service, DoraFiguresView figures) {}
}
