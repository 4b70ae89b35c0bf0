package dev.nines.engine.api.dora;

import dev.nines.slo.reliability.dora.FailedDeployment;
import dev.nines.slo.reliability.dora.FailureReason;
import dev.nines.slo.time.Seconds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A deployment that failed after it had succeeded.
 *
 * @param deployment its number
 * @param service what was deployed
 * @param version what people call it
 * @param finishedAt when it was over
 * @param declared whether it failed by what is declared alone
 * @param recoverySeconds from its finish to recovery; null while an incident lasts
 * @param reasons why it counts as failed
 */
public record FailedDeploymentView(
    long deployment,
    String service,
    String version,
    Instant finishedAt,
    boolean declared,
    Optional<Double> recoverySeconds,
    List<ReasonView> reasons) {
  static FailedDeploymentView of(FailedDeployment failed) {
    var deployment = failed.deployment();
    return new FailedDeploymentView(
        deployment.id(),
        deployment.service(),
        deployment.version(),
        deployment.finishedAt(),
        failed.declaredAlone().isPresent(),
        failed.recovery().filter(time -> !time.isNegative()).map(Seconds::of),
        failed.reasons().stream().map(ReasonView::of).toList());
  }

  /**
   * Why.
   *
   * @param kind {@code declared}, {@code inferred} or {@code rollback}
   * @param incident the incident's number; null for a rollback
   * @param evidence how the cause is known: person, api, rollback or artifact; null where it is not
   *     declared
   * @param afterSeconds from the deployment's finish to the incident's impact start, where that is
   *     what speaks for it
   * @param rollback the number of the deployment that took it back; null for an incident
   */
  public record ReasonView(
      String kind,
      Optional<Long> incident,
      Optional<String> evidence,
      Optional<Double> afterSeconds,
      Optional<Long> rollback) {
    static ReasonView of(FailureReason reason) {
      return switch (reason) {
        case FailureReason.Declared(var incident, var evidence) ->
            new ReasonView(
                "declared",
                Optional.of(incident.id()),
                Optional.of(evidence.label()),
                Optional.empty(),
                Optional.empty());
        case FailureReason.Inferred(var incident, var after) ->
            new ReasonView(
                "inferred",
                Optional.of(incident.id()),
                Optional.empty(),
                Optional.of(Seconds.of(after)),
                Optional.empty());
        case FailureReason.TakenBack(var rollback) ->
            new ReasonView(
                "rollback",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(rollback.id()));
      };
    }
  }
}
