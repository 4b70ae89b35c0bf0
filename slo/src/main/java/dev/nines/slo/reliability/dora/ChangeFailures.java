package dev.nines.slo.reliability.dora;

import java.util.List;

/**
 * Which of a window's deployments failed, and how long did recovery take?
 *
 * @param failed those that did, oldest first within each service
 * @param rate change fail rate: failed / deployments
 * @param recovery failed deployment recovery time
 */
public record ChangeFailures(List<FailedDeployment> failed, Share rate, MedianTime recovery) {
  /** Copies the list. */
  public ChangeFailures {
    failed = List.copyOf(failed);
  }

  static ChangeFailures of(List<FailedDeployment> failed, int deployments) {
    var recoveries = failed.stream().flatMap(failure -> failure.recovery().stream()).toList();
    return new ChangeFailures(
        failed,
        Share.of("failed deployments / deployments", failed.size(), deployments, "no deployments"),
        MedianTime.of(MedianTime.Measured.RECOVERY, recoveries, failed.size() - recoveries.size()));
  }
}
