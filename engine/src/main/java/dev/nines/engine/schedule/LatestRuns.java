package dev.nines.engine.schedule;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.results.ProbeResult;
import dev.nines.probe.ProbeRun;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The last run of each probe that runs here, and the one that is owed since. A run that is still
 * under way when its probe goes does not bring it back. Thread-safe.
 */
public final class LatestRuns {
  private static final Known NOTHING = new Known(Optional.empty(), Optional.empty());

  private final Map<String, Known> known = new ConcurrentHashMap<>();

  private record Known(Optional<LatestRun> run, Optional<UnknownRun> unknown) {}

  /** Knows no probe yet. */
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
    var newest = new Known(Optional.of(new LatestRun(result, run)), Optional.empty());
    known.computeIfPresent(result.key().probe(), (_, _) -> newest);
  }

  void put(String probe, UnknownRun run) {
    known.computeIfPresent(probe, (_, before) -> new Known(before.run(), Optional.of(run)));
  }

  /**
   * Looks one up.
   *
   * @param probe the probe's name
   * @return its last run, where this instance made one
   */
  public Optional<LatestRun> of(String probe) {
    return known.getOrDefault(probe, NOTHING).run();
  }

  /**
   * Looks up whether a probe's newest run is unknown.
   *
   * @param probe the probe's name
   * @return the run, where it came after {@link #of} the probe
   */
  public Optional<UnknownRun> unknown(String probe) {
    return known.getOrDefault(probe, NOTHING).unknown();
  }

  /**
   * Takes over which probes run here, before they do, and forgets the others.
   *
   * @param here those probes
   */
  public void follow(Collection<ProbeDeclaration> here) {
    var names = here.stream().map(ProbeDeclaration::name).collect(Collectors.toSet());
    known.keySet().retainAll(names);
    names.forEach(name -> known.putIfAbsent(name, NOTHING));
  }
}
