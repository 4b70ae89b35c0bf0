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
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the Deployment Hook of GitLab. */
final class GitlabMessage {
  /** A commit's page ends with its whole name, of which {@code short_sha} is the beginning. */
  private static final Pattern COMMIT_PAGE = Pattern.compile(".*/([0-9a-f]{40,64})");

  private static final String RUNNING = "running";

  private GitlabMessage() {}

  /** Answers 400 for what cannot be read, and 422 for a project that is nobody's. */
  static Delivery read(Payload body, Catalog catalog) {
    if (body.text("object_kind").filter("deployment"::equals).isEmpty()) {
      return new Delivery.PassedOver("of GitLab's events that of deployments alone is taken");
    }
    var status = body.required("status");
    var result = result(status);
    var runs = status.equals(RUNNING);
    if (result.isEmpty() && !runs && !status.isEmpty()) {
      return new Delivery.PassedOver(
          "the status " + status + " is neither begin nor end of a deployment");
    }
    var id = body.required("deployment_id");
    var project = body.required("project.path_with_namespace");
    var environment = body.required("environment");
    var at = body.requiredInstant("status_changed_at");
    body.check();
    var identity = new Identity("gitlab:" + project, id);
    var service =
        DeliveryDesk.owner(
            "project.path_with_namespace",
            Ownership.of(catalog, new Origin(Sender.GITLAB, project), environment));
    if (runs) {
      return new Delivery.Begun(identity, at);
    }
    return new Delivery.Deployed(
        new DeploymentReport(
            identity,
            service,
            environment,
            new Course(result.orElseThrow(), Optional.empty(), Optional.of(at)),
            change(body),
            body.url("deployable_url"),
            body.text("user.username")),
        DeliveryDesk.note(
            catalog,
            service,
            environment,
            body.text("environment_tier").filter("production"::equals).isPresent()));
  }

  private static Change change(Payload body) {
    var page = COMMIT_PAGE.matcher(body.text("commit_url").orElse(""));
    return new Change(
        List.of(),
        VersionNames.of(body.text("ref").orElse("")),
        page.matches() ? Optional.of(page.group(1)) : body.text("short_sha"),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static Optional<Result> result(String status) {
    return switch (status) {
      case "success" -> Optional.of(Result.SUCCEEDED);
      case "failed" -> Optional.of(Result.FAILED);
      case "canceled" -> Optional.of(Result.CANCELED);
      default -> Optional.empty();
    };
  }
}
