package dev.nines.slo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random streams against a plain map of minutes that is summed up anew for every reading. */
class SliWindowsPropertyTest {
  private static final long SINCE = 29_700_123; // in 2026, in the middle of an hour

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void readsWhatAMapOfMinutesSumsUpTo(long seed) {
    var random = new Random(seed);
    var lengths = lengths(random);
    var windows =
        new SliWindows(
            lengths.stream().map(Duration::ofMinutes).toList(),
            Instant.ofEpochSecond(SINCE * 60 + random.nextInt(60)));
    var oracle = new Oracle(lengths.stream().mapToInt(length -> length).max().orElseThrow());

    for (var step = 0; step < 1_500; step++) {
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> {
          var next = oracle.now + jump(random);
          windows.advanceTo(next);
          oracle.now = Math.max(oracle.now, next);
        }
        default -> {
          var minute = oracle.now - distance(random, oracle.longest);
          var total = random.nextInt(20) == 0 ? random.nextInt(100_000) : random.nextInt(8);
          var good = random.nextInt(3) == 0 ? random.nextInt(total + 1) : total;
          windows.add(minute, good, total);
          oracle.add(minute, good, total);
        }
      }
      for (var length : lengths) {
        assertThat(windows.read(Duration.ofMinutes(length)))
            .as("seed %d, step %d, window %d", seed, step, length)
            .isEqualTo(oracle.read(length));
      }
      if (step % 50 == 0) {
        assertThat(windows.emptyMinutes()).isEqualTo(oracle.emptyMinutes());
        var from = oracle.now - random.nextInt(2 * oracle.longest);
        var to = from + random.nextInt(oracle.longest);
        assertThat(windows.between(from, to)).isEqualTo(oracle.between(from, to));
      }
    }
  }

  private static List<Integer> lengths(Random random) {
    var lengths = new ArrayList<>(List.of(1, 5, 60));
    lengths.add(1 + random.nextInt(200));
    lengths.add(1 + random.nextInt(random.nextBoolean() ? 3_000 : 400));
    return lengths.stream().distinct().toList();
  }

  private static long jump(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> -random.nextInt(100);
      case 1 -> random.nextInt(300);
      case 2 -> random.nextInt(40) == 0 ? random.nextInt(10_000) : 60;
      default -> 1;
    };
  }

  /** Mostly now, often late, sometimes too late or ahead. */
  private static long distance(Random random, int longest) {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(longest + 90);
      case 1 -> -random.nextInt(100);
      case 2 -> random.nextInt(70);
      default -> 0;
    };
  }

  private static final class Oracle {
    private final Map<Long, EventCounts> minutes = new HashMap<>();
    private final int longest;
    private long now = SINCE;

    private Oracle(int longest) {
      this.longest = longest;
    }

    private void add(long minute, int good, int total) {
      if (minute >= SINCE && minute > now - longest) {
        minutes.merge(minute, new EventCounts(good, total), EventCounts::plus);
      }
    }

    private WindowReading read(int window) {
      var badMinutes = 0L;
      for (var minute = now - window + 1; minute <= now; minute++) {
        badMinutes += at(minute).bad() > 0 ? 1 : 0;
      }
      return new WindowReading(
          new Interval(
              Instant.ofEpochSecond((now - window + 1) * 60),
              Instant.ofEpochSecond((now + 1) * 60)),
          between(now - window + 1, now + 1),
          Optional.empty(),
          badMinutes,
          Duration.ofMinutes(Math.min(window, now - SINCE + 1)));
    }

    private EventCounts between(long from, long to) {
      var sum = EventCounts.NONE;
      for (var minute = Math.max(from, now - longest + 1);
          minute < Math.min(to, now + 1);
          minute++) {
        sum = sum.plus(at(minute));
      }
      return sum;
    }

    private Intervals emptyMinutes() {
      var empty = new ArrayList<Interval>();
      for (var minute = Math.max(SINCE, now - longest + 1); minute <= now; minute++) {
        if (at(minute).total() == 0) {
          empty.add(
              new Interval(
                  Instant.ofEpochSecond(minute * 60), Instant.ofEpochSecond(minute * 60 + 60)));
        }
      }
      return new Intervals(empty);
    }

    private EventCounts at(long minute) {
      return minutes.getOrDefault(minute, EventCounts.NONE);
    }
  }
}
