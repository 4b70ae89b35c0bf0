package dev.nines.slo.reliability.dora;

import dev.nines.slo.reliability.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A deployment that needed somebody to step in. However many incidents it caused, it is one.
 *
 * @param deployment the deployment
 * @param reasons why it counts as failed, at least one
 */
public record FailedDeployment(Deployment deployment, List<FailureReason> reasons) {
  /** Copies the reasons. */
  public FailedDeployment {
    reasons = List.copyOf(reasons);
  }

  /** {@return the same by what is declared; empty where all of it is inferred} */
  public Optional<FailedDeployment> declaredAlone() {
    var declared = reasons.stream().filter(FailureReason::declared).toList();
    return declared.isEmpty()
        ? Optional.empty()
        : Optional.of(new FailedDeployment(deployment, declared));
  }

  /** {@return the incidents it is held to have caused, in the order of the reasons} */
  public List<ServiceIncident> incidents() {
    return reasons.stream().flatMap(reason -> incident(reason).stream()).toList();
  }

  /**
   * {@return from its finish until the last of its incidents was restored, or where it has none
   * until the last rollback of it had finished; below zero where what is declared contradicts
   * itself, empty while an incident lasts}
   */
  public Optional<Duration> recovery() {
    var incidents = incidents();
    var recovered =
        incidents.isEmpty()
            ? takenBack()
            : incidents.stream().allMatch(incident -> incident.restored().isPresent())
                ? incidents.stream()
                    .flatMap(incident -> incident.restored().stream())
                    .max(Comparator.naturalOrder())
                : Optional.<Instant>empty();
    return recovered.map(at -> Duration.between(deployment.finishedAt(), at));
  }

  private Optional<Instant> takenBack() {
    return reasons.stream()
        .flatMap(reason -> rollback(reason).stream())
        .map(Deployment::finishedAt)
        .max(Comparator.naturalOrder());
  }

  private static Optional<ServiceIncident> incident(FailureReason reason) {
    return switch (reason) {
      case FailureReason.Declared(var incident, _) -> Optional.of(incident);
      case FailureReason.Inferred(var incident, _) -> Optional.of(incident);
      case FailureReason.TakenBack _ -> Optional.empty();
    };
  }

  private static Optional<Deployment> rollback(FailureReason reason) {
    return switch (reason) {
      case FailureReason.TakenBack(var rollback) -> Optional.of(rollback);
      case FailureReason.Declared _, FailureReason.Inferred _ -> Optional.empty();
    };
  }
}
