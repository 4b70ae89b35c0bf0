package dev.nines.benchmarks.sidebyside;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Shares turns out among a few virtual threads: as many as a Prometheus has scrapes under way. */
final class Concurrently {
  private static final int THREADS = 8;

  private Concurrently() {}

  /** The turns that are left. */
  interface Turns {
    /** {@return whether there is one more for the caller} */
    boolean next();
  }

  /** What one thread does. */
  interface Work {
    /**
     * Takes turns until there is none left.
     *
     * @param turns shared with the other threads
     * @throws IOException if one fails
     */
    void take(Turns turns) throws IOException;
  }

  static void repeat(int times, Work work) throws IOException, InterruptedException {
    var left = new AtomicInteger(times);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (var i = 0; i < THREADS; i++) {
        running.add(
            threads.submit(() -> {
              work.take(() -> left.getAndDecrement() > 0);
              return null;
            }));
      }
      for (var one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }
}
