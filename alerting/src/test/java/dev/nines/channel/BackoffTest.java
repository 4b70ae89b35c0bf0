package dev.nines.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Backoff BACKOFF =
      new Backoff(List.of(Duration.ofSeconds(5), Duration.ofMinutes(1)));

  @Test
  void delaysSpreadAFifthAroundTheSchedule() {
    var random = new Random(1);
    for (var i = 0; i < 1_000; i++) {
      assertThat(BACKOFF.delay(1, Duration.ZERO, random).orElseThrow())
          .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
      assertThat(BACKOFF.delay(2, Duration.ZERO, random).orElseThrow())
          .isBetween(Duration.ofSeconds(48), Duration.ofSeconds(72));
    }
  }

  @Test
  void givesUpAfterTheLastDelay() {
    assertThat(BACKOFF.delay(3, Duration.ofHours(1), new Random(1))).isEmpty();
  }

  @Test
  void neverComesBackBeforeItWasAskedTo() {
    assertThat(BACKOFF.delay(1, Duration.ofMinutes(9), new Random(1)))
        .contains(Duration.ofMinutes(9));
  }

  @Test
  void nothingFailedIsNoRetry() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BACKOFF.delay(0, Duration.ZERO, new Random(1)))
        .withMessage("failures not at least 1: 0");
  }
}
