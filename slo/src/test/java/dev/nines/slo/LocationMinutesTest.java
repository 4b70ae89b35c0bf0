package dev.nines.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LocationMinutesTest {
  private static final long SINCE = 29_700_123;
  private static final Duration WINDOW = Duration.ofMinutes(90);

  @ParameterizedTest
  @CsvSource({
    "ANY, 1, 2, true",
    "ANY, 2, 2, false",
    "ANY, 0, 1, true",
    "ALL, 1, 3, false",
    "ALL, 0, 3, true",
    "MAJORITY, 1, 3, true",
    "MAJORITY, 1, 2, false",
    "MAJORITY, 2, 3, false"
  })
  void minuteIsOneEventThatLocationsDecide(
      Sli.Locations rule, int bad, int known, boolean expected) {
    var windows = new SliWindows(List.of(WINDOW), start());
    var minutes = new LocationMinutes(rule, windows);
    for (var location = 0; location < known; location++) {
      minutes.add("l" + location, SINCE, location < bad ? 1 : 2, 2);
    }
    assertThat(windows.read(WINDOW).counts()).isEqualTo(new EventCounts(expected ? 1 : 0, 1));
  }

  @Test
  void pooledLocationsDecideNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new LocationMinutes(Sli.Locations.POOLED, new SliWindows(List.of(WINDOW), start())));
  }

  @ParameterizedTest
  @EnumSource(value = Sli.Locations.class, mode = EnumSource.Mode.EXCLUDE, names = "POOLED")
  void anyOrderMakesTheSameCounts(Sli.Locations rule) {
    for (var seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var windows = new SliWindows(List.of(WINDOW), start());
      var minutes = new LocationMinutes(rule, windows);
      var seen = new HashMap<Long, Map<String, Boolean>>();
      var now = SINCE;
      for (var step = 0; step < 200; step++) {
        if (random.nextInt(4) == 0) {
          now += random.nextInt(random.nextInt(10) == 0 ? 200 : 3);
          minutes.advanceTo(now);
        }
        var minute = now + 2 - random.nextInt(60);
        var location = "l" + random.nextInt(4);
        var good = random.nextInt(3) > 0;
        minutes.add(location, minute, good ? 1 : 0, 1);
        if (minute >= SINCE) {
          seen.computeIfAbsent(minute, _ -> new HashMap<>())
              .merge(location, good, Boolean::logicalAnd);
        }
      }
      assertThat(windows.read(WINDOW).counts())
          .as("seed %d", seed)
          .isEqualTo(expected(rule, seen, now));
    }
  }

  private static EventCounts expected(
      Sli.Locations rule, Map<Long, Map<String, Boolean>> seen, long now) {
    var good = 0;
    var total = 0;
    for (var minute = now - WINDOW.toMinutes() + 1; minute <= now; minute++) {
      var locations = seen.getOrDefault(minute, Map.of()).values();
      if (!locations.isEmpty()) {
        var goods = locations.stream().filter(g -> g).count();
        total++;
        good +=
            switch (rule) {
                  case POOLED -> throw new AssertionError();
                  case ANY -> goods > 0;
                  case ALL -> goods == locations.size();
                  case MAJORITY -> 2 * goods > locations.size();
                }
                ? 1
                : 0;
      }
    }
    return new EventCounts(good, total);
  }

  private static Instant start() {
    return Instant.ofEpochSecond(SINCE * 60);
  }
}
