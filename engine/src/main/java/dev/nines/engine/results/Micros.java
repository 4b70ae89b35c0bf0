package dev.nines.engine.results;

import dev.nines.slo.Measure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times in whole microseconds, the grain of PostgreSQL's clock. */
public final class Micros {
  private Micros() {}

  /**
   * Cuts an instant.
   *
   * @param instant any
   * @return whole microseconds since the Unix epoch
   */
  public static long of(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static long of(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  static @Nullable Long of(ProbeResult result, Measure measure) {
    var nanos = result.sample().nanos().get(measure);
    return nanos == null ? null : Long.valueOf(nanos / 1_000);
  }
}
