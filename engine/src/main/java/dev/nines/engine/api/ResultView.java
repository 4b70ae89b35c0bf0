package dev.nines.engine.api;

import dev.nines.engine.results.ProbeResult;
import dev.nines.probe.Failure;
import dev.nines.slo.Measure;
import dev.nines.slo.time.Seconds;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A run as the API shows it.
 *
 * @param scheduledAt when it was due
 * @param location where it ran
 * @param success its verdict
 * @param degraded whether it is good, but slower than it should be
 * @param reason why it failed or is degraded, in one word of a closed set
 * @param phase where it failed, or is slow
 * @param detail why it failed or is degraded, in a sentence
 * @param status the HTTP status
 * @param durationSeconds the whole run
 * @param latenessSeconds start after {@code scheduledAt}
 * @param phases seconds by phase
 * @param traceId its trace
 */
public record ResultView(
    Instant scheduledAt,
    String location,
    boolean success,
    boolean degraded,
    Optional<String> reason,
    Optional<String> phase,
    Optional<String> detail,
    Optional<Integer> status,
    double durationSeconds,
    double latenessSeconds,
    Map<String, Double> phases,
    Optional<String> traceId) {
  static ResultView of(ProbeResult result) {
    var phases = new TreeMap<String, Double>();
    result
        .sample()
        .nanos()
        .forEach((measure, nanos) -> {
          if (measure != Measure.TOTAL) {
            phases.put(measure.label(), Seconds.ofNanos(nanos));
          }
        });
    return new ResultView(
        result.key().scheduledAt(),
        result.key().location(),
        result.sample().success(),
        result.degraded(),
        result.finding().map(finding -> finding.reason().label()),
        result.finding().map(finding -> finding.phase().label()),
        result.finding().map(Failure::detail),
        result.status(),
        Seconds.of(result.total()),
        Seconds.of(result.lateness()),
        phases,
        result.traceId());
  }
}
