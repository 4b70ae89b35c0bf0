package dev.nines.engine.deployments;

import dev.nines.engine.deployments.DeploymentReport.Change;
import dev.nines.engine.deployments.DeploymentReport.Course;
import dev.nines.slo.reliability.Deployment.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a deployment once it is told again: what was not said before may be said later,
 * and what has failed may still succeed, since pipelines try again. Anything else stands as it was
 * said first.
 *
 * @param report all that is known then
 * @param conflicts what was said before in another way, and stands
 */
record Repetition(DeploymentReport report, List<Fault> conflicts) {
  /** Which of two ends of one deployment counts. */
  enum Rule {
    /** Success over failure; else the end must be the same. */
    MUST_AGREE,
    /**
     * Success over failure, and of the same the earlier one, in whatever order they are told:
     * others tell of a deployment several times.
     */
    FIRST_COUNTS
  }

  static Repetition of(DeploymentReport stored, DeploymentReport told, Rule rule) {
    return new Comparison(rule).of(stored, told);
  }

  /** Notes as it goes what contradicts. */
  private record Comparison(Rule rule, List<Fault> conflicts) {
    Comparison(Rule rule) {
      this(rule, new ArrayList<>());
    }

    Repetition of(DeploymentReport stored, DeploymentReport told) {
      same("service", stored.service(), told.service());
      if (!stored.environment().equalsIgnoreCase(told.environment())) {
        same("environment", stored.environment(), told.environment());
      }
      var report =
          new DeploymentReport(
              stored.identity(),
              stored.service(),
              stored.environment(),
              course(stored.course(), told.course()),
              change(stored.change(), told.change()),
              fill("url", stored.url(), told.url()),
              stored.actor().or(told::actor));
      return new Repetition(report, List.copyOf(conflicts));
    }

    private Course course(Course stored, Course told) {
      if (counts(told, stored)) {
        return new Course(
            told.result(),
            told.startedAt().or(stored::startedAt),
            told.finishedAt().or(stored::finishedAt));
      }
      same("result", word(stored.result()), word(told.result()));
      var finished =
          stored.result() == told.result()
              ? fill("finishedAt", stored.finishedAt(), told.finishedAt())
              : stored.finishedAt();
      return new Course(
          stored.result(), fill("startedAt", stored.startedAt(), told.startedAt()), finished);
    }

    private boolean counts(Course told, Course stored) {
      var succeeded = told.result() == Result.SUCCEEDED;
      if (succeeded != (stored.result() == Result.SUCCEEDED)) {
        return succeeded;
      }
      return switch (rule) {
        case MUST_AGREE -> false;
        case FIRST_COUNTS -> earlier(told, stored);
      };
    }

    /** At the same moment the worse one, so that it does not matter which is told first. */
    private static boolean earlier(Course told, Course stored) {
      var order = told.finishedAt().flatMap(at -> stored.finishedAt().map(at::compareTo)).orElse(1);
      return order < 0 || (order == 0 && told.result().compareTo(stored.result()) < 0);
    }

    private Change change(Change stored, Change told) {
      return new Change(
          committed(stored.committedAt(), told.committedAt()),
          fill("version", stored.version(), told.version()),
          fill("sha", stored.revision(), told.revision()),
          fill("artifact", stored.artifact(), told.artifact()),
          fill("rework", stored.rework(), told.rework()),
          stored.rollback() || told.rollback());
    }

    private List<Instant> committed(List<Instant> stored, List<Instant> told) {
      if (!stored.isEmpty() && !told.isEmpty()) {
        same("committedAt", stored, told);
      }
      return stored.isEmpty() ? told : stored;
    }

    private <T> Optional<T> fill(String field, Optional<T> stored, Optional<T> told) {
      if (stored.isPresent() && told.isPresent()) {
        same(field, stored.get(), told.get());
      }
      return stored.or(() -> told);
    }

    private void same(String field, Object stored, Object told) {
      if (!stored.equals(told)) {
        conflicts.add(new Fault(field, "%s was told before, now %s".formatted(stored, told)));
      }
    }

    private static String word(Result result) {
      return DeploymentTable.label(result);
    }
  }
}
