package dev.nines.engine.deployments;

import java.time.Instant;

/**
 * A deployment as it is kept.
 *
 * @param id its number
 * @param report what was told of it; {@code finishedAt} is always there
 * @param receivedAt when it was told first
 */
public record StoredDeployment(long id, DeploymentReport report, Instant receivedAt) {
  /** {@return the deployment in words, for a timeline} */
  public String text() {
    return "deployment %d (%s%s to %s)"
        .formatted(
            id,
            report.service(),
            report.title().map(title -> " " + title).orElse(""),
            report.environment());
  }
}
