package dev.nines.probe.net;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends runs on time. One daemon thread serves all runs of a prober: socket time-outs would not do,
 * since a peer that drips one byte a second never meets them.
 *
 * <p>Thread-safe.
 */
public final class Deadlines implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer;

  /** Starts no thread until the first deadline. */
  public Deadlines() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("nines-probe-deadlines").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * Starts the clock of one run.
   *
   * @param timeout how long the run may take
   * @return its deadline; close it when the run is over
   */
  public Deadline start(Duration timeout) {
    var deadline = new Deadline(timeout);
    deadline.alarm(timer.schedule(deadline::pass, timeout.toNanos(), TimeUnit.NANOSECONDS));
    return deadline;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
