package dev.nines.engine.api.dora;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nines.engine.api.FigureText;
import dev.nines.slo.Derivation;
import dev.nines.slo.reliability.Times;
import dev.nines.slo.reliability.dora.ChangeFailures;
import dev.nines.slo.reliability.dora.DeploymentFrequency;
import dev.nines.slo.reliability.dora.DoraFigures;
import dev.nines.slo.reliability.dora.MedianTime;
import dev.nines.slo.reliability.dora.PerformanceLevel;
import dev.nines.slo.reliability.dora.Share;
import dev.nines.slo.time.Seconds;
import java.util.List;
import java.util.Optional;

/**
 * DORA's five figures. Without a number it is null, never 0.
 *
 * @param deploymentFrequency how often
 * @param changeLeadTime from commit to production
 * @param declared failures by what is declared alone
 * @param all failures by what is declared, or else inferred from the time
 * @param reworkRate unplanned deployments / those of which it was told whether they were
 * @param failedDeployments those of {@code all}, with the reasons
 * @param runsThatFailed pipeline runs that ended with a fault: no deployments
 * @param runsThatWereCanceled pipeline runs that were stopped: no deployments
 */
public record DoraFiguresView(
    FrequencyView deploymentFrequency,
    LeadTimeView changeLeadTime,
    FailuresView declared,
    FailuresView all,
    ShareView reworkRate,
    List<FailedDeploymentView> failedDeployments,
    int runsThatFailed,
    int runsThatWereCanceled) {
  /**
   * Shows figures.
   *
   * @param figures the figures
   * @return how the API shows them
   */
  public static DoraFiguresView of(DoraFigures figures) {
    return new DoraFiguresView(
        FrequencyView.of(figures.frequency()),
        new LeadTimeView(
            MedianView.of(
                figures.leadTime(),
                MedianTime.Measured.LEAD_TIME,
                PerformanceLevel.ofLeadTime(figures.leadTime()),
                DoraFigures.LEAD_TIME_RULE),
            figures.withoutCommits()),
        FailuresView.of(figures.declared()),
        FailuresView.of(figures.all()),
        ShareView.of(figures.rework(), Optional.empty(), DoraFigures.REWORK_RULE),
        figures.all().failed().stream().map(FailedDeploymentView::of).toList(),
        figures.failedRuns(),
        figures.canceledRuns());
  }

  /**
   * Deployment frequency.
   *
   * @param status {@code recorded}, or {@code not_applicable}
   * @param why why there is no number
   * @param n deployments to production that succeeded
   * @param activeDays calendar days of the zone with at least one
   * @param perDay mean number a day
   * @param perWeek mean number a week
   * @param level the group of DORA's survey it would lie in, with the survey's year
   * @param derivation how {@code perWeek} comes about
   * @param rule how edges are decided
   */
  public record FrequencyView(
      String status,
      Optional<String> why,
      int n,
      int activeDays,
      Optional<Double> perDay,
      Optional<Double> perWeek,
      Optional<String> level,
      Optional<Derivation> derivation,
      String rule) {
    static FrequencyView of(DeploymentFrequency frequency) {
      var perWeek = frequency.perWeek();
      return new FrequencyView(
          FigureText.status(perWeek),
          FigureText.why(perWeek),
          frequency.deployments(),
          frequency.activeDays(),
          frequency.perDay().value(),
          perWeek.value(),
          PerformanceLevel.of(frequency).map(PerformanceLevel::text),
          FigureText.derivation(perWeek),
          DeploymentFrequency.RULE);
    }
  }

  /**
   * Change lead time.
   *
   * @param time of each change
   * @param deploymentsWithoutCommits deployments of which no commit's time was told
   */
  public record LeadTimeView(@JsonUnwrapped MedianView time, int deploymentsWithoutCommits) {}

  /**
   * Failures.
   *
   * @param changeFailRate failed deployments / deployments
   * @param failedDeploymentRecoveryTime from the deployment to recovery
   */
  public record FailuresView(ShareView changeFailRate, MedianView failedDeploymentRecoveryTime) {
    static FailuresView of(ChangeFailures failures) {
      return new FailuresView(
          ShareView.of(
              failures.rate(),
              PerformanceLevel.ofFailRate(failures.rate()),
              ChangeFailures.RATE_RULE),
          MedianView.of(
              failures.recovery(),
              MedianTime.Measured.RECOVERY,
              PerformanceLevel.ofRecovery(failures.recovery()),
              ChangeFailures.RECOVERY_RULE));
    }
  }

  /**
   * A share of deployments.
   *
   * @param status {@code recorded}, or {@code not_applicable}
   * @param why why there is no number
   * @param n of how many
   * @param count how many
   * @param ratio count / n, 0 to 1
   * @param level the group of DORA's survey it would lie in, with the survey's year
   * @param derivation how it comes about
   * @param rule how edges are decided
   */
  public record ShareView(
      String status,
      Optional<String> why,
      int n,
      int count,
      Optional<Double> ratio,
      Optional<String> level,
      Optional<Derivation> derivation,
      String rule) {
    static ShareView of(Share share, Optional<PerformanceLevel> level, String rule) {
      return new ShareView(
          FigureText.status(share.ratio()),
          FigureText.why(share.ratio()),
          share.whole(),
          share.part(),
          share.ratio().value(),
          level.map(PerformanceLevel::text),
          FigureText.derivation(share.ratio()),
          rule);
    }
  }

  /**
   * A measured time; seconds.
   *
   * @param status {@code recorded}, {@code pending}, {@code not_applicable} or {@code invalid}
   * @param why why there is no number
   * @param anchors the two instants it lies between
   * @param n how many it rests on
   * @param pending how many will have it and do not yet
   * @param invalid how many end before they start
   * @param medianSeconds their median
   * @param p90Seconds their 90th percentile
   * @param valuesSeconds the single times where they are fewer than five
   * @param level the group of DORA's survey it would lie in, with the survey's year
   * @param derivation how the median comes about
   * @param rule how edges are decided
   */
  public record MedianView(
      String status,
      Optional<String> why,
      String anchors,
      int n,
      int pending,
      int invalid,
      Optional<Double> medianSeconds,
      Optional<Double> p90Seconds,
      List<Double> valuesSeconds,
      Optional<String> level,
      Optional<Derivation> derivation,
      String rule) {
    static MedianView of(
        MedianTime time,
        MedianTime.Measured measured,
        Optional<PerformanceLevel> level,
        String rule) {
      var times = time.figure().value();
      return new MedianView(
          FigureText.status(time.figure()),
          FigureText.why(time.figure()),
          measured.anchors(),
          times.map(Times::n).orElse(0),
          time.pending(),
          time.invalid(),
          times.map(Times::median).map(Seconds::of),
          times.map(Times::p90).map(Seconds::of),
          times.map(FigureText::fewSeconds).orElse(List.of()),
          level.map(PerformanceLevel::text),
          FigureText.derivation(time.figure()),
          rule);
    }
  }
}
