package dev.nines.slo.reliability;

import dev.nines.slo.Derivation;
import java.time.Duration;
import java.util.List;

/**
 * What one measured time says over the incidents of a window: a number only where there is one, and
 * always how many incidents it leaves out.
 */
public sealed interface Figure {
  /** {@return which time is measured} */
  TimeTo measured();

  /** {@return how many incidents lack one of the two instants: still open, not acknowledged...} */
  int leftOut();

  /** {@return how many incidents end before they start; not counted as zero, not counted at all} */
  int invalid();

  /**
   * No incident has both instants.
   *
   * @param measured which time is measured
   * @param leftOut how many incidents lack an instant
   * @param invalid how many incidents end before they start
   */
  record None(TimeTo measured, int leftOut, int invalid) implements Figure {}

  /**
   * At least one incident has both.
   *
   * @param measured which time is measured
   * @param values the single times in ascending order, at least one: with fewer than five of them
   *     show these, for a mean says little
   * @param leftOut how many incidents lack an instant
   * @param invalid how many incidents end before they start
   */
  record Recorded(TimeTo measured, List<Duration> values, int leftOut, int invalid)
      implements Figure {
    /**
     * Sorts the values.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Recorded {
      values = values.stream().sorted().toList();
      if (values.isEmpty()) {
        throw new IllegalArgumentException("values not at least one");
      }
    }

    /** {@return how many incidents the figure rests on} */
    public int n() {
      return values.size();
    }

    /** {@return the sum divided by n, to the nanosecond} */
    public Duration mean() {
      return sum().dividedBy(n());
    }

    /** {@return the middle value, or the mean of the two middle ones} */
    public Duration median() {
      var upper = values.get(n() / 2);
      return n() % 2 == 1 ? upper : upper.plus(values.get(n() / 2 - 1)).dividedBy(2);
    }

    /** {@return the least value that at least nine tenths of the values do not exceed} */
    public Duration p90() {
      return values.get(Math.ceilDiv(9 * n(), 10) - 1);
    }

    /** {@return how {@link #mean} comes about, in seconds} */
    public Derivation derivation() {
      return Derivation.of(
          "sum of (%s) / incidents".formatted(measured.anchors()),
          "%s / %d".formatted(Durations.text(sum()), n()),
          Durations.meanSeconds(sum(), n()));
    }

    private Duration sum() {
      return values.stream().reduce(Duration.ZERO, Duration::plus);
    }
  }
}
