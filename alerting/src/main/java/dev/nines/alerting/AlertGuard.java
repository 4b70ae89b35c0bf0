package dev.nines.alerting;

import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import dev.nines.slo.WindowReading;

/**
 * How much must have been seen before an alert may be believed?
 *
 * @param minimumEvents with fewer events in its long window an alert neither fires nor clears, at
 *     least 0
 * @param sparesBlips whether a few failures are a blip, whatever their ratio: so it is where events
 *     are as rare as the runs of probes
 */
public record AlertGuard(long minimumEvents, boolean sparesBlips) {
  /** Fewer bad events than this in the long window are a blip. */
  private static final long MINIMUM_BAD_EVENTS = 3;

  private static final long MINIMUM_BAD_MINUTES = 2;

  /**
   * The guard of an objective.
   *
   * @param slo its SLO
   * @param term the objective and what is counted for it
   * @return the guard
   */
  public static AlertGuard of(Slo slo, Slo.Term term) {
    var runs =
        switch (term.sli()) {
          case Sli.Runs _ -> true;
          case Sli.Metric _ -> false;
        };
    return new AlertGuard(slo.settings().minimumEvents(), runs);
  }

  /** Whether it holds some events, but too few. */
  boolean isLowTraffic(WindowReading reading) {
    return reading.counts().total() < minimumEvents;
  }

  boolean lets(WindowReading reading) {
    return !sparesBlips || isMoreThanABlip(reading);
  }

  /** At least 3 bad events over 2 distinct minutes. */
  static boolean isMoreThanABlip(WindowReading reading) {
    return reading.counts().bad() >= MINIMUM_BAD_EVENTS
        && reading.badMinutes() >= MINIMUM_BAD_MINUTES;
  }
}
