package dev.nines.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WallClockStepsTest {
  private Instant wall = Instant.parse("2026-11-24T12:00:00Z");
  private long nanos = -5_000_000_000L; // a monotonic clock may start anywhere
  private final WallClockSteps steps = new WallClockSteps(() -> wall, () -> nanos);

  @Test
  void clockThatKeepsPaceMakesNoStep() {
    pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
    assertThat(steps.sinceLastLook()).isEmpty();

    pass(Duration.ofDays(2), Duration.ofDays(2).plusMillis(900));
    assertThat(steps.sinceLastLook()).as("slewed").isEmpty();
  }

  @Test
  void stepForwardIsSeenOnce() {
    pass(Duration.ofSeconds(1), Duration.ofHours(1).plusSeconds(1));

    assertThat(steps.sinceLastLook()).contains(Duration.ofHours(1));
    pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
    assertThat(steps.sinceLastLook()).isEmpty();
  }

  @Test
  void stepBackIsSeen() {
    pass(Duration.ofSeconds(10), Duration.ofSeconds(-50));

    assertThat(steps.sinceLastLook()).contains(Duration.ofMinutes(-1));
  }

  private void pass(Duration monotonic, Duration shown) {
    nanos += monotonic.toNanos();
    wall = wall.plus(shown);
  }
}
