package dev.nines.engine.deployments;

import dev.nines.slo.reliability.Deployment.Result;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What is told of a deployment that is over.
 *
 * @param identity names it
 * @param service what was deployed
 * @param environment where to, as whoever deploys calls it
 * @param course how it went
 * @param change what it brought
 * @param url where people read more of it
 * @param actor who deployed, as whoever tells of it calls them
 */
public record DeploymentReport(
    Identity identity,
    String service,
    String environment,
    Course course,
    Change change,
    Optional<String> url,
    Optional<String> actor) {
  /** The source of what comes by the API or from a file starts so; the service follows. */
  private static final String API = "api:";

  /**
   * Names a deployment: told again, it is the same.
   *
   * @param source who tells of it, and of what, such as {@code github:acme/shop}
   * @param id its name there
   */
  public record Identity(String source, String id) {
    /**
     * Of what comes by the API or from a file. Build numbers begin at 1 in every pipeline, so each
     * service has its own.
     *
     * @param service what was deployed
     * @param id its name
     * @return the identity
     */
    public static Identity ofApi(String service, String id) {
      return new Identity(API + service, id);
    }
  }

  /**
   * How it went.
   *
   * @param result how
   * @param startedAt when it began
   * @param finishedAt when it was over; empty for when it is told
   */
  public record Course(Result result, Optional<Instant> startedAt, Optional<Instant> finishedAt) {
    /** Keeps as much of the times as the database does. */
    public Course {
      startedAt = startedAt.map(Course::stored);
      finishedAt = finishedAt.map(Course::stored);
    }

    /** {@return when it can have begun to do harm} */
    Optional<Instant> begin() {
      return startedAt.or(() -> finishedAt);
    }

    private static Instant stored(Instant at) {
      return at.truncatedTo(ChronoUnit.MICROS);
    }
  }

  /**
   * What it brought.
   *
   * @param committedAt when each of its changes was committed, earliest first; empty where not told
   * @param version what people call it: a tag, a build number
   * @param revision the commit
   * @param artifact a package URL
   * @param rework whether it was unplanned, made because of an incident in production
   * @param rollback whether it took back what the deployment before it brought
   */
  public record Change(
      List<Instant> committedAt,
      Optional<String> version,
      Optional<String> revision,
      Optional<String> artifact,
      Optional<Boolean> rework,
      boolean rollback) {
    /** Nothing is told. */
    public static final Change UNKNOWN =
        new Change(
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);

    /** Sorts the times, each once. */
    public Change {
      committedAt = committedAt.stream().map(Course::stored).sorted().distinct().toList();
    }
  }

  /**
   * Adds when it began, where nothing is told of that and it can be.
   *
   * @param began when
   * @return the report with it
   */
  DeploymentReport startedAt(Instant began) {
    var possible =
        course.startedAt().isEmpty() && course.finishedAt().filter(began::isAfter).isEmpty();
    return possible
        ? new DeploymentReport(
            identity,
            service,
            environment,
            new Course(course.result(), Optional.of(began), course.finishedAt()),
            change,
            url,
            actor)
        : this;
  }

  /** {@return what people call what was deployed, shortest and most telling first} */
  public Optional<String> title() {
    return change.version().or(change::revision).or(change::artifact);
  }
}
