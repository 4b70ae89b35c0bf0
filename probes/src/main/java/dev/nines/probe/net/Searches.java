package dev.nines.probe.net;

import dev.nines.probe.FailureReason;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks through what targets answered. A long search would hold one of the few threads that carry
 * all runs, since a virtual thread gives its carrier back only where it waits. So it is made by a
 * platform thread, of which there are no more than processors, and its run waits for it to the
 * run's deadline at most.
 *
 * <p>Searches look at the deadline now and then by {@link Deadline#check}, by which they end by
 * themselves soon after their run has: nothing could interrupt them.
 *
 * <p>Thread-safe.
 */
public final class Searches implements AutoCloseable {
  /**
   * Most steps of a search that the run makes by itself, which take 20 ms or so: 64 KiB, for a
   * pattern of usual size.
   */
  static final long MOST_INLINE = 64 * 1024 * 32;

  private final ThreadPoolExecutor pool;

  /** Starts no thread until the first long search. */
  public Searches() {
    this(Math.max(2, Runtime.getRuntime().availableProcessors()));
  }

  Searches(int threads) {
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // of runs, which the gates count
            Thread.ofPlatform().daemon().name("nines-probe-search-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * Makes a search.
   *
   * @param steps how long it may take, in places of a pattern that may be tried at a byte: bytes
   *     times the size of the pattern
   * @param deadline of the run
   * @param search what to do; it may go on for a moment after this has thrown, so it changes
   *     nothing that the run knows
   * @param <T> what is found
   * @return what was found
   * @throws ProbeFault when it did not end by the deadline, or could not be made
   */
  public <T> T make(long steps, Deadline deadline, Supplier<T> search) throws ProbeFault {
    try {
      return steps <= MOST_INLINE ? search.get() : beside(deadline, search);
    } catch (Deadline.Overdue _) {
      throw overdue(deadline);
    } catch (RuntimeException | StackOverflowError e) {
      throw impossible(e);
    }
  }

  private <T> T beside(Deadline deadline, Supplier<T> search) throws ProbeFault {
    var left = deadline.left();
    if (left.isZero()) {
      throw overdue(deadline);
    }
    var begun = new AtomicBoolean();
    var task =
        new FutureTask<T>(() -> {
          begun.set(true);
          return search.get();
        });
    pool.execute(task);
    try {
      return task.get(left.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      forget(task);
      throw begun.get()
          ? overdue(deadline)
          : new ProbeFault(
              FailureReason.OVERLOADED,
              "no thread was free to search the answer within "
                  + Durations.text(deadline.timeout()));
    } catch (InterruptedException _) {
      forget(task);
      Thread.currentThread().interrupt();
      throw new ProbeFault(FailureReason.PROBER, "the run was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Deadline.Overdue late) {
        throw late;
      }
      throw impossible(e.getCause());
    }
  }

  /** What it holds of the answer goes with it, as soon as it sees that its run is over. */
  private void forget(FutureTask<?> task) {
    task.cancel(false);
    pool.remove(task);
  }

  private static ProbeFault overdue(Deadline deadline) {
    return new ProbeFault(
        FailureReason.TIMEOUT,
        "the search in the answer did not end within " + Durations.text(deadline.timeout()));
  }

  /** The text is left out: it may quote the answer. */
  private static ProbeFault impossible(@Nullable Throwable cause) {
    return new ProbeFault(
        FailureReason.PROBER,
        "the answer could not be searched: "
            + (cause == null ? "no reason given" : cause.getClass().getSimpleName()));
  }

  /** Stops the threads, once their searches are over. */
  @Override
  public void close() {
    pool.shutdownNow();
  }
}
