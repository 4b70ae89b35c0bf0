package dev.nines.engine.failures;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;

import dev.nines.engine.results.BatchParticipant;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the last failed runs of every probe, and knows the very last without asking the database.
 * Thread-safe.
 */
public final class FailedRuns implements BatchParticipant {
  private final NameIds ids;
  private final Map<String, ProbeResult> last = new ConcurrentHashMap<>();

  /**
   * Keeps failed runs.
   *
   * @param ids the names' numbers
   */
  public FailedRuns(NameIds ids) {
    this.ids = ids;
  }

  /**
   * Stands up again from what is stored. The caller sees to it that no batch is stored meanwhile.
   *
   * @param handle the database
   * @param location this instance's location
   */
  public void resume(Handle handle, String location) {
    last.clear();
    FailedRunTable.lastOfEach(handle, location, this::remember);
  }

  @Override
  public Runnable store(Handle handle, List<ProbeResult> inserted) {
    var failed = inserted.stream().filter(result -> !result.sample().success()).toList();
    if (failed.isEmpty()) {
      return () -> {};
    }
    FailedRunTable.add(handle, ids, newest(failed));
    return () -> failed.forEach(this::remember);
  }

  /** A batch from the spool may have more of a probe than are kept. */
  private static List<ProbeResult> newest(List<ProbeResult> failed) {
    return failed.stream().collect(groupingBy(FailedRuns::probeAt)).values().stream()
        .flatMap(runs ->
            runs.stream()
                .sorted(comparing((ProbeResult run) -> run.key().scheduledAt()).reversed())
                .limit(FailedRunTable.MOST))
        .toList();
  }

  private record ProbeAt(String probe, String location) {}

  private static ProbeAt probeAt(ProbeResult run) {
    return new ProbeAt(run.key().probe(), run.key().location());
  }

  private void remember(ProbeResult run) {
    last.merge(
        run.key().probe(),
        run.with(Optional.empty()),
        (one, other) -> other.key().scheduledAt().isBefore(one.key().scheduledAt()) ? one : other);
  }

  /**
   * Looks one up.
   *
   * @param probe the probe's name
   * @return its last failed run that is kept, without evidence
   */
  public Optional<ProbeResult> last(String probe) {
    return Optional.ofNullable(last.get(probe));
  }
}
