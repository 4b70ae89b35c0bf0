package dev.nines.engine.deployments;

import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Deployed;
import dev.nines.channel.Notification;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.incidents.ServiceBackground;
import dev.nines.engine.notifications.Outbox;
import dev.nines.engine.notifications.Outbox.Note;
import dev.nines.slo.reliability.Deployment.Result;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Tells of what has reached users the channels that want to know: a deployment to production that
 * succeeded, once, through the outbox in the transaction that records it. No silence holds it back,
 * since it wakes nobody.
 *
 * @param catalog what is declared
 * @param externalUrl where people find this Nines
 */
public record ChangeEvents(Supplier<Catalog> catalog, URI externalUrl) {
  /** What was over longer ago is history that somebody fills in, and nobody wants it in a chat. */
  private static final Duration NEWS = Duration.ofDays(1);

  void tell(Handle handle, StoredDeployment deployment) {
    var declared = catalog.get();
    var report = deployment.report();
    var service = report.service();
    if (!reachedUsers(declared, report)
        || report.course().finishedAt().orElseThrow().isBefore(Evaluator.now(handle).minus(NEWS))) {
      return;
    }
    var labels = declared.labelsOf(service);
    var background = ServiceBackground.of(declared, service);
    var notes =
        declared.channels().stream()
            .filter(ChannelSpec::changeEvents)
            .filter(channel -> channel.match().accepts(service, labels))
            .map(channel ->
                new Note(
                    channel.name(),
                    Notification.ofDeployment(
                            service,
                            deployed(deployment),
                            channel.name(),
                            externalUrl.resolve("/services/" + service))
                        .with(background)))
            .toList();
    Outbox.put(handle, notes);
  }

  private static boolean reachedUsers(Catalog catalog, DeploymentReport report) {
    return report.course().result() == Result.SUCCEEDED
        && catalog.policyOf(report.service()).isProduction(report.environment());
  }

  private static Deployed deployed(StoredDeployment deployment) {
    var report = deployment.report();
    var course = report.course();
    var change = report.change();
    return new Deployed(
        deployment.id(),
        report.environment(),
        change.version(),
        change.rollback(),
        course.startedAt(),
        course.finishedAt().orElseThrow(),
        change.revision(),
        change.artifact(),
        report.actor(),
        report.url());
  }
}
