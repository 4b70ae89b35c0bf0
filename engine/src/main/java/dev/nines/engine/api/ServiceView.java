package dev.nines.engine.api;

import dev.nines.engine.evaluation.ServiceStatus;
import dev.nines.incident.Incident;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Derivation;
import dev.nines.slo.reliability.ReliabilityFigures;
import dev.nines.slo.reliability.TimeTo;
import dev.nines.slo.time.Seconds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A service as the API shows it. Ratios are 0 to 1, durations seconds; what is not known is null.
 *
 * @param name its name
 * @param displayName its name for people
 * @param state up, degraded, down, maintenance or unknown
 * @param maintenanceUntil when its maintenance ends, where one is under way
 * @param openIncident number of its open incident
 * @param probes names of its probes
 * @param windows its figures over rolling windows, shortest first, and the calendar month
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
   * A window.
   *
   * @param window its length, such as {@code 30d}; {@code 1M} is the calendar month up to now
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
      Optional<Double> uptimeRatio,
      Optional<Derivation> uptimeDerivation,
      double downtimeSeconds,
      double knownSeconds,
      double unknownSeconds,
      Optional<Double> coverageRatio,
      MeanTimeView timeToDetectAtLeast,
      MeanTimeView timeToDetectAtMost,
      MeanTimeView timeToAcknowledge,
      MeanTimeView timeToRestore,
      Optional<Double> meanTimeBetweenFailuresSeconds) {
    static WindowView of(BudgetWindow window, ReliabilityFigures figures) {
      var uptime = figures.uptime();
      return new WindowView(
          window.text(),
          uptime.ratio().value(),
          FigureText.derivation(uptime.ratio()),
          Seconds.of(uptime.down()),
          Seconds.of(uptime.known()),
          Seconds.of(uptime.unknown()),
          uptime.coverage().value(),
          MeanTimeView.brief(figures.timeTo(TimeTo.DETECT_AT_LEAST)),
          MeanTimeView.brief(figures.timeTo(TimeTo.DETECT_AT_MOST)),
          MeanTimeView.brief(figures.timeTo(TimeTo.ACKNOWLEDGE)),
          MeanTimeView.brief(figures.timeTo(TimeTo.RESTORE)),
          figures.timeBetweenFailures().mean().value().map(Seconds::of));
    }
  }
}
