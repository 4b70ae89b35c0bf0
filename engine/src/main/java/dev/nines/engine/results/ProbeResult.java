package dev.nines.engine.results;

import dev.nines.engine.evidence.Evidence;
import dev.nines.engine.evidence.Excerpt;
import dev.nines.probe.Failure;
import dev.nines.probe.Phase;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import dev.nines.slo.Measure;
import dev.nines.slo.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What is kept of one run. Durations are cut to whole microseconds, as the database has them, so
 * that a judgement made now is the judgement made again from the stored row.
 *
 * @param key which run it was
 * @param lateness how long after its scheduled time it started, at least zero
 * @param sample verdict and durations, as SLIs judge them
 * @param status the HTTP status, where there was one
 * @param finding why it failed, where it did; where it is good but degraded, what is slow
 * @param traceId the run's trace, where it had one
 * @param evidence what it saw, where it failed and there was room to keep it
 */
public record ProbeResult(
    RunKey key,
    Duration lateness,
    Sample sample,
    Optional<Integer> status,
    Optional<Failure> finding,
    Optional<String> traceId,
    Optional<Evidence> evidence) {
  /** Most bytes of a sentence on what was found, which may quote what a target has said. */
  private static final int MOST_DETAIL = 2_000;

  /**
   * Checks that the whole run was measured, and takes out of what a target has said what PostgreSQL
   * has no room for: it would refuse the whole batch.
   */
  public ProbeResult {
    if (!sample.nanos().containsKey(Measure.TOTAL)) {
      throw new IllegalArgumentException("total not measured: " + key);
    }
    finding = finding.map(f -> f.with(Excerpt.of(f.detail(), MOST_DETAIL)));
  }

  /**
   * A result of which no more is kept.
   *
   * @param key which run it was
   * @param lateness how long after its scheduled time it started, at least zero
   * @param sample verdict and durations, as SLIs judge them
   * @param status the HTTP status, where there was one
   * @param finding why it failed, where it did; where it is good but degraded, what is slow
   * @param traceId the run's trace, where it had one
   */
  public ProbeResult(
      RunKey key,
      Duration lateness,
      Sample sample,
      Optional<Integer> status,
      Optional<Failure> finding,
      Optional<String> traceId) {
    this(key, lateness, sample, status, finding, traceId, Optional.empty());
  }

  private static final long MICRO = TimeUnit.MICROSECONDS.toNanos(1);

  /**
   * Keeps what is kept of a run.
   *
   * @param key which run it was
   * @param lateness how long after its scheduled time it started; below zero counts as zero
   * @param run what it saw
   * @param traceId the run's trace, where it had one
   * @return the result
   */
  public static ProbeResult of(
      RunKey key, Duration lateness, ProbeRun run, Optional<String> traceId) {
    var nanos = new EnumMap<Measure, Long>(Measure.class);
    nanos.put(Measure.TOTAL, cut(run.durationNanos()));
    for (var phase : Phase.values()) {
      run.phaseNanos(phase).ifPresent(value -> nanos.put(measure(phase), cut(value)));
    }
    return new ProbeResult(
        key,
        Duration.ofNanos(cut(Math.max(0, lateness.toNanos()))),
        new Sample(run.success(), nanos),
        run.http().map(http -> http.status()),
        finding(run.outcome()),
        traceId,
        run.failure().map(_ -> Evidence.of(run)));
  }

  /**
   * Keeps other evidence.
   *
   * @param other what the run saw
   * @return the changed result
   */
  public ProbeResult with(Optional<Evidence> other) {
    return new ProbeResult(key, lateness, sample, status, finding, traceId, other);
  }

  private static Optional<Failure> finding(ProbeOutcome outcome) {
    return switch (outcome) {
      case ProbeOutcome.Up _ -> Optional.empty();
      case ProbeOutcome.Degraded(var finding) -> Optional.of(finding);
      case ProbeOutcome.Failed(var failure) -> Optional.of(failure);
    };
  }

  /** {@return why it failed, where it did} */
  public Optional<Failure> failure() {
    return finding.filter(_ -> !sample.success());
  }

  /** {@return whether it is good, but slower than it should be} */
  public boolean degraded() {
    return finding.isPresent() && sample.success();
  }

  /** {@return when the run had its verdict: scheduled time + lateness + duration} */
  public Instant finishedAt() {
    return key.scheduledAt().plus(lateness).plus(total());
  }

  /** {@return how long the whole run took} */
  public Duration total() {
    return Duration.ofNanos(Objects.requireNonNull(sample.nanos().get(Measure.TOTAL)));
  }

  private static long cut(long nanos) {
    return nanos / MICRO * MICRO;
  }

  private static Measure measure(Phase phase) {
    return switch (phase) {
      case RESOLVE -> Measure.RESOLVE;
      case CONNECT -> Measure.CONNECT;
      case TLS -> Measure.TLS;
      case PROCESSING -> Measure.PROCESSING;
      case TRANSFER -> Measure.TRANSFER;
    };
  }
}
