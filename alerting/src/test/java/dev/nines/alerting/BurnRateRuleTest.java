package dev.nines.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.slo.EventCounts;
import dev.nines.slo.Objective;
import dev.nines.slo.WindowReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Page at 14.4x over 1 h and 5 min of 99 %: fires above an error ratio of 0.144. */
class BurnRateRuleTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final BurnRateRule RULE =
      new BurnRateRule(Urgency.PAGE, 14.4, HOUR, FIVE_MINUTES, Duration.ofSeconds(150));
  private static final Objective OBJECTIVE = new Objective("99", 0.99);
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final AlertState QUIET = new AlertState.Quiet();
  private static final AlertState FIRING = new AlertState.Firing(NOON, Optional.empty());

  @ParameterizedTest
  @MethodSource("conditions")
  void firesOnlyWhenEverythingHolds(WindowReading hour, WindowReading minutes, boolean fires) {
    assertThat(RULE.next(QUIET, OBJECTIVE, hour, minutes, NOON)).isEqualTo(fires ? FIRING : QUIET);
  }

  static Stream<Arguments> conditions() {
    return Stream.of(
        Arguments.argumentSet("both fast", hour(20, 100, 2), minutes(5, 10), true),
        Arguments.argumentSet("long slow", hour(14, 100, 2), minutes(5, 10), false),
        Arguments.argumentSet("short slow", hour(20, 100, 2), minutes(1, 10), false),
        Arguments.argumentSet("exactly the factor", hour(144, 1_000, 2), minutes(5, 10), false),
        Arguments.argumentSet("one bad minute", hour(20, 100, 1), minutes(5, 10), false),
        Arguments.argumentSet("two bad events", hour(2, 10, 2), minutes(2, 2), false),
        Arguments.argumentSet("three bad events", hour(3, 10, 2), minutes(2, 2), true),
        Arguments.argumentSet("nothing known", hour(0, 0, 0), minutes(0, 0), false));
  }

  @Test
  void totalOutageFiresWithinMinutesOfTheFirstDay_andABlipDoesNot() {
    var blip = Readings.of(HOUR, new EventCounts(17, 20), 2, Duration.ofMinutes(10));
    var outage = Readings.of(HOUR, new EventCounts(0, 20), 10, Duration.ofMinutes(10));

    assertThat(RULE.next(QUIET, OBJECTIVE, blip, minutes(3, 10), NOON)).isEqualTo(QUIET);
    assertThat(RULE.next(QUIET, OBJECTIVE, outage, minutes(10, 10), NOON)).isEqualTo(FIRING);
  }

  @Test
  void clearsWhenTheShortWindowHasBurnedSlowlyForLongEnough() {
    var slow = next(FIRING, minutes(1, 10), 10);
    var stillSlow = next(slow, minutes(0, 10), 159);

    assertThat(slow).isEqualTo(new AlertState.Firing(NOON, Optional.of(NOON.plusSeconds(10))));
    assertThat(stillSlow).isEqualTo(slow);
    assertThat(next(stillSlow, minutes(0, 10), 160)).isEqualTo(QUIET);
  }

  @Test
  void fastBurnStartsTheClearingAnew() {
    var slow = next(FIRING, minutes(0, 10), 10);

    assertThat(next(slow, minutes(5, 10), 20)).isEqualTo(FIRING);
  }

  @Test
  void staysFiringWhileTheLongWindowIsSlow_becauseOnlyTheShortOneClears() {
    assertThat(RULE.next(FIRING, OBJECTIVE, hour(1, 100, 1), minutes(5, 10), NOON))
        .isEqualTo(FIRING);
  }

  @Test
  void unknownNeitherFiresNorClears() {
    var slow = next(FIRING, minutes(0, 10), 10);

    assertThat(next(slow, minutes(0, 0), 9_000)).isEqualTo(slow);
  }

  private static AlertState next(AlertState state, WindowReading minutes, int seconds) {
    return RULE.next(state, OBJECTIVE, hour(20, 100, 5), minutes, NOON.plusSeconds(seconds));
  }

  private static WindowReading hour(long bad, long total, long badMinutes) {
    return Readings.of(HOUR, new EventCounts(total - bad, total), badMinutes, HOUR);
  }

  private static WindowReading minutes(long bad, long total) {
    return Readings.of(
        FIVE_MINUTES, new EventCounts(total - bad, total), Math.min(bad, 5), FIVE_MINUTES);
  }
}
