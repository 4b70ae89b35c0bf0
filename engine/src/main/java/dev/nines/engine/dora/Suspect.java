package dev.nines.engine.dora;

import dev.nines.engine.catalog.Catalog;
import dev.nines.incident.Incident;
import dev.nines.slo.reliability.dora.DeclaredCause;
import dev.nines.slo.reliability.dora.DeliveryHistory;
import dev.nines.slo.reliability.dora.ServiceIncident;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A deployment that was just before an incident, or is said to have caused it.
 *
 * @param row the deployment
 * @param link what speaks for its being the cause
 */
public record Suspect(DeploymentRow row, Link link) {
  /** At least; what is held the cause is never left out. */
  private static final Duration LOOK_BACK = Duration.ofHours(24);

  private static final int MOST = 5;

  /** What speaks for a deployment's being the cause. */
  public enum Link {
    /** Somebody or something has said so. */
    DECLARED,
    /** Nothing is said, and it was the latest one before the impact, shortly before it. */
    INFERRED,
    /** Nothing but that it was there. */
    NONE
  }

  /**
   * What is known of the cause of an incident.
   *
   * @param suspects the declared cause first, then the others, newest first
   * @param word what was said of it; empty where nobody has said anything
   */
  public record Known(List<Suspect> suspects, Optional<IncidentCauses.Word> word) {
    /** Nothing. */
    public static final Known NOTHING = new Known(List.of(), Optional.empty());

    /** Copies the list. */
    public Known {
      suspects = List.copyOf(suspects);
    }
  }

  /**
   * Reads the deployments of a day before an incident, or of the cause window where that is longer,
   * at most five, and the declared cause.
   *
   * @param handle the database
   * @param catalog which environments are production
   * @param causeWindow how soon after a deployment an incident must begin to be held its doing
   * @param incident the incident
   * @return what is known of its cause
   */
  static Known of(Handle handle, Catalog catalog, Duration causeWindow, Incident incident) {
    var impactStart = incident.times().impactStart();
    var word = IncidentCauses.latest(handle, incident.id());
    var cause = word.map(IncidentCauses.Word::cause).orElse(new DeclaredCause.Untold());
    var named = named(handle, cause);
    var lookBack = causeWindow.compareTo(LOOK_BACK) > 0 ? causeWindow : LOOK_BACK;
    var before =
        DeploymentRow.within(handle, incident.service(), impactStart.minus(lookBack), impactStart)
            .stream()
            .filter(row -> DeliveryReader.reachedUsers(catalog, row.deployment()))
            .toList();
    var inferred = inferred(before, causeWindow, incident, cause);
    var suspects = new ArrayList<Suspect>();
    named.ifPresent(row -> suspects.add(new Suspect(row, Link.DECLARED)));
    before.stream()
        .filter(row -> named.stream().noneMatch(other -> other.id() == row.id()))
        .limit(MOST)
        .forEach(row ->
            suspects.add(
                new Suspect(
                    row,
                    inferred.filter(id -> id == row.id()).isPresent()
                        ? Link.INFERRED
                        : Link.NONE)));
    return new Known(suspects, word);
  }

  private static Optional<DeploymentRow> named(Handle handle, DeclaredCause cause) {
    return switch (cause) {
      case DeclaredCause.OfDeployment(var id, _) -> DeploymentRow.find(handle, id);
      case DeclaredCause.NoDeployment _, DeclaredCause.Untold() -> Optional.empty();
    };
  }

  /** By the same rule as the figures. */
  private static Optional<Long> inferred(
      List<DeploymentRow> before, Duration causeWindow, Incident incident, DeclaredCause cause) {
    var history =
        new DeliveryHistory(
            incident.service(),
            before.stream().map(DeploymentRow::deployment).toList(),
            List.of(
                new ServiceIncident(
                    incident.id(),
                    incident.service(),
                    incident.times().impactStart(),
                    incident.times().restored(),
                    cause)),
            causeWindow);
    return history.failed().stream()
        .filter(failure -> !failure.incidents().isEmpty())
        .map(failure -> failure.deployment().id())
        .findFirst();
  }
}
