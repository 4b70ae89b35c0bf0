package dev.nines.engine.schedule;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Whose turn is it to bring a result? Of the runs of a probe that are under way at the same time,
 * that which was due first, however long it takes. Thread-safe.
 */
final class Turns {
  private final Map<String, NavigableSet<Instant>> underWay = new HashMap<>();

  /** A run begins; it must {@link #leave}. */
  synchronized void enter(String probe, Instant scheduledAt) {
    underWay.computeIfAbsent(probe, _ -> new TreeSet<>()).add(scheduledAt);
  }

  /** Waits until no run of the probe is under way that was due before this one. */
  synchronized void await(String probe, Instant scheduledAt) throws InterruptedException {
    while (before(probe, scheduledAt)) {
      wait();
    }
  }

  private boolean before(String probe, Instant scheduledAt) {
    var runs = underWay.get(probe);
    return runs != null && runs.lower(scheduledAt) != null;
  }

  /** A run has brought its result, or will bring none. */
  synchronized void leave(String probe, Instant scheduledAt) {
    var runs = underWay.get(probe);
    if (runs != null && runs.remove(scheduledAt)) {
      if (runs.isEmpty()) {
        underWay.remove(probe);
      }
      notifyAll();
    }
  }
}
