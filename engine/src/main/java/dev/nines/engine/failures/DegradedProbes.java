package dev.nines.engine.failures;

import dev.nines.engine.results.BatchParticipant;
import dev.nines.engine.results.ProbeResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/** Of which probes was the latest stored run good, but slower than it should be? Thread-safe. */
public final class DegradedProbes implements BatchParticipant {
  private final Map<String, Latest> latest = new ConcurrentHashMap<>();

  private record Latest(Instant scheduledAt, boolean degraded) {
    private static Latest later(Latest one, Latest other) {
      return other.scheduledAt.isBefore(one.scheduledAt) ? one : other;
    }
  }

  /** Knows of no run yet. */
  public DegradedProbes() {}

  /**
   * Stands up again from what is stored. The caller sees to it that no batch is stored meanwhile.
   *
   * @param newest the last stored result of each probe at this instance's location
   */
  public void resume(List<ProbeResult> newest) {
    latest.clear();
    newest.forEach(this::remember);
  }

  @Override
  public Runnable store(Handle handle, List<ProbeResult> inserted) {
    return () -> inserted.forEach(this::remember);
  }

  /** What comes late, from the spool, says nothing of now. */
  private void remember(ProbeResult result) {
    latest.merge(
        result.key().probe(),
        new Latest(result.key().scheduledAt(), result.degraded()),
        Latest::later);
  }

  /**
   * Asks for a probe.
   *
   * @param probe its name
   * @return whether its latest run was degraded
   */
  public boolean contains(String probe) {
    var run = latest.get(probe);
    return run != null && run.degraded();
  }
}
