package dev.nines.engine.deployments;

import dev.nines.engine.deployments.DeploymentReport.Change;
import dev.nines.engine.deployments.DeploymentReport.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which times of a deployment can be true? Clocks differ by a little; by more one is wrong. */
public final class ClockRule {
  /** What lies this much in the future is taken as it is told. */
  public static final Duration SKEW = Duration.ofMinutes(5);

  private ClockRule() {}

  /**
   * Checks the times.
   *
   * @param course when it was
   * @param change when its changes were made
   * @param now the present
   * @return what cannot be
   */
  public static List<Fault> faults(Course course, Change change, Instant now) {
    var faults = new ArrayList<Fault>();
    var end = course.finishedAt().orElse(now.plus(SKEW));
    course.finishedAt().flatMap(at -> future("finishedAt", at, now)).ifPresent(faults::add);
    course
        .startedAt()
        .filter(at -> at.isAfter(end))
        .ifPresent(at -> faults.add(new Fault("startedAt", "must not be after finishedAt: " + at)));
    for (var at : change.committedAt()) {
      if (at.isAfter(end.plus(SKEW))) {
        faults.add(new Fault("committedAt", "must not be after finishedAt: " + at));
      }
    }
    return faults;
  }

  /**
   * Checks that a time is not in the future.
   *
   * @param field what it is called
   * @param at the time
   * @param now the present
   * @return the fault, where there is one
   */
  public static Optional<Fault> future(String field, Instant at, Instant now) {
    return at.isAfter(now.plus(SKEW))
        ? Optional.of(
            new Fault(
                field,
                "must not be more than %d minutes from now, %s: %s"
                    .formatted(SKEW.toMinutes(), now, at)))
        : Optional.empty();
  }
}
