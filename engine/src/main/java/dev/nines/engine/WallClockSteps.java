package dev.nines.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Has the wall clock been set? Compares it with the monotonic clock between two looks. */
final class WallClockSteps {
  /** Slewing and scheduling stay below this. */
  private static final Duration TOLERANCE = Duration.ofSeconds(1);

  private final InstantSource wall;
  private final LongSupplier nanos;
  private Instant lastWall;
  private long lastNanos;

  WallClockSteps(InstantSource wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    this.lastWall = wall.instant();
    this.lastNanos = nanos.getAsLong();
  }

  /** How far it was set since the last look; empty where it was not. */
  Optional<Duration> sinceLastLook() {
    var wallNow = wall.instant();
    var nanosNow = nanos.getAsLong();
    var step = Duration.between(lastWall, wallNow).minusNanos(nanosNow - lastNanos);
    lastWall = wallNow;
    lastNanos = nanosNow;
    return step.abs().compareTo(TOLERANCE) > 0 ? Optional.of(step) : Optional.empty();
  }
}
