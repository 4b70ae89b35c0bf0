package dev.nines.slo.reliability.dora;

import dev.nines.slo.reliability.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was deployed of a service to production, and what came of it.
 *
 * @param service its name
 * @param deployments to its production, however they went; those of one instant in the order of
 *     their numbers
 * @param incidents its own, and others that are said to be the doing of its deployments
 * @param causeWindow how soon after a deployment an incident must begin to be held its doing where
 *     nothing is said
 */
public record DeliveryHistory(
    String service,
    List<Deployment> deployments,
    List<ServiceIncident> incidents,
    Duration causeWindow) {
  private static final Comparator<Deployment> IN_ORDER =
      Comparator.comparing(Deployment::finishedAt).thenComparingLong(Deployment::id);

  /** Sorts both by time. */
  public DeliveryHistory {
    deployments = deployments.stream().sorted(IN_ORDER).toList();
    incidents =
        incidents.stream()
            .sorted(
                Comparator.comparing(ServiceIncident::impactStart)
                    .thenComparingLong(ServiceIncident::id))
            .toList();
  }

  /** {@return those that reached users, oldest first} */
  public List<Deployment> succeeded() {
    return deployments.stream()
        .filter(deployment -> deployment.result() == Deployment.Result.SUCCEEDED)
        .toList();
  }

  /**
   * Which deployments failed, and why?
   *
   * <p>An incident is held the doing of one deployment at most: of the one that is declared, or
   * else of the latest one before its impact, where that had finished less than {@code causeWindow}
   * before. A rollback makes the latest deployment before it that is none itself a failed one.
   *
   * @return the deployments that failed after they had succeeded, oldest first
   */
  public List<FailedDeployment> failed() {
    var succeeded = succeeded();
    var places = new HashMap<Long, Integer>();
    for (var i = 0; i < succeeded.size(); i++) {
      places.put(succeeded.get(i).id(), i);
    }
    var reasons = new TreeMap<Integer, List<FailureReason>>();
    for (var incident : incidents) {
      switch (incident.cause()) {
        case DeclaredCause.Untold() -> infer(incident, succeeded, reasons);
        case DeclaredCause.NoDeployment _ -> {}
        case DeclaredCause.OfDeployment(var deployment, var evidence) -> {
          var place = places.get(deployment);
          if (place != null) {
            add(reasons, place, new FailureReason.Declared(incident, evidence));
          }
        }
      }
    }
    var latest = -1;
    for (var i = 0; i < succeeded.size(); i++) {
      if (!succeeded.get(i).rollback()) {
        latest = i;
      } else if (latest >= 0) {
        add(reasons, latest, new FailureReason.TakenBack(succeeded.get(i)));
      }
    }
    return reasons.entrySet().stream()
        .map(entry -> new FailedDeployment(succeeded.get(entry.getKey()), entry.getValue()))
        .toList();
  }

  private void infer(
      ServiceIncident incident,
      List<Deployment> succeeded,
      Map<Integer, List<FailureReason>> reasons) {
    var place = before(succeeded, incident.impactStart());
    if (place < 0 || !incident.service().equals(service)) {
      return;
    }
    var after = Duration.between(succeeded.get(place).finishedAt(), incident.impactStart());
    if (after.compareTo(causeWindow) < 0) {
      add(reasons, place, new FailureReason.Inferred(incident, after));
    }
  }

  private static void add(
      Map<Integer, List<FailureReason>> reasons, int place, FailureReason reason) {
    reasons.computeIfAbsent(place, _ -> new ArrayList<>()).add(reason);
  }

  /** The place of the latest one that had finished at an instant; -1 where none had. */
  private static int before(List<Deployment> inOrder, Instant at) {
    var low = 0;
    var high = inOrder.size();
    while (low < high) {
      var middle = (low + high) >>> 1;
      if (inOrder.get(middle).finishedAt().isAfter(at)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low - 1;
  }
}
