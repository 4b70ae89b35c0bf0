package dev.nines.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Backoff BACKOFF =
      new Backoff(List.of(Duration.ofSeconds(5), Duration.ofMinutes(1)));

  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void delaysSpreadAFifthAroundTheSchedule_andTheLastStays() {
    var random = new Random(1);
    for (var i = 0; i < 1_000; i++) {
      assertThat(delay(1, Duration.ZERO, Duration.ZERO, random).orElseThrow())
          .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
      assertThat(delay(2, Duration.ZERO, Duration.ZERO, random).orElseThrow())
          .isBetween(Duration.ofSeconds(48), Duration.ofSeconds(72));
      assertThat(delay(900, Duration.ZERO, Duration.ZERO, random).orElseThrow())
          .isBetween(Duration.ofSeconds(48), Duration.ofSeconds(72));
    }
  }

  @Test
  void lastAttemptIsWhenTheTimeIsUp_andThenItIsGivenUp() {
    var random = new Random(1);

    assertThat(delay(2, Duration.ZERO, DAY.minusSeconds(3), random))
        .contains(Duration.ofSeconds(3));
    assertThat(delay(2, Duration.ZERO, DAY, random)).isEmpty();
    assertThat(delay(1, Duration.ZERO, DAY.plusDays(1), random)).isEmpty();
  }

  @Test
  void neverComesBackBeforeItWasAskedTo_butGivesUpWhereThatIsTooLate() {
    var random = new Random(1);

    assertThat(delay(1, Duration.ofMinutes(9), Duration.ZERO, random))
        .contains(Duration.ofMinutes(9));
    assertThat(delay(1, Duration.ofMinutes(9), DAY.minusMinutes(8), random)).isEmpty();
  }

  @Test
  void nothingFailedIsNoRetry() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> delay(0, Duration.ZERO, Duration.ZERO, new Random(1)))
        .withMessage("failures not at least 1: 0");
  }

  private static Optional<Duration> delay(
      int failures, Duration asked, Duration age, Random random) {
    return BACKOFF.delay(failures, asked, DAY, age, random);
  }
}
