package dev.nines.slo.reliability;

import static dev.nines.slo.reliability.Moments.at;
import static dev.nines.slo.reliability.Moments.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nines.slo.SliWindows;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HALF_MINUTE = Duration.ofSeconds(30);

  @Test
  void runCoversItsIntervalRoundedOutward() {
    var runs = runs(0, 59, LongStream.of(0, 1, 2, 3, 40, 41, 59));

    // a run late in minute 3 reaches into minute 4
    assertThat(Coverage.of(runs, HALF_MINUTE, at(60 * 60)).unknown())
        .isEqualTo(Intervals.of(minutes(5, 40), minutes(43, 58)));
  }

  @Test
  void slowProbeHasNoGapsBetweenItsRuns() {
    var runs = runs(0, 59, LongStream.of(0, 15, 30, 45));

    assertThat(Coverage.of(runs, Duration.ofMinutes(15), at(60 * 60)).unknown())
        .isEqualTo(Intervals.NONE);
  }

  @Test
  void presentIsStillFilling() {
    var runs = runs(0, 10, LongStream.of(0, 1, 2));

    assertThat(Coverage.of(runs, HALF_MINUTE, at(5 * 60 + 29)).unknown()).isEqualTo(Intervals.NONE);
    assertThat(Coverage.of(runs, HALF_MINUTE, at(6 * 60 + 29)).unknown()).isEqualTo(Intervals.NONE);
    assertThat(Coverage.of(runs, HALF_MINUTE, at(6 * 60 + 30)).unknown())
        .isEqualTo(Intervals.of(minutes(4, 5)));
  }

  @Test
  void probeThatNeverRanIsUnknownFromItsBeginning() {
    var runs = runs(3, 20, LongStream.empty());

    assertThat(Coverage.of(runs, HALF_MINUTE, at(20 * 60)))
        .isEqualTo(new Coverage(at(3 * 60), Intervals.of(minutes(3, 18))));
  }

  @Test
  void youngProbeIsNotUnknownYet() {
    var runs = runs(3, 3, LongStream.empty());

    assertThat(Coverage.of(runs, HALF_MINUTE, at(3 * 60 + 10)).unknown()).isEqualTo(Intervals.NONE);
  }

  @Test
  void oldestKeptMinutesHaveTheBenefitOfARunThatIsNoLongerKept() {
    var last = 2 * 24 * 60;
    var first = last - 24 * 60 + 1;
    var runs = runs(0, last, LongStream.rangeClosed(first + 15, last));

    assertThat(Coverage.of(runs, Duration.ofMinutes(15), at(last * 60L)))
        .isEqualTo(new Coverage(at(first * 60L), Intervals.NONE));
    assertThat(Coverage.of(runs, Duration.ofMinutes(14), at(last * 60L)).unknown())
        .isEqualTo(Intervals.of(minutes(first + 14, first + 15)));
  }

  @Test
  void intervalIsAboveZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Coverage.of(runs(0, 1, LongStream.empty()), Duration.ZERO, at(60)));
  }

  @Test
  void serviceIsUnknownOnlyWhereAllItsProbesAre() {
    var one = new Coverage(at(0), Intervals.of(span(100, 300), span(500, 600)));
    var other = new Coverage(at(0), Intervals.of(span(200, 550)));

    assertThat(Coverage.unknownToAll(List.of(one, other)))
        .isEqualTo(Intervals.of(span(200, 300), span(500, 550)));
  }

  @Test
  void probeDeclaredLaterDoesNotHideWhatWasUnknownBefore() {
    var old = new Coverage(at(0), Intervals.of(span(100, 300)));
    var fresh = new Coverage(at(250), Intervals.NONE);

    assertThat(Coverage.unknownToAll(List.of(old, fresh))).isEqualTo(Intervals.of(span(100, 250)));
  }

  @Test
  void serviceHasAProbe() {
    assertThatIllegalArgumentException().isThrownBy(() -> Coverage.unknownToAll(List.of()));
  }

  @RepeatedTest(150)
  void agreesWithAWalkOverMinutes(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var since = random.nextInt(100_000);
    var interval = 1 + random.nextInt(random.nextBoolean() ? 60 : 1_200);
    var now = since + random.nextInt(40_000);
    var ran = new TreeSet<Long>();
    var down = false;
    for (var run = since + random.nextInt(interval); run <= now; run += interval) {
      down = random.nextInt(12) == 0 ? !down : down;
      if (!down) {
        ran.add((long) run);
      }
    }

    var unknown =
        Coverage.of(
                runs(since / 60, now / 60, ran.stream().mapToLong(run -> run / 60)),
                Duration.ofSeconds(interval),
                at(now))
            .unknown();

    var settled = Math.floorDiv(now - interval - 60, 60);
    var expected = new ArrayList<Interval>();
    for (long minute = since / 60; minute < settled; minute++) {
      if (!mayBeCovered(ran, interval, minute)) {
        expected.add(minutes(minute, minute + 1));
      }
    }
    assertThat(unknown).isEqualTo(new Intervals(expected));
    for (var run : ran) {
      assertThat(unknown.clip(span(run, run + interval)).isEmpty()).as("covered by a run").isTrue();
    }
  }

  /** Could a run in the minute of one of these still be covering some of the given minute? */
  private static boolean mayBeCovered(TreeSet<Long> ran, int interval, long minute) {
    var latest = ran.lower((minute + 1) * 60);
    if (latest == null) {
      return false;
    }
    var latestMillisOfItsMinute = latest / 60 * 60_000 + 59_999;
    return latestMillisOfItsMinute + interval * 1_000L > minute * 60_000;
  }

  private static SliWindows runs(long since, long now, LongStream minutes) {
    var runs = new SliWindows(List.of(DAY), at(since * 60));
    runs.advanceTo(now);
    minutes.forEach(minute -> runs.add(minute, (int) (minute % 2), 1));
    return runs;
  }

  private static Interval minutes(long from, long to) {
    return span(from * 60, to * 60);
  }
}
