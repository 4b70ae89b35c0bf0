package dev.nines.probe.net;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of one run: at that moment whatever the run waits for is cut, so that its blocking call
 * fails at once.
 *
 * <p>Thread-safe: the run sets the cut, the timer's thread makes it.
 */
public final class Deadline implements AutoCloseable {
  private final Duration timeout;
  private @Nullable ScheduledFuture<?> alarm;
  private @Nullable Runnable cut;
  private boolean passed;
  private boolean closed;

  Deadline(Duration timeout) {
    this.timeout = timeout;
  }

  synchronized void alarm(ScheduledFuture<?> alarm) {
    this.alarm = alarm;
  }

  synchronized void pass() {
    passed = true;
    if (cut != null) {
      cut.run();
    }
  }

  /**
   * Says what the run waits for from now on, in place of what it waited for before.
   *
   * @param cut ends the wait; must not block, may run more than once, and runs at once when the
   *     deadline has passed already
   */
  public synchronized void cutting(Runnable cut) {
    this.cut = cut;
    // the timer's thread may be behind on a busy machine, and nobody is asked after the deadline
    passed |= alarm != null && alarm.getDelay(TimeUnit.NANOSECONDS) <= 0;
    if (passed) {
      cut.run();
    }
  }

  /** {@return whether the run's time is over} */
  public synchronized boolean passed() {
    return passed;
  }

  /**
   * Ends what works on for a run whose time is over, or that is over.
   *
   * @throws Overdue if so
   */
  public synchronized void check() {
    if (passed || closed) {
      throw new Overdue();
    }
  }

  /** Nothing more is wanted of a search. */
  public static final class Overdue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Overdue() {
      super("the time of the run is over", null, false, false);
    }
  }

  /** {@return the whole time of the run} */
  public Duration timeout() {
    return timeout;
  }

  /** {@return what is left of it, nothing when it has passed} */
  public synchronized Duration left() {
    return alarm == null
        ? timeout
        : Duration.ofNanos(Math.max(0, alarm.getDelay(TimeUnit.NANOSECONDS)));
  }

  /** Ends the watch; nothing is cut any more. */
  @Override
  public synchronized void close() {
    closed = true;
    cut = null;
    if (alarm != null) {
      alarm.cancel(false);
    }
  }
}
