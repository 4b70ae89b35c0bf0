package dev.nines.engine.schedule;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.probe.ProbeRun;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Makes a trace of every run, or none. */
public interface RunTracing {
  /** No traces: nothing is made, nothing is sent, nothing is kept. */
  RunTracing OFF = (_, _, _) -> RunTrace.NONE;

  /**
   * Begins the trace of a run.
   *
   * @param probe what runs
   * @param location where
   * @param scheduledAt which run it is
   * @return the trace, to be ended with what the run saw
   */
  RunTrace start(ProbeDeclaration probe, String location, Instant scheduledAt);

  /** The trace of one run. */
  interface RunTrace {
    /** The trace of every run while tracing is off. */
    RunTrace NONE =
        new RunTrace() {
          @Override
          public Optional<String> traceId() {
            return Optional.empty();
          }

          @Override
          public Map<String, String> headers() {
            return Map.of();
          }

          @Override
          public void end(ProbeRun run) {}

          @Override
          public void fail(RuntimeException why) {}
        };

    /** {@return the trace id in 32 hexadecimal digits, once it has ended and where it is kept} */
    Optional<String> traceId();

    /** {@return the headers that carry the trace into the target} */
    Map<String, String> headers();

    /**
     * Ends it.
     *
     * @param run what the run saw
     */
    void end(ProbeRun run);

    /**
     * Ends it where there is no run, since the prober itself failed.
     *
     * @param why what it failed with
     */
    void fail(RuntimeException why);
  }
}
