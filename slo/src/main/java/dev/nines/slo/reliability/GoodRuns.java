package dev.nines.slo.reliability;

import dev.nines.slo.Derivation;
import dev.nines.slo.EventCounts;

/**
 * Which share of the stored runs was good? Beside the uptime by time: the two differ where runs are
 * missing, where probes run at different intervals, and where failures are too few in a row to be
 * an outage. Runs in maintenance do not count, runs that were never stored cannot.
 *
 * @param counts good and all valid runs
 */
public record GoodRuns(EventCounts counts) {
  /** No runs at all. */
  public static final GoodRuns NONE = new GoodRuns(EventCounts.NONE);

  /** How edges are decided, for people. */
  public static final String RULE =
      "Stored runs alone: runs that are unknown or were due in maintenance, rounded outward to whole"
          + " minutes, are in neither number.";

  /** {@return good / valid, a ratio of 0 to 1; not applicable where no run is stored} */
  public Figure<Double> ratio() {
    if (counts.total() == 0) {
      return new Figure.NotApplicable<>("no stored runs");
    }
    var ratio = (double) counts.good() / counts.total();
    return new Figure.Recorded<>(
        ratio,
        Derivation.of("good runs / valid runs", counts.good() + " / " + counts.total(), ratio));
  }
}
