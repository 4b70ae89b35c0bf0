package dev.nines.engine.api;

import dev.nines.engine.evaluation.ServiceStatus;
import dev.nines.incident.Incident;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Derivation;
import dev.nines.slo.reliability.Figure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * A service as the API shows it. Ratios are 0 to 1, durations seconds; what is not known is null.
 *
 * @param name its name
 * @param displayName its name for people
 * @param state up, degraded, down, maintenance or unknown
 * @param maintenanceUntil when its maintenance ends, where one is under way
 * @param openIncident number of its open incident
 * @param probes names of its probes
 * @param windows its figures over rolling windows, shortest first
 * @param suppressed what is wrong with it and opens no incident now
 */
public record ServiceView(
    String name,
    String displayName,
    String state,
    Optional<Instant> maintenanceUntil,
    Optional<Long> openIncident,
    List<String> probes,
    List<WindowView> windows,
    List<SuppressedView> suppressed) {
  static ServiceView of(ServiceStatus status) {
    return new ServiceView(
        status.service().name(),
        status.service().displayName(),
        status.state().label(),
        status.maintenanceUntil(),
        status.incident().map(Incident::id),
        status.probes().stream().map(probe -> probe.probe().name()).toList(),
        status.windows().entrySet().stream()
            .map(entry -> WindowView.of(entry.getKey(), entry.getValue()))
            .toList(),
        status.suppressed().stream()
            .map(held -> new SuppressedView(held.what(), held.why(), held.until()))
            .toList());
  }

  /**
   * Something that opens no incident now, though it lasts.
   *
   * @param signal what is wrong
   * @param why what suppresses it, such as {@code depends on probe edge-tcp, down since ...}
   * @param until when it opens one, should it last
   */
  public record SuppressedView(String signal, String why, Optional<Instant> until) {}

  /**
   * A rolling window.
   *
   * @param window its length, such as {@code 30d}
   * @param uptimeRatio 1 - downtime / known time
   * @param uptimeDerivation how that comes about
   * @param downtimeSeconds union of the outages within known time
   * @param knownSeconds time the service was watched
   * @param unknownSeconds time it should have been and was not
   * @param coverageRatio known / (known + unknown)
   * @param timeToDetectAtLeast detected - impact start
   * @param timeToDetectAtMost detected - last good
   * @param timeToAcknowledge acknowledged - opened
   * @param timeToRestore restored - impact start
   * @param meanTimeBetweenFailuresSeconds (known - downtime) / failures
   */
  public record WindowView(
      String window,
      OptionalDouble uptimeRatio,
      Optional<Derivation> uptimeDerivation,
      double downtimeSeconds,
      double knownSeconds,
      double unknownSeconds,
      OptionalDouble coverageRatio,
      FigureView timeToDetectAtLeast,
      FigureView timeToDetectAtMost,
      FigureView timeToAcknowledge,
      FigureView timeToRestore,
      Optional<Double> meanTimeBetweenFailuresSeconds) {
    static WindowView of(Duration window, ServiceStatus.Figures figures) {
      var uptime = figures.uptime();
      var reliability = figures.reliability();
      return new WindowView(
          new BudgetWindow.Rolling(window).text(),
          uptime.ratio(),
          uptime.derivation(),
          seconds(uptime.down()),
          seconds(uptime.known()),
          seconds(uptime.unknown()),
          uptime.coverageRatio(),
          FigureView.of(reliability.timeToDetectAtLeast()),
          FigureView.of(reliability.timeToDetectAtMost()),
          FigureView.of(reliability.timeToAcknowledge()),
          FigureView.of(reliability.timeToRestore()),
          reliability.timeBetweenFailures().mean().map(ServiceView::seconds));
    }
  }

  /**
   * A time measured over incidents.
   *
   * @param status {@code recorded} or {@code none}
   * @param anchors the two instants it lies between
   * @param n how many incidents it rests on
   * @param leftOut how many lack one of the instants
   * @param invalid how many end before they start
   * @param meanSeconds their mean
   * @param medianSeconds their median
   * @param p90Seconds their 90th percentile
   * @param derivation how the mean comes about
   */
  public record FigureView(
      String status,
      String anchors,
      int n,
      int leftOut,
      int invalid,
      Optional<Double> meanSeconds,
      Optional<Double> medianSeconds,
      Optional<Double> p90Seconds,
      Optional<Derivation> derivation) {
    static FigureView of(Figure figure) {
      return switch (figure) {
        case Figure.None none ->
            new FigureView(
                "none",
                none.measured().anchors(),
                0,
                none.leftOut(),
                none.invalid(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        case Figure.Recorded recorded ->
            new FigureView(
                "recorded",
                recorded.measured().anchors(),
                recorded.n(),
                recorded.leftOut(),
                recorded.invalid(),
                Optional.of(seconds(recorded.mean())),
                Optional.of(seconds(recorded.median())),
                Optional.of(seconds(recorded.p90())),
                Optional.of(recorded.derivation()));
      };
    }
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
