package dev.nines.incident;

import java.time.Instant;
import java.util.Optional;

/** What a run changed about a probe being up or down; (probe, location, impactStart) names it. */
public sealed interface OutageChange {
  /** {@return when the first bad run of the opening streak was due} */
  Instant impactStart();

  /**
   * The probe went down.
   *
   * @param lastGood when the last good run before the streak was due; empty where none is known
   * @param impactStart when the first bad run of the streak was due
   * @param detectedAt when the run that completed the streak was finished
   * @param cause why the first bad run failed
   */
  record Opened(
      Optional<Instant> lastGood, Instant impactStart, Instant detectedAt, Run.Failure cause)
      implements OutageChange {}

  /**
   * The probe is up again.
   *
   * @param impactStart when the outage had begun
   * @param restoredAt when the first good run of the closing streak was due: here downtime ends
   * @param recoveredAt when the run that completed the streak was finished
   */
  record Closed(Instant impactStart, Instant restoredAt, Instant recoveredAt)
      implements OutageChange {}
}
