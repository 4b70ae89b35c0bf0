package dev.nines.engine.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.deployments.DeploymentReport.Change;
import dev.nines.engine.deployments.DeploymentReport.Course;
import dev.nines.engine.deployments.DeploymentReport.Identity;
import dev.nines.engine.deployments.Repetition.Rule;
import dev.nines.slo.reliability.Deployment.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepetitionTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  /** Others tell of the statuses of a deployment one by one, and not always in their order. */
  @RepeatedTest(200)
  void firstSuccessCounts_elseTheFirstEnd_inWhateverOrderAndHoweverOftenItIsTold(
      RepetitionInfo info) {
    var random = new Random(info.getCurrentRepetition());
    var ends = new ArrayList<DeploymentReport>();
    for (var i = 0; i < 1 + random.nextInt(6); i++) {
      ends.add(
          report(
              Result.values()[random.nextInt(3)],
              Optional.of(NOON.plusSeconds(random.nextInt(4)))));
    }
    var told = new ArrayList<>(ends);
    told.addAll(ends);
    Collections.shuffle(told, random);

    var stored = told.getFirst();
    for (var next : told) {
      stored = Repetition.of(stored, next, Rule.FIRST_COUNTS).report();
    }

    assertThat(stored.course())
        .isEqualTo(
            ends.stream()
                .map(DeploymentReport::course)
                .min(
                    Comparator.comparing((Course course) -> course.result() != Result.SUCCEEDED)
                        .thenComparing(course -> course.finishedAt().orElseThrow())
                        .thenComparing(Course::result))
                .orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // stored, told: what stands then, and what contradicts
        "SUCCEEDED, 0, SUCCEEDED, 0, SUCCEEDED, 0, -",
        "SUCCEEDED, 0, SUCCEEDED, -, SUCCEEDED, 0, -",
        "SUCCEEDED, 0, SUCCEEDED, 5, SUCCEEDED, 0, finishedAt",
        "FAILED,    0, SUCCEEDED, 5, SUCCEEDED, 5, -",
        "CANCELED,  5, SUCCEEDED, 0, SUCCEEDED, 0, -",
        "SUCCEEDED, 0, FAILED,    5, SUCCEEDED, 0, result",
        "FAILED,    0, CANCELED,  0, FAILED,    0, result",
      })
  void whatMustAgree(
      Result before,
      Integer end,
      Result told,
      Integer toldEnd,
      Result then,
      int thenEnd,
      String why) {
    var repetition =
        Repetition.of(report(before, at(end)), report(told, at(toldEnd)), Rule.MUST_AGREE);

    assertThat(repetition.report().course())
        .isEqualTo(new Course(then, Optional.empty(), at(thenEnd)));
    assertThat(repetition.conflicts())
        .extracting(Fault::field)
        .containsExactlyElementsOf(Optional.ofNullable(why).stream().toList());
  }

  private static Optional<Instant> at(Integer seconds) {
    return Optional.ofNullable(seconds).map(NOON::plusSeconds);
  }

  @Test
  void whatWasNotToldIsFilledIn_andWhatWasStands() {
    var bare = report(Change.UNKNOWN);
    var full = report(change("1.2", List.of(NOON, NOON.minusSeconds(60)), Optional.of(false)));
    var other = report(change("1.3", List.of(NOON), Optional.of(true)));

    assertThat(Repetition.of(bare, full, Rule.MUST_AGREE))
        .isEqualTo(new Repetition(full, List.of()));
    assertThat(Repetition.of(full, bare, Rule.MUST_AGREE))
        .isEqualTo(new Repetition(full, List.of()));
    assertThat(Repetition.of(full, other, Rule.MUST_AGREE).conflicts())
        .containsExactly(
            new Fault(
                "committedAt",
                "[2026-11-24T11:59:00Z, 2026-11-24T12:00:00Z] was told before, now"
                    + " [2026-11-24T12:00:00Z]"),
            new Fault("version", "1.2 was told before, now 1.3"),
            new Fault("rework", "false was told before, now true"));
  }

  @Test
  void rollbackThatIsToldLaterIsOne_andStaysOne() {
    var plain = report(Change.UNKNOWN);
    var rollback =
        report(
            new Change(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true));

    assertThat(Repetition.of(plain, rollback, Rule.MUST_AGREE))
        .isEqualTo(new Repetition(rollback, List.of()));
    assertThat(Repetition.of(rollback, plain, Rule.MUST_AGREE))
        .isEqualTo(new Repetition(rollback, List.of()));
  }

  private static Change change(
      String version, List<Instant> committedAt, Optional<Boolean> rework) {
    return new Change(
        committedAt, Optional.of(version), Optional.empty(), Optional.empty(), rework, false);
  }

  private static DeploymentReport report(Result result, Optional<Instant> finishedAt) {
    return report(new Course(result, Optional.empty(), finishedAt), Change.UNKNOWN);
  }

  private static DeploymentReport report(Change change) {
    return report(new Course(Result.SUCCEEDED, Optional.empty(), Optional.of(NOON)), change);
  }

  private static DeploymentReport report(Course course, Change change) {
    return new DeploymentReport(
        Identity.ofApi("shop", "1"),
        "shop",
        "production",
        course,
        change,
        Optional.empty(),
        Optional.empty());
  }
}
