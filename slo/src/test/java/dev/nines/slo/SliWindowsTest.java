package dev.nines.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SliWindowsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final long NOON_MINUTE = NOON.getEpochSecond() / 60;
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final Duration HOUR = Duration.ofHours(1);

  private final SliWindows windows = new SliWindows(List.of(FIVE_MINUTES, HOUR), NOON);

  @Test
  void failureCountsAtOnce_becauseTheCurrentMinuteIsInTheWindow() {
    windows.add(NOON_MINUTE, 1, 2);

    var reading = windows.read(FIVE_MINUTES);
    assertThat(reading.counts()).isEqualTo(new EventCounts(1, 2));
    assertThat(reading.badMinutes()).isEqualTo(1);
    assertThat(reading.window()).isEqualTo(FIVE_MINUTES);
    assertThat(reading.history()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void sliceThatHasOnlyBegunIsNotJudged_becauseItMayStillBecomeGood() {
    var method = new BudgetingMethod.Timeslices(FIVE_MINUTES, new BigDecimal("0.5"));
    var hour = new BudgetWindow.Rolling(HOUR);
    var sliced = new SliWindows(List.of(hour), method, NOON);

    sliced.add(NOON_MINUTE, 10, 10);
    sliced.advanceTo(NOON_MINUTE + 5);
    sliced.add(NOON_MINUTE + 5, 0, 1); // the first event of the next slice

    assertThat(sliced.read(hour).counts()).isEqualTo(EventCounts.NONE);

    sliced.advanceTo(NOON_MINUTE + 6); // the last events of the first slice have had time to come
    assertThat(sliced.read(hour).sliceCounts()).isEqualTo(new SliceCounts(FIVE_MINUTES, 1, 0, 0));
    assertThat(sliced.badSlices(hour)).isEmpty();

    sliced.advanceTo(NOON_MINUTE + 10);
    assertThat(sliced.read(hour).counts()).isEqualTo(new EventCounts(10, 10));
    sliced.advanceTo(NOON_MINUTE + 11);
    assertThat(sliced.badSlices(hour)).containsExactly(NOON_MINUTE + 5);
  }

  @Test
  void sliceInWhichTheSliBeganIsNotJudged_becauseItWasNotSeenWhole() {
    var method = new BudgetingMethod.RatioTimeslices(FIVE_MINUTES);
    var hour = new BudgetWindow.Rolling(HOUR);
    var sliced = new SliWindows(List.of(hour), method, NOON.plusSeconds(240));

    sliced.add(NOON_MINUTE + 4, 0, 1);
    sliced.advanceTo(NOON_MINUTE + 5);
    sliced.add(NOON_MINUTE + 5, 1, 1);
    sliced.advanceTo(NOON_MINUTE + 30);

    assertThat(sliced.read(hour).counts()).isEqualTo(new EventCounts(1, 1));
    assertThat(sliced.read(hour).history()).isEqualTo(Duration.ofMinutes(20)); // 12:05 to 12:25
  }

  @Test
  void minuteLeavesTheWindowWhenItIsAsOldAsTheWindow() {
    windows.add(NOON_MINUTE, 0, 1);

    windows.advanceTo(NOON_MINUTE + 4);
    assertThat(windows.read(FIVE_MINUTES).counts()).isEqualTo(new EventCounts(0, 1));
    windows.advanceTo(NOON_MINUTE + 5);
    assertThat(windows.read(FIVE_MINUTES).counts()).isEqualTo(EventCounts.NONE);
    assertThat(windows.read(HOUR).counts()).isEqualTo(new EventCounts(0, 1));
  }

  @Test
  void badMinutesAreDistinct() {
    windows.advanceTo(NOON_MINUTE + 2);
    windows.add(NOON_MINUTE + 1, 0, 1);
    windows.add(NOON_MINUTE + 1, 3, 5);
    windows.add(NOON_MINUTE + 2, 0, 1);
    windows.add(NOON_MINUTE, 9, 9);

    assertThat(windows.read(HOUR).badMinutes()).isEqualTo(2);
  }

  @Test
  void lateEventsCountInTheWindowsThatStillHoldTheirMinute() {
    windows.advanceTo(NOON_MINUTE + 30);
    windows.add(NOON_MINUTE + 20, 0, 1);

    assertThat(windows.read(FIVE_MINUTES).counts()).isEqualTo(EventCounts.NONE);
    assertThat(windows.read(HOUR).counts()).isEqualTo(new EventCounts(0, 1));
  }

  @Test
  void eventsAheadOfThePresentWaitForTheirMinute() {
    windows.add(NOON_MINUTE + 1, 1, 1);
    windows.add(NOON_MINUTE + 1, 0, 1);

    assertThat(windows.read(HOUR).counts()).isEqualTo(EventCounts.NONE);
    windows.advanceTo(NOON_MINUTE + 1);
    assertThat(windows.read(HOUR).counts()).isEqualTo(new EventCounts(1, 2));
  }

  @Test
  void eventsBeforeTheSliBeganAreNotItsOwn() {
    windows.add(NOON_MINUTE - 1, 0, 1);

    assertThat(windows.read(HOUR).counts()).isEqualTo(EventCounts.NONE);
  }

  @Test
  void presentDoesNotGoBack() {
    windows.advanceTo(NOON_MINUTE + 10);
    windows.advanceTo(NOON_MINUTE + 3);

    assertThat(windows.read(HOUR).history()).isEqualTo(Duration.ofMinutes(11));
  }

  @Test
  void historyGrowsUpToTheWindow() {
    windows.advanceTo(NOON_MINUTE + 7);

    assertThat(windows.read(FIVE_MINUTES).history()).isEqualTo(FIVE_MINUTES);
    assertThat(windows.read(HOUR).history()).isEqualTo(Duration.ofMinutes(8));
  }

  @Test
  void beginningIsRoundedDownToItsMinute() {
    var begun = new SliWindows(List.of(HOUR), NOON.plusSeconds(59));

    assertThat(begun.since()).isEqualTo(NOON);
  }

  @Test
  void betweenCountsHalfOpenSpansOfPresentMinutes() {
    windows.add(NOON_MINUTE, 1, 1);
    windows.add(NOON_MINUTE + 1, 0, 1);
    windows.add(NOON_MINUTE + 2, 5, 5);
    windows.advanceTo(NOON_MINUTE + 1);

    assertThat(windows.between(NOON_MINUTE, NOON_MINUTE + 1)).isEqualTo(new EventCounts(1, 1));
    assertThat(windows.between(NOON_MINUTE - 99, NOON_MINUTE + 99))
        .isEqualTo(new EventCounts(1, 2));
  }

  @Test
  void emptyMinutesAreThoseWithoutAnyEvent() {
    windows.advanceTo(NOON_MINUTE + 9);
    windows.add(NOON_MINUTE + 2, 1, 1);
    windows.add(NOON_MINUTE + 3, 0, 1);

    assertThat(windows.emptyMinutes())
        .isEqualTo(
            Intervals.of(
                new Interval(NOON, NOON.plusSeconds(120)),
                new Interval(NOON.plusSeconds(240), NOON.plusSeconds(600))));
    assertThat(windows.kept()).isEqualTo(new Interval(NOON, NOON.plusSeconds(600)));
  }

  @Test
  void countsReachTheRangeOfInt() {
    windows.add(NOON_MINUTE, 0, Integer.MAX_VALUE);
    windows.advanceTo(NOON_MINUTE + 59);
    windows.add(NOON_MINUTE + 59, 1, Integer.MAX_VALUE);
    windows.advanceTo(NOON_MINUTE + 60); // the next hour: the one before is packed

    assertThat(windows.between(NOON_MINUTE, NOON_MINUTE + 99).total()).isEqualTo(Integer.MAX_VALUE);
    assertThat(windows.read(HOUR).counts()).isEqualTo(new EventCounts(1, Integer.MAX_VALUE));
  }

  @Test
  void minuteBeyondTheRangeOfIntIsRefusedAndChangesNothing() {
    windows.add(NOON_MINUTE, 0, Integer.MAX_VALUE);

    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> windows.add(NOON_MINUTE, 1, 1));
    assertThat(windows.read(HOUR).counts()).isEqualTo(new EventCounts(0, Integer.MAX_VALUE));
  }

  @Test
  void moreGoodThanThereAreIsRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> windows.add(NOON_MINUTE, 2, 1));
  }

  @Test
  void windowsMustBeWholeMinutes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SliWindows(List.of(Duration.ofSeconds(90)), NOON))
        .withMessage("window not of whole minutes: PT1M30S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SliWindows(List.of(Duration.ZERO), NOON));
    assertThatIllegalArgumentException().isThrownBy(() -> new SliWindows(List.of(), NOON));
  }

  @Test
  void whatIsSaidOfTheFutureCountsOnceItComesToIt() {
    var later =
        Intervals.of(
            new Interval(NOON.plus(Duration.ofMinutes(1)), NOON.plus(Duration.ofMinutes(2))));
    windows.add(NOON_MINUTE, 0, 1);
    windows.adjust(new Adjustments(later, Intervals.NONE, Intervals.NONE));
    windows.advanceTo(NOON_MINUTE + 1);
    windows.add(NOON_MINUTE + 1, 0, 1);

    assertThat(windows.read(HOUR).counts()).isEqualTo(new EventCounts(0, 1));
    windows.adjust(Adjustments.NONE);
    assertThat(windows.read(HOUR).counts()).isEqualTo(new EventCounts(0, 2));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void hoursAddedWholeCountAsTheirMinutesDo(long seed) {
    var random = new Random(seed);
    var day = Duration.ofDays(1);
    var since = NOON.minusSeconds(random.nextInt(100_000));
    var whole = new SliWindows(List.of(FIVE_MINUTES, day), since);
    var single = new SliWindows(List.of(FIVE_MINUTES, day), since);
    var now = NOON_MINUTE + random.nextInt(60);
    for (var each : List.of(whole, single)) {
      each.advanceTo(now);
      each.pauseCounting();
    }
    for (var i = 0; i < 60; i++) {
      var first = NOON_MINUTE + 60 - 60L * random.nextInt(28); // also ahead, too old, and twice
      var total = random.ints(60, 0, 3).toArray();
      var good = Arrays.stream(total).map(most -> random.nextInt(most + 1)).toArray();
      whole.addHour(first, HourCounts.of(good, total));
      for (var minute = 0; minute < 60; minute++) {
        single.add(first + minute, good[minute], total[minute]);
      }
      if (i == 40) {
        whole.count();
        single.count();
      }
    }
    for (var each : List.of(whole, single)) {
      each.advanceTo(now + 30);
    }

    assertThat(whole.read(FIVE_MINUTES)).isEqualTo(single.read(FIVE_MINUTES));
    assertThat(whole.read(day)).isEqualTo(single.read(day));
    assertThat(whole.emptyMinutes()).isEqualTo(single.emptyMinutes());
  }

  @Test
  void hourWithMoreGoodThanThereAreIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HourCounts.of(filled(2), filled(1)))
        .withMessage("good not in [0, total]: 2 of 1");
  }

  private static int[] filled(int value) {
    var minutes = new int[60];
    Arrays.fill(minutes, value);
    return minutes;
  }

  @Test
  void unknownWindowIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> windows.read(Duration.ofMinutes(6)))
        .withMessage("window not one of this SLI's: Rolling[length=PT6M]");
  }
}
