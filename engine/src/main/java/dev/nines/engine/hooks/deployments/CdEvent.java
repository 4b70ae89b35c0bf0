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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a CDEvent, of 0.4.1 and of 0.5: the one has {@code context.version}, the other {@code
 * context.specversion}. A service is named by the subject of its own events, and by the content of
 * an incident's.
 */
final class CdEvent {
  private static final Pattern TYPE =
      Pattern.compile("dev\\.cdevents\\.(\\w+)\\.(\\w+)\\.\\d+\\.\\d+\\.\\d+(?:-\\w+)?");

  private final Payload body;
  private final Catalog catalog;

  private CdEvent(Payload body, Catalog catalog) {
    this.body = body;
    this.catalog = catalog;
  }

  /** Answers 400 for what is no CDEvent, and 422 for a service that is nobody's. */
  static Delivery read(Payload body, Catalog catalog) {
    return new CdEvent(body, catalog).read();
  }

  private Delivery read() {
    var type = body.required("context.type");
    var parts = TYPE.matcher(type);
    if (!parts.matches() && !type.isEmpty()) {
      body.fault("context.type", "expected one such as dev.cdevents.service.deployed.0.3.0");
    }
    if (body.text("context.specversion").isEmpty() && body.text("context.version").isEmpty()) {
      body.fault("context.specversion", "required (before 0.5: context.version)");
    }
    var source = body.required("context.source");
    var id = body.required("context.id");
    var at = body.requiredInstant("context.timestamp");
    var about = parts.matches() ? parts.group(1) : "";
    return switch (about) {
      case "service" ->
          switch (parts.group(2)) {
            case "deployed", "upgraded" ->
                deployed(new Identity("cdevents:" + source, id), Optional.of(at), false);
            case "rolledback" ->
                deployed(new Identity("cdevents:" + source, id), Optional.of(at), true);
            default -> passedOver("a service that is " + parts.group(2) + " is no deployment");
          };
      case "incident" -> incident();
      default -> passedOver(type + " is about no deployment");
    };
  }

  private Delivery passedOver(String why) {
    body.check();
    return new Delivery.PassedOver(why);
  }

  private Delivery deployed(Identity identity, Optional<Instant> at, boolean rollback) {
    var subject = body.required("subject.id");
    var environment = body.required("subject.content.environment.id");
    var artifact = body.required("subject.content.artifactId");
    body.check();
    return new Delivery.Deployed(
        new DeploymentReport(
            identity,
            DeliveryDesk.owner("subject.id", owner(subject, environment)),
            environment,
            new Course(Result.SUCCEEDED, Optional.empty(), at),
            new Change(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(artifact),
                Optional.empty(),
                rollback),
            Optional.empty(),
            Optional.empty()),
        "");
  }

  /** Others see incidents too; an event that names what was deployed is evidence for ours. */
  private Delivery incident() {
    var artifact = body.text("subject.content.artifactId");
    if (artifact.isEmpty()) {
      return passedOver("the incident names no artifact");
    }
    var at = body.requiredInstant("context.timestamp");
    body.check();
    var environment = body.text("subject.content.environment.id").orElse("");
    var service =
        body.text("subject.content.service.id")
            .map(
                name -> DeliveryDesk.owner("subject.content.service.id", owner(name, environment)));
    return new Delivery.Blamed(service, artifact.get(), at);
  }

  /** By an annotation, else by its name, with or without what stands before it. */
  private Ownership owner(String subject, String environment) {
    var annotated = Ownership.of(catalog, new Origin(Sender.CDEVENTS, subject), environment);
    var last = subject.substring(subject.lastIndexOf('/') + 1);
    return annotated
        .found()
        .or(() -> Ownership.named(catalog, subject).found())
        .or(() -> Ownership.named(catalog, last).found())
        .<Ownership>map(Ownership.Of::new)
        .orElse(annotated);
  }
}
