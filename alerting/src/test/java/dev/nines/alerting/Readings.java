package dev.nines.alerting;

import dev.nines.slo.EventCounts;
import dev.nines.slo.WindowReading;
import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Readings of windows in which events are counted. */
final class Readings {
  private static final Instant END = Instant.parse("2026-11-25T12:00:00Z");

  private Readings() {}

  static WindowReading of(Duration window, EventCounts counts, long badMinutes, Duration history) {
    return new WindowReading(
        new Interval(END.minus(window), END), counts, Optional.empty(), badMinutes, history);
  }
}
