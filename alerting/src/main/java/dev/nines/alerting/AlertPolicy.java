package dev.nines.alerting;

import java.util.List;

/**
 * Who is told what of an SLO's burn rate, as declared.
 *
 * @param name unique among the policies of an SLO
 * @param displayName for people
 * @param alertWhenNoData whether to tell that there is nothing to judge by
 * @param alertWhenResolved whether to tell that the condition is met no longer
 * @param alertWhenBreaching whether to tell that the condition is met
 * @param condition what is watched for
 * @param targets names of the channels that are told, each once; there may be none
 * @see <a href="https://github.com/OpenSLO/OpenSLO#alertpolicy">OpenSLO, AlertPolicy</a>
 */
public record AlertPolicy(
    String name,
    String displayName,
    boolean alertWhenNoData,
    boolean alertWhenResolved,
    boolean alertWhenBreaching,
    AlertCondition condition,
    List<String> targets) {
  /** Copies the list. */
  public AlertPolicy {
    targets = List.copyOf(targets);
  }
}
