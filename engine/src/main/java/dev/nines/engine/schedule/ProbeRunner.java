package dev.nines.engine.schedule;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultWriter;
import dev.nines.engine.results.RunKey;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.HttpStepsSpec;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.TcpSpec;
import dev.nines.probe.net.RunContext;
import dev.nines.probe.run.Prober;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one run of one probe, from its gate to its result. Thread-safe. */
public final class ProbeRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeRunner.class);

  private final String location;
  private final Prober prober;
  private final RunGates gates;
  private final RunTracing tracing;
  private final ResultWriter writer;
  private final LatestRuns latest;
  private final RunMetrics metrics;
  private final InstantSource clock;

  /**
   * Puts together what a run needs.
   *
   * @param location where this instance stands
   * @param prober asks the targets
   * @param gates limit the concurrent runs
   * @param tracing makes the traces
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
      ResultWriter writer,
      LatestRuns latest,
      RunMetrics metrics,
      InstantSource clock) {
    this.location = location;
    this.prober = prober;
    this.gates = gates;
    this.tracing = tracing;
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
      metrics.unknown(UnknownCause.LATE);
      return;
    }
    var host = host(probe.spec());
    var full = gates.enter(host);
    if (full.isPresent()) {
      metrics.unknown(full.get());
      return;
    }
    try {
      metrics.started(lateness);
      var trace = tracing.start(probe, location, scheduledAt);
      var run = prober.run(probe.spec(), RunContext.traced(trace.headers()));
      trace.end(run);
      var own = run.failure().filter(failure -> failure.reason() == FailureReason.PROBER);
      if (own.isPresent()) { // such as no free port, or an end that does not wait for the target
        metrics.unknown(UnknownCause.PROBER_FAULT);
        LOG.warn("a run of probe {} is unknown: {}", probe.name(), own.get().detail());
        return;
      }
      var result =
          ProbeResult.of(
              new RunKey(probe.name(), location, scheduledAt), lateness, run, trace.traceId());
      writer.offer(result);
      latest.put(result, run);
      metrics.finished(run);
    } catch (RuntimeException e) { // the prober's own fault is not the target's: unknown
      metrics.unknown(UnknownCause.PROBER_FAULT);
      LOG.error("a run of probe {} failed in the prober itself", probe.name(), e);
    } finally {
      gates.leave(host);
    }
  }

  private static String host(ProbeSpec spec) {
    return switch (spec) {
      case HttpSpec http -> http.host();
      case HttpStepsSpec steps -> steps.host();
      case TcpSpec tcp -> tcp.host();
    };
  }
}
