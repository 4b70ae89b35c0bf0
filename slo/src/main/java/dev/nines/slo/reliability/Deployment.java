package dev.nines.slo.reliability;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A change that was put in front of users, or was meant to be.
 *
 * @param id names it uniquely
 * @param service what was deployed
 * @param version what people call it, such as a tag or the start of a commit's hash; its number
 *     where it has no other name
 * @param environment where to, such as {@code production}
 * @param finishedAt when the deployment was over
 * @param result how it went
 * @param committedAt when each of its changes was committed, in any order; empty where not told
 * @param rework was it unplanned, made because of an incident in production? Empty where not told
 * @param rollback whether it took back what the deployment before it had brought
 */
public record Deployment(
    long id,
    String service,
    String version,
    String environment,
    Instant finishedAt,
    Result result,
    List<Instant> committedAt,
    Optional<Boolean> rework,
    boolean rollback) {

  /** Copies the list. */
  public Deployment {
    committedAt = List.copyOf(committedAt);
  }

  /** How a deployment went. What did not succeed has not reached users and is no change to them. */
  public enum Result {
    /** The change is in front of users. */
    SUCCEEDED,
    /** The pipeline ended with a fault. */
    FAILED,
    /** Somebody stopped it. */
    CANCELED
  }
}
