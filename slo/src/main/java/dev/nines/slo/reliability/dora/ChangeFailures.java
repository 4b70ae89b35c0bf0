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
  /** How edges of the rate are decided, for people. */
  public static final String RATE_RULE =
      "A deployment failed where an incident is declared its doing, or where it was rolled back;"
          + " and, of what is inferred, where an incident of the same service of whose cause nothing"
          + " is declared began within the cause window after it, and no other deployment came in"
          + " between. An incident is held the doing of one deployment at most; several incidents"
          + " of one deployment are one failure. It counts in the window of the deployment.";

  /** How edges of the recovery time are decided, for people. */
  public static final String RECOVERY_RULE =
      "From the deployment's finish until the last of its incidents was restored, or where it has"
          + " none until its rollback had finished. Pending while an incident lasts. It is not the"
          + " service's time to restore, which counts every incident, whatever its cause.";

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
