package dev.nines.engine.schedule;

import dev.nines.engine.results.ProbeResult;
import dev.nines.probe.ProbeRun;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The last run of each probe that this instance made or owed. Thread-safe. */
public final class LatestRuns {
  private final Map<String, LatestRun> runs = new ConcurrentHashMap<>();
  private final Map<String, UnknownRun> unknown = new ConcurrentHashMap<>();

  /** Knows no run yet. */
  public LatestRuns() {}

  /**
   * A run and all it saw.
   *
   * @param result what is stored of it
   * @param run everything
   */
  public record LatestRun(ProbeResult result, ProbeRun run) {}

  /**
   * A run that was due and tells nothing of its target.
   *
   * @param scheduledAt when it was due
   * @param cause why it tells nothing
   * @param detail the same in a sentence, and what it saw where it was made
   */
  public record UnknownRun(Instant scheduledAt, UnknownCause cause, String detail) {}

  void put(ProbeResult result, ProbeRun run) {
    runs.put(result.key().probe(), new LatestRun(result, run));
    unknown.remove(result.key().probe());
  }

  void put(String probe, UnknownRun run) {
    unknown.put(probe, run);
  }

  /**
   * Looks one up.
   *
   * @param probe the probe's name
   * @return its last run, where this instance made one
   */
  public Optional<LatestRun> of(String probe) {
    return Optional.ofNullable(runs.get(probe));
  }

  /**
   * Looks up whether a probe's newest run is unknown.
   *
   * @param probe the probe's name
   * @return the run, where it came after {@link #of} the probe
   */
  public Optional<UnknownRun> unknown(String probe) {
    return Optional.ofNullable(unknown.get(probe));
  }

  /**
   * Forgets the probes that are no longer declared.
   *
   * @param declared names of the probes that are
   */
  public void retain(Set<String> declared) {
    runs.keySet().retainAll(declared);
    unknown.keySet().retainAll(declared);
  }
}
