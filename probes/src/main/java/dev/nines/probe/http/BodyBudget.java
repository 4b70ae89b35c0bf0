package dev.nines.probe.http;

import dev.nines.probe.FailureReason;
import dev.nines.probe.net.ProbeFault;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of the heap the bodies that are kept may take at once, over all runs of the process. A
 * run for which there is no room is refused at once and does not wait: it holds its connection, and
 * its time would be charged to the target.
 *
 * <p>The start of each body needs no room, so that an ordinary probe is never refused; that much is
 * bounded by the number of runs.
 *
 * <p>Thread-safe.
 */
public final class BodyBudget {
  /**
   * The one of this process: a quarter of the largest heap. The search of a body takes more beside
   * it, as text and as values, but on as many threads as there are processors only.
   */
  public static final BodyBudget OF_PROCESS = new BodyBudget(Runtime.getRuntime().maxMemory() / 4);

  /** Bytes of each body that need no room. */
  public static final long FREE = 64 * 1024;

  private static final long PIECE = 64 * 1024;

  private final long most;
  private final AtomicLong taken = new AtomicLong();

  /**
   * Sets the budget.
   *
   * @param most bytes that may be kept at once
   */
  public BodyBudget(long most) {
    this.most = most;
  }

  /** {@return bytes that are taken now} */
  public long taken() {
    return taken.get();
  }

  /** {@return the longest body that one run may keep while there is no other, in bytes} */
  long longest() {
    return FREE + most / PIECE * PIECE;
  }

  private boolean take() {
    for (var before = taken.get(); before + PIECE <= most; before = taken.get()) {
      if (taken.compareAndSet(before, before + PIECE)) {
        return true;
      }
    }
    return false;
  }

  Room room() {
    return new Room();
  }

  /** What one run takes. Not thread-safe; nothing is taken any more when it is closed. */
  final class Room implements AutoCloseable {
    private long own;

    /** {@return the longest body that may be kept, in bytes} */
    long longest() {
      return BodyBudget.this.longest();
    }

    /**
     * Takes what a body needs that has grown.
     *
     * @param bytes all that is kept of it
     * @throws ProbeFault when others have taken too much
     */
    void grow(long bytes) throws ProbeFault {
      while (bytes > FREE + own) {
        if (!take()) {
          throw new ProbeFault(
              FailureReason.OVERLOADED,
              "the bodies that other runs keep left no room for this one: they take all of "
                  + most
                  + " bytes");
        }
        own += PIECE;
      }
    }

    @Override
    public void close() {
      if (own > 0) {
        taken.addAndGet(-own);
        own = 0;
      }
    }
  }
}
