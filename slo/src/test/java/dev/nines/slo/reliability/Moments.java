package dev.nines.slo.reliability;

import dev.nines.slo.time.Interval;
import java.time.Instant;

/** Instants and spans by their seconds since the epoch. */
final class Moments {
  private Moments() {}

  static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }

  static Interval span(long from, long to) {
    return new Interval(at(from), at(to));
  }
}
