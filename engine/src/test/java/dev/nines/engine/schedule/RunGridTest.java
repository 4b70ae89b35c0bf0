package dev.nines.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunGridTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void nextRunIsTheFirstGridPointNotBeforeTheInstant() {
    var random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      var interval = 1 + random.nextInt(5_000);
      var grid = new RunGrid(interval, random.nextInt(interval));
      var instant = NOON.plusNanos(random.nextLong(10_000_000_000L));

      var next = grid.atOrAfter(instant);

      assertThat(next).isBetween(instant, instant.plusMillis(interval + 1L));
      assertThat((next.toEpochMilli() - grid.offsetMillis()) % interval).isZero();
      assertThat(next.minusMillis(interval)).isBefore(instant);
    }
  }

  @Test
  void countEqualsWalkingTheGrid() {
    var random = new Random(2);
    for (int i = 0; i < 2_000; i++) {
      var interval = 1 + random.nextInt(5_000);
      var grid = new RunGrid(interval, random.nextInt(interval));
      var to = NOON.plusMillis(random.nextInt(20_000));
      long walked = 0;
      for (var at = grid.atOrAfter(NOON); at.isBefore(to); at = at.plusMillis(interval)) {
        walked++;
      }

      assertThat(grid.count(NOON, to)).isEqualTo(walked);
    }
  }

  @Test
  void gridIsTheSameInEveryProcess() {
    assertThat(RunGrid.of("checkout-http", Duration.ofSeconds(30)))
        .isEqualTo(new RunGrid(30_000, 633));
  }

  @Test
  void thousandProbesOfOneIntervalSpreadOverIt() {
    var perSecond = new int[30];
    IntStream.range(0, 1_000)
        .mapToObj(i -> RunGrid.of("probe-" + i, Duration.ofSeconds(30)))
        .forEach(grid -> perSecond[(int) (grid.offsetMillis() / 1_000)]++);

    assertThat(Arrays.stream(perSecond).boxed().toList())
        .allSatisfy(count -> assertThat(count).isBetween(10, 60));
  }
}
