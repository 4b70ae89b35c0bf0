package dev.nines.engine.api.reliability;

import dev.nines.engine.api.FigureText;
import dev.nines.engine.api.MeanTimeView;
import dev.nines.slo.Derivation;
import dev.nines.slo.reliability.GoodRuns;
import dev.nines.slo.reliability.ReliabilityFigures;
import dev.nines.slo.reliability.TimeBetweenFailures;
import dev.nines.slo.reliability.TimeTo;
import dev.nines.slo.reliability.Uptime;
import dev.nines.slo.time.Seconds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The figures of a window.
 *
 * @param uptime by time: 1 - downtime / known time
 * @param goodRuns by runs: good / valid
 * @param coverage known / (known + unknown)
 * @param downtimeSeconds union of the outages within known time
 * @param knownSeconds time it was watched
 * @param unknownSeconds time it should have been and was not
 * @param timeToDetectAtLeast lower bound of MTTD
 * @param timeToDetectAtMost upper bound of MTTD
 * @param timeToAcknowledge MTTA
 * @param timeToRestore MTTR in the sense of recover
 * @param timeToFirstResolve until closed for the first time
 * @param timeToResolve until closed for good
 * @param timeBetweenFailures MTBF
 * @param open incidents that are not restored
 * @param incidentsInMaintenance how many incidents of the window do not count for it
 */
public record FiguresView(
    NumberView uptime,
    NumberView goodRuns,
    NumberView coverage,
    double downtimeSeconds,
    double knownSeconds,
    double unknownSeconds,
    MeanTimeView timeToDetectAtLeast,
    MeanTimeView timeToDetectAtMost,
    MeanTimeView timeToAcknowledge,
    MeanTimeView timeToRestore,
    MeanTimeView timeToFirstResolve,
    MeanTimeView timeToResolve,
    FailuresView timeBetweenFailures,
    OpenView open,
    int incidentsInMaintenance) {
  static FiguresView of(ReliabilityFigures figures, GoodRuns runs) {
    var uptime = figures.uptime();
    return new FiguresView(
        NumberView.of(uptime.ratio(), Uptime.RULE),
        NumberView.of(runs.ratio(), GoodRuns.RULE),
        NumberView.of(uptime.coverage(), Uptime.RULE),
        Seconds.of(uptime.down()),
        Seconds.of(uptime.known()),
        Seconds.of(uptime.unknown()),
        MeanTimeView.of(figures.timeTo(TimeTo.DETECT_AT_LEAST)),
        MeanTimeView.of(figures.timeTo(TimeTo.DETECT_AT_MOST)),
        MeanTimeView.of(figures.timeTo(TimeTo.ACKNOWLEDGE)),
        MeanTimeView.of(figures.timeTo(TimeTo.RESTORE)),
        MeanTimeView.of(figures.timeTo(TimeTo.RESOLVE_FIRST)),
        MeanTimeView.of(figures.timeTo(TimeTo.RESOLVE)),
        FailuresView.of(figures.timeBetweenFailures()),
        OpenView.of(figures.running()),
        figures.inMaintenance());
  }

  /**
   * The time between failures.
   *
   * @param status {@code recorded}, or {@code not_applicable} without failures
   * @param why why there is no number
   * @param failures how many
   * @param meanSeconds (known time - downtime) / failures
   * @param derivation how it comes about
   * @param rule how edges are decided
   */
  public record FailuresView(
      String status,
      Optional<String> why,
      int failures,
      Optional<Double> meanSeconds,
      Optional<Derivation> derivation,
      String rule) {
    static FailuresView of(TimeBetweenFailures between) {
      var mean = between.mean();
      return new FailuresView(
          FigureText.status(mean),
          FigureText.why(mean),
          between.failures(),
          mean.value().map(Seconds::of),
          FigureText.derivation(mean),
          TimeBetweenFailures.RULE);
    }
  }

  /**
   * Incidents that are not restored, in every window they reach into. They are in no mean time to
   * restore; their downtime counts up to now.
   *
   * @param n how many
   * @param runningSeconds for how long each has been running by now, longest first
   */
  public record OpenView(int n, List<Double> runningSeconds) {
    static OpenView of(List<Duration> running) {
      return new OpenView(running.size(), running.stream().map(Seconds::of).toList());
    }
  }
}
