package dev.nines.engine.heartbeats;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeartbeatRuleTest {
  private static final HeartbeatRule HOURLY =
      new HeartbeatRule(Duration.ofHours(1), Duration.ofMinutes(5));

  @Test
  void isMissedOnceItsGraceIsOver_asOfWhenItWasDue() {
    assertThat(HOURLY.missed(NOON, List.of(), at(64))).isEmpty();
    assertThat(HOURLY.missed(NOON, List.of(), at(65))).contains(at(60));
    assertThat(HOURLY.missed(NOON, List.of(), at(6_000))).contains(at(60));
  }

  @Test
  void timeThatNobodyListenedIsUnknown_andTheNextBeatCounts() {
    var gap = List.of(new Interval(at(50), at(56)));

    assertThat(HOURLY.missed(NOON, gap, at(70))).isEmpty();
    assertThat(HOURLY.missed(NOON, gap, at(124))).isEmpty();
    assertThat(HOURLY.missed(NOON, gap, at(125))).contains(at(120));
  }

  @Test
  void gapBetweenTwoBeatsChangesNothing() {
    var gap = List.of(new Interval(at(10), at(50)));

    assertThat(HOURLY.missed(NOON, gap, at(65))).contains(at(60));
  }

  /** Beat by beat: none is missed that could have come while nobody listened. */
  @Test
  void missedIsTheFirstBeatWhoseWholeWindowWasListenedTo() {
    var random = new Random(7);
    for (var i = 0; i < 2_000; i++) {
      var rule =
          new HeartbeatRule(
              Duration.ofMinutes(1 + random.nextInt(90)), Duration.ofMinutes(random.nextInt(20)));
      var gaps = new ArrayList<Interval>();
      for (var g = random.nextInt(4); g > 0; g--) {
        var from = random.nextInt(600);
        gaps.add(new Interval(at(from), at(from + random.nextInt(200))));
      }
      var now = at(random.nextInt(900));

      assertThat(rule.missed(NOON, gaps, now)).isEqualTo(walk(rule, gaps, now));
    }
  }

  private static Optional<Instant> walk(HeartbeatRule rule, List<Interval> gaps, Instant now) {
    for (var due = NOON.plus(rule.every());
        !due.plus(rule.grace()).isAfter(now);
        due = due.plus(rule.every())) {
      var from = due.minus(rule.grace());
      var to = due.plus(rule.grace());
      if (gaps.stream().noneMatch(gap -> !gap.to().isBefore(from) && !gap.from().isAfter(to))) {
        return Optional.of(due);
      }
    }
    return Optional.empty();
  }

  private static Instant at(int minutes) {
    return NOON.plus(Duration.ofMinutes(minutes));
  }
}
