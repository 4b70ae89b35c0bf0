package dev.nines.slo.reliability;

import static dev.nines.slo.reliability.Moments.at;
import static dev.nines.slo.reliability.Moments.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nines.slo.Derivation;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class UptimeTest {
  private static final Interval WINDOW = span(0, 1_000);

  @Test
  void withoutOutagesTheServiceWasUp() {
    var uptime = uptime(Intervals.NONE, Intervals.NONE, Intervals.NONE);

    assertThat(value(uptime.ratio())).isEqualTo(1.0);
    assertThat(value(uptime.coverage())).isEqualTo(1.0);
  }

  @Test
  void overlappingOutagesCountOnce() {
    var uptime = uptime(Intervals.of(span(0, 60), span(30, 100)), Intervals.NONE, Intervals.NONE);

    assertThat(uptime.down()).isEqualTo(Duration.ofSeconds(100));
    assertThat(value(uptime.ratio())).isEqualTo(0.9);
    assertThat(uptime.ratio())
        .isEqualTo(
            new Figure.Recorded<>(
                0.9, new Derivation("1 - downtime / known time", "1 - 100 s / 1000 s = 0.9")));
  }

  @Test
  void outageCountsWithItsPartInTheWindow() {
    var uptime =
        uptime(Intervals.of(span(-500, 10), span(960, 2_000)), Intervals.NONE, Intervals.NONE);

    assertThat(value(uptime.ratio())).isEqualTo(0.95);
  }

  @Test
  void unknownTimeIsNeitherUpNorDown() {
    var uptime =
        uptime(Intervals.of(span(400, 600)), Intervals.of(span(500, 1_000)), Intervals.NONE);

    assertThat(uptime)
        .isEqualTo(
            new Uptime(Duration.ofSeconds(500), Duration.ofSeconds(100), Duration.ofSeconds(500)));
    assertThat(value(uptime.ratio())).isEqualTo(0.8);
    assertThat(value(uptime.coverage())).isEqualTo(0.5);
  }

  @Test
  void excludedTimeIsNotAskedAbout_evenWhereItIsUnknown() {
    var uptime =
        uptime(
            Intervals.of(span(0, 300)), Intervals.of(span(250, 500)), Intervals.of(span(200, 600)));

    assertThat(uptime.known()).isEqualTo(Duration.ofSeconds(600));
    assertThat(uptime.down()).isEqualTo(Duration.ofSeconds(200));
    assertThat(uptime.unknown()).isZero();
    assertThat(value(uptime.coverage())).isEqualTo(1.0);
  }

  @Test
  void dayOldServiceThatWasAlwaysDownHasNoUptime_becauseTheWindowIsClippedToItsLife() {
    var observed = ObservedTime.of(WINDOW, span(900, 1_000), Intervals.NONE, Intervals.NONE);

    assertThat(Uptime.of(observed, Intervals.of(span(900, 1_000))).ratio().value()).contains(0.0);
  }

  @Test
  void nothingKnownIsNoNumber() {
    var unknown = uptime(Intervals.of(span(0, 10)), Intervals.of(WINDOW), Intervals.NONE);
    var future =
        Uptime.of(
            ObservedTime.of(WINDOW, span(-9, 0), Intervals.NONE, Intervals.NONE), Intervals.NONE);

    assertThat(unknown.ratio()).isEqualTo(new Figure.NotApplicable<>("nobody was watching"));
    assertThat(unknown.coverage())
        .isEqualTo(
            new Figure.Recorded<>(
                0.0,
                new Derivation(
                    "known time / (known time + unknown time)", "0 s / (0 s + 1000 s) = 0")));
    var nothing = new Figure.NotApplicable<>("no time in which the service was to be watched");
    assertThat(future.ratio()).isEqualTo(nothing);
    assertThat(future.coverage()).isEqualTo(nothing);
  }

  @RepeatedTest(200)
  void agreesWithAWalkOverSeconds(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var windowStart = random.nextInt(300);
    var window = span(windowStart, windowStart + 1 + random.nextInt(300));
    var since = random.nextInt(400);
    var existence = span(since, since + random.nextInt(400));
    var outages = random(random, existence);
    var unknown = random(random, existence);
    var excluded = random(random, existence);

    var uptime = Uptime.of(ObservedTime.of(window, existence, unknown, excluded), outages);

    LongPredicate asked =
        second ->
            window.contains(at(second))
                && existence.contains(at(second))
                && !contains(excluded, second);
    LongPredicate known = asked.and(second -> !contains(unknown, second));
    assertThat(uptime)
        .isEqualTo(
            new Uptime(
                count(known),
                count(known.and(second -> contains(outages, second))),
                count(asked.and(second -> contains(unknown, second)))));
    if (uptime.known().isPositive()) {
      var plain = 1 - (double) uptime.down().toSeconds() / uptime.known().toSeconds();
      assertThat(value(uptime.ratio())).isCloseTo(plain, within(1e-12));
    } else {
      assertThat(uptime.ratio().value()).isEmpty();
    }
  }

  /** Some spans, overlapping, out of bounds, or open: up to the end of the service's existence. */
  private static Intervals random(Random random, Interval existence) {
    var spans = new ArrayList<Interval>();
    for (var count = random.nextInt(6); count > 0; count--) {
      var from = random.nextInt(800);
      var open = random.nextInt(5) == 0 && at(from).isBefore(existence.to());
      spans.add(
          open ? new Interval(at(from), existence.to()) : span(from, from + random.nextInt(90)));
    }
    return new Intervals(spans);
  }

  private static boolean contains(Intervals intervals, long second) {
    return intervals.spans().stream().anyMatch(span -> span.contains(at(second)));
  }

  private static Duration count(LongPredicate predicate) {
    return Duration.ofSeconds(LongStream.range(0, 1_000).filter(predicate).count());
  }

  private static double value(Figure<Double> figure) {
    return figure.value().orElseThrow();
  }

  private static Uptime uptime(Intervals outages, Intervals unknown, Intervals excluded) {
    return Uptime.of(ObservedTime.of(WINDOW, WINDOW, unknown, excluded), outages);
  }
}
