package dev.nines.engine.declarations.openslo;

import dev.nines.alerting.AlertCondition;
import dev.nines.engine.declarations.yaml.Reference;
import java.util.List;
import java.util.Optional;

/**
 * An alert policy as written, its references not yet followed.
 *
 * @param name its name
 * @param displayName for people
 * @param when what it tells of
 * @param condition what is watched for, where it could be read
 * @param targets who is told: each stands for the name of a channel
 */
public record AlertPolicyDraft(
    String name,
    String displayName,
    When when,
    Optional<Use<AlertCondition>> condition,
    List<Use<Reference>> targets) {
  /** Copies the list. */
  public AlertPolicyDraft {
    targets = List.copyOf(targets);
  }

  /**
   * What it tells of.
   *
   * @param noData that there is nothing to judge by
   * @param resolved that the condition is met no longer
   * @param breaching that the condition is met
   */
  public record When(boolean noData, boolean resolved, boolean breaching) {
    boolean never() {
      return !noData && !resolved && !breaching;
    }
  }
}
