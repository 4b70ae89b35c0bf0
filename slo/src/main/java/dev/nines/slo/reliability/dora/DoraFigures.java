package dev.nines.slo.reliability.dora;

import dev.nines.slo.reliability.Deployment;
import dev.nines.slo.reliability.Deployment.Result;
import dev.nines.slo.reliability.ReportingWindow;
import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * DORA's five figures of a service in one window, or of several put together.
 *
 * <p>A deployment belongs to the window that it finished in, and what became of it is counted there
 * with what is known by now, however late its incident began.
 *
 * @param frequency deployment frequency
 * @param leadTime change lead time, of each change that was deployed by other than a rollback
 * @param withoutCommits deployments, rollbacks aside, of which no commit's time was told
 * @param declared failures by what is declared alone
 * @param all failures by what is declared, or else inferred from the time
 * @param rework rework rate: unplanned deployments / those of which it was told whether they were
 * @param failedRuns pipeline runs that ended with a fault: no deployments
 * @param canceledRuns pipeline runs that were stopped: no deployments
 * @see <a href="https://dora.dev/guides/dora-metrics/">DORA's software delivery metrics</a>
 */
public record DoraFigures(
    DeploymentFrequency frequency,
    MedianTime leadTime,
    int withoutCommits,
    ChangeFailures declared,
    ChangeFailures all,
    Share rework,
    int failedRuns,
    int canceledRuns) {
  /** How edges of the change lead time are decided, for people. */
  public static final String LEAD_TIME_RULE =
      "From each commit to the finish of the deployment that brought it to production. A rollback"
          + " brings no change. A commit that is younger than its deployment is invalid: counted"
          + " apart, and not taken for 0.";

  /** How edges of the rework rate are decided, for people. */
  public static final String REWORK_RULE =
      "Deployments that were unplanned, made because of an incident, and rollbacks; of those of"
          + " which it was told whether they were.";

  /**
   * Computes the figures.
   *
   * @param services a service, or several whose deployments are put together; each failure is found
   *     within its service
   * @param window the reporting window
   * @param now the present: what finished after it is the future of some other clock
   * @return the figures
   */
  public static DoraFigures of(
      Collection<DeliveryHistory> services, ReportingWindow window, Instant now) {
    var span = passed(window.span(), now);
    var ended =
        services.stream()
            .flatMap(service -> service.deployments().stream())
            .filter(deployment -> span.contains(deployment.finishedAt()))
            .toList();
    var deployed = with(ended, Result.SUCCEEDED);
    var failed =
        services.stream()
            .flatMap(service -> service.failed().stream())
            .filter(failure -> span.contains(failure.deployment().finishedAt()))
            .toList();
    var changes = deployed.stream().filter(deployment -> !deployment.rollback()).toList();
    return new DoraFigures(
        frequency(deployed, span, window),
        MedianTime.of(MedianTime.Measured.LEAD_TIME, leadTimes(changes), 0),
        (int) changes.stream().filter(deployment -> deployment.committedAt().isEmpty()).count(),
        ChangeFailures.of(
            failed.stream().flatMap(failure -> failure.declaredAlone().stream()).toList(),
            deployed.size()),
        ChangeFailures.of(failed, deployed.size()),
        rework(deployed),
        with(ended, Result.FAILED).size(),
        with(ended, Result.CANCELED).size());
  }

  private static Interval passed(Interval span, Instant now) {
    var end = span.to().isAfter(now) ? now : span.to();
    return end.isBefore(span.from())
        ? new Interval(span.from(), span.from())
        : new Interval(span.from(), end);
  }

  private static List<Deployment> with(List<Deployment> deployments, Result result) {
    return deployments.stream().filter(deployment -> deployment.result() == result).toList();
  }

  private static DeploymentFrequency frequency(
      List<Deployment> deployed, Interval span, ReportingWindow window) {
    var days =
        deployed.stream()
            .map(deployment -> deployment.finishedAt().atZone(window.zone()).toLocalDate())
            .distinct()
            .count();
    return new DeploymentFrequency(deployed.size(), (int) days, span.length());
  }

  private static List<Duration> leadTimes(List<Deployment> changes) {
    return changes.stream()
        .flatMap(deployment ->
            deployment.committedAt().stream()
                .map(committed -> Duration.between(committed, deployment.finishedAt())))
        .toList();
  }

  private static Share rework(List<Deployment> deployed) {
    var told =
        deployed.stream()
            .filter(deployment -> deployment.rollback() || deployment.rework().isPresent())
            .toList();
    var reworked =
        told.stream()
            .filter(deployment -> deployment.rollback() || deployment.rework().orElse(false))
            .count();
    return Share.of(
        "unplanned deployments / deployments of which it was told",
        (int) reworked,
        told.size(),
        "of no deployment was it told whether it was planned");
  }
}
