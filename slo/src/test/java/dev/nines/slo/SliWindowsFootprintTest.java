package dev.nines.slo;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Memory of a 30-day SLI with the usual burn windows, found by walking everything it reaches and
 * adding up HotSpot's object sizes (compressed references).
 */
class SliWindowsFootprintTest {
  private static final List<Duration> WINDOWS =
      List.of(
          Duration.ofDays(30),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(6),
          Duration.ofDays(1),
          Duration.ofDays(3));
  private static final int MINUTES = 30 * 24 * 60;

  @ParameterizedTest
  @MethodSource("lives")
  void thirtyDaysFit(Duration interval, double badMinuteRatio, double missedRunRatio, int limit) {
    var random = new Random(42);
    var windows = new SliWindows(WINDOWS, Instant.EPOCH);

    var seconds = interval.toSeconds();
    for (var minute = 0L; minute < MINUTES + 90; minute++) {
      windows.advanceTo(minute);
      var due =
          (int) (Math.ceilDiv((minute + 1) * 60, seconds) - Math.ceilDiv(minute * 60, seconds));
      var total = random.nextDouble() < missedRunRatio ? Math.max(0, due - 1) : due;
      var bad = random.nextDouble() < badMinuteRatio ? random.nextInt(total + 1) : 0;
      windows.add(minute, total - bad, total);
    }

    assertThat(bytes(windows)).isLessThanOrEqualTo(limit);
  }

  static List<Arguments> lives() {
    var kib = 1024;
    return List.of(
        Arguments.argumentSet("healthy, every 30 s", Duration.ofSeconds(30), 0.0, 0.0, 5 * kib),
        Arguments.argumentSet("healthy, every 45 s", Duration.ofSeconds(45), 0.0, 0.0, 48 * kib),
        Arguments.argumentSet("healthy, every 7 s", Duration.ofSeconds(7), 0.0, 0.0, 48 * kib),
        Arguments.argumentSet("sparse failures", Duration.ofSeconds(10), 0.001, 0.001, 16 * kib),
        Arguments.argumentSet("1 % bad, 1 % missed", Duration.ofSeconds(10), 0.01, 0.01, 64 * kib),
        Arguments.argumentSet("20 % bad, 5 % missed", Duration.ofSeconds(30), 0.2, 0.05, 64 * kib));
  }

  private static long bytes(Object root) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    var todo = new ArrayDeque<>(List.of(root));
    var bytes = 0L;
    while (!todo.isEmpty()) {
      var object = todo.pop();
      if (!seen.add(object)) {
        continue;
      }
      var type = object.getClass();
      if (type.isArray()) {
        bytes += padded(16 + (long) Array.getLength(object) * size(type.getComponentType()));
        if (object instanceof Object[] references) {
          for (var reference : references) {
            todo.push(reference);
          }
        }
      } else if (object instanceof List<?> list) {
        bytes += 24;
        todo.push(list.toArray());
      } else if (type.getName().startsWith("java.")) {
        bytes += 48; // a Duration, or the empty map of minutes ahead
      } else {
        bytes += instance(object, type, todo);
      }
    }
    return bytes;
  }

  private static long instance(Object object, Class<?> type, ArrayDeque<Object> todo) {
    var bytes = 12L;
    for (var field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        bytes += size(field.getType());
        if (!field.getType().isPrimitive()) {
          var value = value(field, object);
          if (value != null) {
            todo.push(value);
          }
        }
      }
    }
    return padded(bytes);
  }

  private static @Nullable Object value(Field field, Object object) {
    try {
      field.setAccessible(true);
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static int size(Class<?> type) {
    if (type == long.class) {
      return 8;
    }
    return type == byte.class ? 1 : 4; // ints and compressed references
  }

  private static long padded(long bytes) {
    return (bytes + 7) / 8 * 8;
  }
}
