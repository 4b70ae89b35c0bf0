package dev.nines.engine.schedule;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * How many runs may be under way at once, in all and against one host. A full gate drops and
 * counts; nothing queues. Thread-safe.
 */
public final class RunGates {
  private final Semaphore total;
  private final int perHost;
  private final Map<String, Semaphore> hosts = new ConcurrentHashMap<>();

  /**
   * Sets the limits.
   *
   * @param total most runs at once, at least 1
   * @param perHost most runs at once against one host, at least 1
   */
  public RunGates(int total, int perHost) {
    this.total = new Semaphore(total);
    this.perHost = perHost;
  }

  /**
   * Asks to go in.
   *
   * @param host the target's host
   * @return the gate that is full; empty when the run may be made, and then {@link #leave} is owed
   */
  public Optional<UnknownCause> enter(String host) {
    var atHost = hosts.computeIfAbsent(host, _ -> new Semaphore(perHost));
    if (!total.tryAcquire()) {
      return Optional.of(UnknownCause.GATE_TOTAL);
    }
    if (!atHost.tryAcquire()) {
      total.release();
      return Optional.of(UnknownCause.GATE_HOST);
    }
    return Optional.empty();
  }

  /**
   * Asks to go in for a run that somebody waits for, whatever the host.
   *
   * @return whether the run may be made, and then {@link #leave()} is owed
   */
  public boolean enter() {
    return total.tryAcquire();
  }

  /** Goes out after {@link #enter()}. */
  public void leave() {
    total.release();
  }

  /**
   * Goes out.
   *
   * @param host the host of the run that went in
   */
  public void leave(String host) {
    Objects.requireNonNull(hosts.get(host), host).release();
    total.release();
  }
}
