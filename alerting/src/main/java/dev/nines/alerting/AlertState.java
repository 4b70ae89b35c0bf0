package dev.nines.alerting;

import java.time.Instant;
import java.util.Optional;

/**
 * Where does one rule or policy stand for one objective? Folded by {@link BurnRateRule#next} and
 * {@link AlertPolicy#next}.
 */
public sealed interface AlertState {
  /** It does not hold. */
  record Quiet() implements AlertState {}

  /**
   * A policy's condition holds, but not yet for as long as it must.
   *
   * @param since from when on
   */
  record Pending(Instant since) implements AlertState {}

  /**
   * It holds.
   *
   * @param since when it fired
   * @param slowSince since when it burns slowly enough to clear; empty while it burns fast
   */
  record Firing(Instant since, Optional<Instant> slowSince) implements AlertState {}

  /**
   * A policy that tells so has nothing to judge by.
   *
   * @param since when that was noticed
   */
  record NoData(Instant since) implements AlertState {}
}
