package dev.nines.engine.api.deployments;

import dev.nines.engine.deployments.DeploymentTable;
import dev.nines.engine.deployments.StoredDeployment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A deployment as the API shows it.
 *
 * @param id its number in Nines
 * @param source who told of it, and of what
 * @param externalId its name there, the {@code id} that was sent
 * @param service what was deployed
 * @param environment where to
 * @param result {@code succeeded}, {@code failed} or {@code canceled}
 * @param startedAt when it began; null where not told
 * @param finishedAt when it was over
 * @param committedAt when its changes were committed, earliest first
 * @param version what people call what was deployed; null where not told
 * @param sha its commit; null where not told
 * @param artifact its package URL; null where not told
 * @param rework whether it was unplanned, because of an incident; null where not told
 * @param rollback whether it took back what the one before it brought
 * @param url where to read more; null where not told
 * @param actor who deployed; null where not told
 * @param receivedAt when it was told first
 * @param causeOf the numbers of the incidents that it caused
 */
public record DeploymentView(
    long id,
    String source,
    String externalId,
    String service,
    String environment,
    String result,
    Optional<Instant> startedAt,
    Instant finishedAt,
    List<Instant> committedAt,
    Optional<String> version,
    Optional<String> sha,
    Optional<String> artifact,
    Optional<Boolean> rework,
    boolean rollback,
    Optional<String> url,
    Optional<String> actor,
    Instant receivedAt,
    List<Long> causeOf) {

  static DeploymentView of(StoredDeployment stored, List<Long> causeOf) {
    var report = stored.report();
    var course = report.course();
    var change = report.change();
    return new DeploymentView(
        stored.id(),
        report.identity().source(),
        report.identity().id(),
        report.service(),
        report.environment(),
        DeploymentTable.label(course.result()),
        course.startedAt(),
        course.finishedAt().orElseThrow(),
        change.committedAt(),
        change.version(),
        change.revision(),
        change.artifact(),
        change.rework(),
        change.rollback(),
        report.url(),
        report.actor(),
        stored.receivedAt(),
        causeOf);
  }
}
