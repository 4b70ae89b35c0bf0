package dev.nines.alerting;

import java.time.Instant;
import java.util.Optional;

/** Does one burn-rate rule hold for one objective? Folded by {@link BurnRateRule#next}. */
public sealed interface AlertState {
  /** It does not. */
  record Quiet() implements AlertState {}

  /**
   * It does.
   *
   * @param since when it fired
   * @param slowSince since when the short window has burned slowly enough to clear; empty while it
   *     burns fast
   */
  record Firing(Instant since, Optional<Instant> slowSince) implements AlertState {}
}
