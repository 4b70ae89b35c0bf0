package dev.nines.engine.schedule;

import dev.nines.engine.results.ProbeResult;
import dev.nines.probe.ProbeRun;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The last run of each probe that this instance made. Thread-safe. */
public final class LatestRuns {
  private final Map<String, LatestRun> runs = new ConcurrentHashMap<>();

  /** Knows no run yet. */
  public LatestRuns() {}

  /**
   * A run and all it saw.
   *
   * @param result what is stored of it
   * @param run everything
   */
  public record LatestRun(ProbeResult result, ProbeRun run) {}

  void put(ProbeResult result, ProbeRun run) {
    runs.put(result.key().probe(), new LatestRun(result, run));
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
   * Forgets the probes that are no longer declared.
   *
   * @param declared names of the probes that are
   */
  public void retain(Set<String> declared) {
    runs.keySet().retainAll(declared);
  }
}
