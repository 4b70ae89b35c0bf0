package dev.nines.engine.api.deployments;

import dev.nines.engine.api.Problem;
import dev.nines.engine.api.Problem.FieldFault;
import dev.nines.engine.api.SentBody;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.deployments.ClockRule;
import dev.nines.engine.deployments.DeploymentReport;
import dev.nines.engine.deployments.DeploymentReport.Change;
import dev.nines.engine.deployments.DeploymentReport.Course;
import dev.nines.engine.deployments.DeploymentReport.Identity;
import dev.nines.engine.deployments.Fault;
import dev.nines.engine.deployments.Ownership;
import dev.nines.probe.Targets;
import dev.nines.slo.reliability.Deployment.Result;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a deployment that is sent, or is a line of a file, and says everything that is wrong with
 * it at once.
 */
public final class DeploymentBody {
  /** All keys. */
  public static final Set<String> KEYS =
      Set.of(
          "id",
          "service",
          "environment",
          "result",
          "startedAt",
          "finishedAt",
          "committedAt",
          "version",
          "sha",
          "artifact",
          "rework",
          "rollback",
          "causeOf",
          "url");

  /** What it is said to be where nothing is. */
  private static final String PRODUCTION = "production";

  private static final int MOST_COMMITS = 1_000;

  /** Ours, and what Jenkins, GitHub, GitLab and Azure DevOps call the same. */
  private static final Map<String, Result> RESULTS =
      Map.of(
          "succeeded", Result.SUCCEEDED,
          "success", Result.SUCCEEDED,
          "succeededwithissues", Result.SUCCEEDED,
          "unstable", Result.SUCCEEDED,
          "failed", Result.FAILED,
          "failure", Result.FAILED,
          "canceled", Result.CANCELED,
          "cancelled", Result.CANCELED,
          "aborted", Result.CANCELED);

  private final SentBody body;

  private DeploymentBody(SentBody body) {
    this.body = body;
  }

  /**
   * What was read.
   *
   * @param report the deployment; empty where it cannot be read
   * @param causeOf the number of an incident that it caused
   * @param unreadable what is wrong with it as a text
   * @param impossible what it says that cannot be
   */
  public record Read(
      Optional<DeploymentReport> report,
      Optional<Long> causeOf,
      List<FieldFault> unreadable,
      List<FieldFault> impossible) {
    /** {@return all that is wrong} */
    public List<FieldFault> faults() {
      var all = new ArrayList<>(unreadable);
      all.addAll(impossible);
      return all;
    }

    /**
     * Answers 400 or 422 where anything is wrong.
     *
     * @return the deployment
     */
    DeploymentReport orThrow() {
      if (!unreadable.isEmpty()) {
        throw Problem.ofBody(Response.Status.BAD_REQUEST, faults());
      }
      if (!impossible.isEmpty()) {
        throw Problem.ofBody(Problem.UNPROCESSABLE, impossible);
      }
      return report.orElseThrow();
    }
  }

  /**
   * Reads a deployment.
   *
   * @param body what is sent
   * @param catalog what is declared
   * @param actor who sends it
   * @param now the present
   * @return the deployment, and what is wrong with it
   */
  public static Read read(SentBody body, Catalog catalog, String actor, Instant now) {
    return new DeploymentBody(body).read(catalog, actor, now);
  }

  private Read read(Catalog catalog, String actor, Instant now) {
    var id = id();
    var service = body.text("service");
    var environment = optionalText("environment").orElse(PRODUCTION);
    var result = result();
    var course =
        new Course(
            result.orElse(Result.SUCCEEDED),
            optionalInstant("startedAt"),
            optionalInstant("finishedAt"));
    var change =
        new Change(
            committedAt(),
            optionalText("version"),
            optionalText("sha"),
            optionalText("artifact"),
            flag("rework"),
            flag("rollback").orElse(false));
    var url = optionalText("url");
    if (url.isPresent() && Targets.url(url.get()).isEmpty()) {
      body.fault("url", "expected an http or https URL");
    }
    var causeOf = causeOf();
    var impossible = new ArrayList<FieldFault>();
    service
        .map(name -> Ownership.named(catalog, name))
        .ifPresent(owner -> {
          if (owner instanceof Ownership.Unclear(var why)) {
            impossible.add(new FieldFault("service", why));
          }
        });
    ClockRule.faults(course, change, now).stream()
        .map(DeploymentBody::fault)
        .forEach(impossible::add);
    var unreadable = body.faults(KEYS);
    var report =
        unreadable.isEmpty() && impossible.isEmpty()
            ? Optional.of(
                new DeploymentReport(
                    Identity.ofApi(service.orElseThrow(), id.orElseThrow()),
                    service.orElseThrow(),
                    environment,
                    course,
                    change,
                    url,
                    Optional.of(actor)))
            : Optional.<DeploymentReport>empty();
    return new Read(report, causeOf, unreadable, impossible);
  }

  /**
   * As an answer says it.
   *
   * @param fault what is wrong
   * @return the same
   */
  public static FieldFault fault(Fault fault) {
    return new FieldFault(fault.field(), fault.message());
  }

  /** A build number is as good a name as a text. */
  private Optional<String> id() {
    return body.at("id").isIntegralNumber()
        ? Optional.of(body.at("id").bigIntegerValue().toString())
        : body.text("id");
  }

  private Optional<Result> result() {
    return body.text("result")
        .flatMap(word -> {
          var result = Optional.ofNullable(RESULTS.get(word.toLowerCase(Locale.ROOT)));
          if (result.isEmpty()) {
            body.fault(
                "result", "expected succeeded, failed or canceled, once it is over; got " + word);
          }
          return result;
        });
  }

  private List<Instant> committedAt() {
    var value = body.at("committedAt");
    if (!body.has("committedAt")) {
      return List.of();
    }
    if (value.isTextual()) {
      return optionalInstant("committedAt").stream().toList();
    }
    if (!value.isArray() || value.size() > MOST_COMMITS) {
      body.fault("committedAt", "expected a time, or a list of at most %d".formatted(MOST_COMMITS));
      return List.of();
    }
    var times = new ArrayList<Instant>();
    for (var i = 0; i < value.size(); i++) {
      var text = value.get(i).isTextual() ? value.get(i).textValue() : "";
      body.instant(text, "committedAt[" + i + "]").ifPresent(times::add);
    }
    return times;
  }

  private Optional<Boolean> flag(String key) {
    if (!body.has(key)) {
      return Optional.empty();
    }
    if (!body.at(key).isBoolean()) {
      body.fault(key, "expected true or false");
    }
    return Optional.of(body.at(key).booleanValue());
  }

  private Optional<Long> causeOf() {
    if (!body.has("causeOf")) {
      return Optional.empty();
    }
    if (!body.at("causeOf").isIntegralNumber() || !body.at("causeOf").canConvertToLong()) {
      body.fault("causeOf", "expected the number of an incident");
    }
    return Optional.of(body.at("causeOf").longValue());
  }

  private Optional<String> optionalText(String key) {
    return body.has(key) ? body.text(key) : Optional.empty();
  }

  private Optional<Instant> optionalInstant(String key) {
    return body.has(key) ? body.instant(key) : Optional.empty();
  }
}
