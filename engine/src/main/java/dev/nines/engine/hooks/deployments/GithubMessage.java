package dev.nines.engine.hooks.deployments;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Origin;
import dev.nines.engine.catalog.Origin.Sender;
import dev.nines.engine.deployments.DeploymentReport;
import dev.nines.engine.deployments.DeploymentReport.Change;
import dev.nines.engine.deployments.DeploymentReport.Course;
import dev.nines.engine.deployments.DeploymentReport.Identity;
import dev.nines.engine.deployments.Ownership;
import dev.nines.slo.reliability.Deployment.Result;
import java.util.Optional;

/**
 * Reads {@code deployment_status} of GitHub. Of the statuses of a deployment those that end it
 * count: {@code inactive} says only that a later one took its place.
 */
final class GithubMessage {
  private static final String PAYLOAD = "deployment.payload";

  private GithubMessage() {}

  /** Answers 400 for what cannot be read, and 422 for a repository that is nobody's. */
  static Delivery read(Payload body, Catalog catalog) {
    var state = body.required("deployment_status.state");
    var result = result(state);
    if (result.isEmpty() && !state.isEmpty()) {
      return new Delivery.PassedOver("the status " + state + " is not the end of a deployment");
    }
    var id = body.required("deployment.id");
    var repository = body.required("repository.full_name");
    var environment =
        body.text("deployment_status.environment")
            .orElseGet(() -> body.required("deployment.environment"));
    var course =
        new Course(
            result.orElse(Result.FAILED),
            body.instant("deployment.created_at"),
            Optional.of(body.requiredInstant("deployment_status.created_at")));
    var told = body.inner(PAYLOAD);
    var change = change(body, told);
    body.check();
    var service =
        told.text("service")
            .map(name -> DeliveryDesk.owner(PAYLOAD + ".service", Ownership.named(catalog, name)))
            .orElseGet(() ->
                DeliveryDesk.owner(
                    "repository.full_name",
                    Ownership.of(catalog, new Origin(Sender.GITHUB, repository), environment)));
    return new Delivery.Deployed(
        new DeploymentReport(
            new Identity("github:" + repository, id),
            service,
            environment,
            course,
            change,
            body.url("deployment_status.log_url")
                .or(() -> body.url("deployment_status.target_url")),
            body.text("sender.login")),
        DeliveryDesk.note(
            catalog,
            service,
            environment,
            body.flag("deployment.production_environment").orElse(false)));
  }

  /** GitHub knows neither commits' times nor rework; a workflow may tell them in the payload. */
  private static Change change(Payload body, Payload told) {
    var task = body.text("deployment.task").orElse("");
    return new Change(
        told.instants("committedAt"),
        told.text("version").or(() -> VersionNames.of(body.text("deployment.ref").orElse(""))),
        body.text("deployment.sha"),
        told.text("artifact"),
        told.flag("rework"),
        task.equals("rollback") || told.flag("rollback").orElse(false));
  }

  private static Optional<Result> result(String state) {
    return switch (state) {
      case "success" -> Optional.of(Result.SUCCEEDED);
      case "failure", "error" -> Optional.of(Result.FAILED);
      default -> Optional.empty();
    };
  }
}
