package dev.nines.engine.api.reliability;

import dev.nines.engine.figures.ServicePast;
import dev.nines.slo.reliability.GoodRuns;
import dev.nines.slo.reliability.ReliabilityFigures;
import dev.nines.slo.reliability.ReportingWindow;
import java.time.Instant;
import java.util.List;

/**
 * A report on services in a window.
 *
 * @param window of which time it tells
 * @param services of which services, those without a past too
 * @param figures of all of them together: seconds add up, incidents are put together
 * @param byService of each of them, in the order of declaration
 */
public record ReliabilityView(
    WindowView window,
    List<String> services,
    FiguresView figures,
    List<ServiceFiguresView> byService) {
  static ReliabilityView of(ReportingWindow window, List<ServicePast> pasts, Instant now) {
    return new ReliabilityView(
        WindowView.of(window, now),
        pasts.stream().map(ServicePast::service).toList(),
        figures(pasts, window),
        pasts.stream()
            .map(past -> new ServiceFiguresView(past.service(), figures(List.of(past), window)))
            .toList());
  }

  private static FiguresView figures(List<ServicePast> pasts, ReportingWindow window) {
    var runs =
        pasts.stream()
            .map(ServicePast::runs)
            .reduce((a, b) -> new GoodRuns(a.counts().plus(b.counts())))
            .orElse(GoodRuns.NONE);
    return FiguresView.of(
        ReliabilityFigures.of(pasts.stream().map(ServicePast::history).toList(), window.span()),
        runs);
  }

  /**
   * A window.
   *
   * @param name such as {@code 2026-11}, {@code 2026-Q4} or {@code 2026}
   * @param zone whose calendar it is of
   * @param from its first instant
   * @param to the first instant after it
   * @param until where it ends for now
   */
  public record WindowView(String name, String zone, Instant from, Instant to, Instant until) {
    /**
     * Shows a window.
     *
     * @param window the window
     * @param now the present
     * @return how the API shows it
     */
    public static WindowView of(ReportingWindow window, Instant now) {
      var span = window.span();
      return new WindowView(
          window.name(),
          window.zone().getId(),
          span.from(),
          span.to(),
          span.to().isAfter(now) ? now : span.to());
    }
  }

  /**
   * One service.
   *
   * @param service its name
   * @param figures its figures
   */
  public record ServiceFiguresView(String service, FiguresView figures) {}
}
