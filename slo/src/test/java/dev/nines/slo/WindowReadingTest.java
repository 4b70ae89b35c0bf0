package dev.nines.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WindowReadingTest {
  private static final Objective THREE_NINES = new Objective("available", 0.999);
  private static final Duration HOUR = Duration.ofHours(1);

  @ParameterizedTest
  @MethodSource("burning")
  void burnRate(EventCounts counts, Duration history, double expected) {
    var reading = Readings.of(HOUR, counts, 1, history);

    assertThat(reading.burnRate(THREE_NINES)).isEqualTo(expected);
  }

  static Stream<Arguments> burning() {
    return Stream.of(
        Arguments.argumentSet("nothing observed", EventCounts.NONE, HOUR, 0.0),
        Arguments.argumentSet("all good", new EventCounts(720, 720), HOUR, 0.0),
        Arguments.argumentSet("as allowed", new EventCounts(999, 1_000), HOUR, 1.0),
        Arguments.argumentSet("exactly the page", new EventCounts(9_856, 10_000), HOUR, 14.4),
        Arguments.argumentSet("total outage", new EventCounts(0, 60), HOUR, 1_000.0),
        Arguments.argumentSet(
            "outage in the first minute of all",
            new EventCounts(0, 1),
            HOUR.dividedBy(60),
            1_000 / 60.0),
        Arguments.argumentSet(
            "half the history", new EventCounts(999, 1_000), HOUR.dividedBy(2), 0.5));
  }

  @Test
  void historyIsAboveZeroAndWithinTheWindow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Readings.of(HOUR, EventCounts.NONE, 0, Duration.ZERO))
        .withMessage("history not in (0, PT1H]: PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Readings.of(HOUR, EventCounts.NONE, 0, HOUR.plusNanos(1)));
  }
}
