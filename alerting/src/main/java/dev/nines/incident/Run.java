package dev.nines.incident;

import java.time.Instant;
import java.util.Optional;

/**
 * What the outage rule needs to know of one probe run that came to a verdict.
 *
 * @param scheduledAt when it was due, which also names it
 * @param finishedAt when its verdict was there
 * @param failure why it failed; empty for a good run
 */
public record Run(Instant scheduledAt, Instant finishedAt, Optional<Failure> failure) {
  /** {@return whether the run was good} */
  public boolean good() {
    return failure.isEmpty();
  }

  /**
   * Why a run failed.
   *
   * @param phase where it failed, such as {@code connect}
   * @param reason the closed reason's label, such as {@code timeout}
   * @param detail one sentence for people, without secrets
   * @param traceId the run's trace, where one was kept
   */
  public record Failure(String phase, String reason, String detail, Optional<String> traceId) {}
}
