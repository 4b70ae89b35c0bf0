package dev.nines.engine.schedule;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.schedule.RunTracing.RunTrace;
import dev.nines.probe.FailureReason;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.net.RunContext;
import dev.nines.probe.run.Prober;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs a declared probe because somebody asks for it, beside its schedule: through the same gates,
 * each probe once at a time. Nothing of such a run is stored, counted or shown in a metric, since
 * it is on no grid. Thread-safe.
 */
public final class OnDemandRuns {
  private final String location;
  private final Prober prober;
  private final RunGates gates;
  private final RunTracing tracing;
  private final InstantSource clock;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  /**
   * Puts together what a run needs.
   *
   * @param location where this instance stands
   * @param prober asks the targets
   * @param gates limit the concurrent runs
   * @param tracing makes the traces
   * @param clock wall-clock time
   */
  public OnDemandRuns(
      String location, Prober prober, RunGates gates, RunTracing tracing, InstantSource clock) {
    this.location = location;
    this.prober = prober;
    this.gates = gates;
    this.tracing = tracing;
    this.clock = clock;
  }

  /** What comes of asking for a run. */
  public sealed interface Answer {
    /**
     * The run was made.
     *
     * @param began when it began
     * @param location where it ran
     * @param run what it saw
     * @param traceId its trace, where there is one
     */
    record Made(Instant began, String location, ProbeRun run, Optional<String> traceId)
        implements Answer {}

    /** Somebody asked for the same before, and still waits. */
    record UnderWay() implements Answer {}

    /**
     * A gate is full.
     *
     * @param gate which
     */
    record Full(UnknownCause gate) implements Answer {}

    /**
     * The run was made, but other runs left no room for what came back.
     *
     * @param detail a sentence
     */
    record Overloaded(String detail) implements Answer {}
  }

  /**
   * Makes a run and waits for it, for its timeout at most.
   *
   * @param probe what to run
   * @return the run, or why it was not made
   */
  public Answer run(ProbeDeclaration probe) {
    if (!underWay.add(probe.name())) {
      return new Answer.UnderWay();
    }
    try {
      return throughTheGates(probe);
    } finally {
      underWay.remove(probe.name());
    }
  }

  private Answer throughTheGates(ProbeDeclaration probe) {
    var host = probe.spec().hostPort();
    var full = gates.enter(host);
    if (full.isPresent()) {
      return new Answer.Full(full.get());
    }
    var trace = RunTrace.NONE;
    try {
      var began = clock.instant();
      trace = tracing.start(probe, location, began);
      var run = prober.run(probe.spec(), RunContext.traced(trace.headers()));
      trace.end(run);
      var overload = run.failure().filter(f -> f.reason() == FailureReason.OVERLOADED);
      return overload.isPresent()
          ? new Answer.Overloaded(overload.get().detail())
          : new Answer.Made(began, location, run, trace.traceId());
    } catch (RuntimeException e) { // whoever asked is told
      trace.fail(e);
      throw e;
    } finally {
      gates.leave(host);
    }
  }
}
