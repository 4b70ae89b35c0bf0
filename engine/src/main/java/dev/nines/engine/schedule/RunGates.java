package dev.nines.engine.schedule;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/**
 * How many runs may be under way at once, in all and against one port of one host. A full gate
 * drops and counts; nothing queues. Thread-safe.
 */
public final class RunGates {
  private final int most;
  private final Semaphore total;
  private final int perHost;
  private final ConcurrentMap<String, Integer> hosts = new ConcurrentHashMap<>();

  /**
   * Sets the limits.
   *
   * @param total most runs at once, at least 1
   * @param perHost most runs at once against one host and port, at least 1
   */
  public RunGates(int total, int perHost) {
    this.most = total;
    this.total = new Semaphore(total);
    this.perHost = perHost;
  }

  /**
   * Asks to go in.
   *
   * @param host the target's host and port
   * @return the gate that is full; empty when the run may be made, and then {@link #leave} is owed
   */
  public Optional<UnknownCause> enter(String host) {
    if (!total.tryAcquire()) {
      return Optional.of(UnknownCause.GATE_TOTAL);
    }
    if (!entered(host)) {
      total.release();
      return Optional.of(UnknownCause.GATE_HOST);
    }
    return Optional.empty();
  }

  private boolean entered(String host) {
    var entered = new boolean[1];
    hosts.compute(
        host,
        (_, inside) -> {
          var before = inside == null ? 0 : inside;
          entered[0] = before < perHost;
          return entered[0] ? before + 1 : before;
        });
    return entered[0];
  }

  /** {@return how many runs are under way} */
  public int inside() {
    return most - total.availablePermits();
  }

  /**
   * Goes out.
   *
   * @param host the host and port of the run that went in
   */
  public void leave(String host) {
    // who asks /probe names the hosts: one that nobody is in must not be kept
    hosts.computeIfPresent(host, (_, inside) -> inside == 1 ? null : inside - 1);
    total.release();
  }
}
