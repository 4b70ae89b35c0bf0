package dev.nines.engine.schedule;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultWriter;
import dev.nines.engine.results.RunKey;
import dev.nines.engine.schedule.LatestRuns.UnknownRun;
import dev.nines.engine.schedule.RunTracing.RunTrace;
import dev.nines.engine.selfcheck.RunSpan;
import dev.nines.engine.selfcheck.SelfCheck;
import dev.nines.engine.telemetry.SpanScope;
import dev.nines.probe.FailureReason;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.net.RunContext;
import dev.nines.probe.run.Prober;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one run of one probe, from its gate to its result. Thread-safe. */
public final class ProbeRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeRunner.class);

  private final String location;
  private final Prober prober;
  private final RunGates gates;
  private final RunTracing tracing;
  private final SelfCheck selfCheck;
  private final ResultWriter writer;
  private final LatestRuns latest;
  private final RunMetrics metrics;
  private final InstantSource clock;
  private final Turns turns = new Turns();

  /**
   * Puts together what a run needs.
   *
   * @param location where this instance stands
   * @param prober asks the targets
   * @param gates limit the concurrent runs
   * @param tracing makes the traces
   * @param selfCheck tells whether this instance was cut off
   * @param writer takes the results
   * @param latest keeps the last run of each probe
   * @param metrics counts the runs
   * @param clock wall-clock time, for lateness only
   */
  public ProbeRunner(
      String location,
      Prober prober,
      RunGates gates,
      RunTracing tracing,
      SelfCheck selfCheck,
      ResultWriter writer,
      LatestRuns latest,
      RunMetrics metrics,
      InstantSource clock) {
    this.location = location;
    this.prober = prober;
    this.gates = gates;
    this.tracing = tracing;
    this.selfCheck = selfCheck;
    this.writer = writer;
    this.latest = latest;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Makes a run, or counts why it was not made.
   *
   * @param probe what to run
   * @param scheduledAt which run it is
   */
  public void run(ProbeDeclaration probe, Instant scheduledAt) {
    var lateness = Duration.between(scheduledAt, clock.instant());
    if (lateness.compareTo(probe.interval()) > 0) {
      unknown(
          probe,
          scheduledAt,
          UnknownCause.LATE,
          "it would have started more than an interval late");
      return;
    }
    var host = probe.spec().hostPort();
    var full = gates.enter(host);
    if (full.isPresent()) {
      unknown(probe, scheduledAt, full.get(), "too many other runs were under way");
      return;
    }
    turns.enter(probe.name(), scheduledAt);
    try {
      make(probe, scheduledAt, lateness, host)
          .ifPresent(made -> settle(probe, scheduledAt, lateness, made));
    } finally {
      turns.leave(probe.name(), scheduledAt);
    }
  }

  private Optional<Made> make(
      ProbeDeclaration probe, Instant scheduledAt, Duration lateness, String host) {
    var trace = RunTrace.NONE;
    try {
      metrics.started(lateness);
      trace = tracing.start(probe, location, scheduledAt);
      var run = prober.run(probe.spec(), RunContext.traced(trace.headers()));
      var span = selfCheck.justEnded(run.durationNanos());
      trace.end(run);
      return Optional.of(new Made(run, span, trace.traceId()));
    } catch (RuntimeException e) {
      trace.fail(e);
      failed(probe, scheduledAt, trace.traceId(), e);
      return Optional.empty();
    } finally {
      gates.leave(host);
    }
  }

  /** The prober's own fault is not the target's: unknown. */
  private void failed(
      ProbeDeclaration probe, Instant scheduledAt, Optional<String> traceId, RuntimeException why) {
    unknown(probe, scheduledAt, UnknownCause.PROBER_FAULT, "the prober itself failed");
    try (var _ = SpanScope.afterRun(traceId)) {
      LOG.error("a run of probe {} failed in the prober itself", probe.name(), why);
    }
  }

  private record Made(ProbeRun run, RunSpan span, Optional<String> traceId) {}

  /** In the order in which the runs of a probe were due: what follows from results goes by it. */
  private void settle(ProbeDeclaration probe, Instant scheduledAt, Duration lateness, Made made) {
    try (var _ = SpanScope.afterRun(made.traceId())) { // log lines tell which run
      turns.await(probe.name(), scheduledAt);
      var failure = made.run().failure();
      if (failure.filter(f -> f.reason() == FailureReason.OVERLOADED).isPresent()) {
        unknown(probe, scheduledAt, UnknownCause.GATE_BODIES, failure.get().detail());
      } else if (failure.filter(f -> f.reason() == FailureReason.PROBER).isPresent()) {
        // such as no free port, or an end that does not wait for the target
        unknown(probe, scheduledAt, UnknownCause.PROBER_FAULT, failure.get().detail());
        LOG.warn("a run of probe {} is unknown: {}", probe.name(), failure.get().detail());
      } else if (failure.isPresent() && selfCheck.excuses(made.span())) {
        var detail = failure.get().detail() + "; no self-check target answered either";
        unknown(probe, scheduledAt, UnknownCause.SELF_CHECK, detail);
        LOG.debug("a run of probe {} is unknown: {}", probe.name(), detail);
      } else {
        var key = new RunKey(probe.name(), location, scheduledAt);
        var result = ProbeResult.of(key, lateness, made.run(), made.traceId());
        writer.offer(result);
        latest.put(result, made.run());
        metrics.finished(probe, location, made.run(), made.traceId());
      }
    } catch (InterruptedException e) { // an end that waits for nothing
      Thread.currentThread().interrupt();
      unknown(probe, scheduledAt, UnknownCause.PROBER_FAULT, "Nines stopped before it was judged");
    } catch (RuntimeException e) {
      failed(probe, scheduledAt, made.traceId(), e);
    }
  }

  private void unknown(
      ProbeDeclaration probe, Instant scheduledAt, UnknownCause cause, String detail) {
    metrics.unknown(cause);
    latest.put(probe.name(), new UnknownRun(scheduledAt, cause, detail));
  }
}
