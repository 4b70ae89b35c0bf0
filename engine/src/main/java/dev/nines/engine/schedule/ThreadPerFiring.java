package dev.nines.engine.schedule;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.quartz.spi.ThreadPool;

/**
 * Gives Quartz one thread a firing, so that a slow one holds up nobody else. Public because Quartz
 * sets its name by reflection.
 */
public final class ThreadPerFiring implements ThreadPool {
  /** How many firings Quartz may hand over at once. */
  static final int BATCH = 200;

  private final Duration grace;
  private final ExecutorService threads;

  ThreadPerFiring(Duration grace, ThreadFactory factory) {
    this.grace = grace;
    threads = Executors.newThreadPerTaskExecutor(factory);
  }

  @Override
  public boolean runInThread(Runnable runnable) {
    if (threads.isShutdown()) {
      return false;
    }
    threads.execute(runnable);
    return true;
  }

  @Override
  public int blockForAvailableThreads() {
    return BATCH;
  }

  @Override
  public void initialize() {}

  @Override
  public void shutdown(boolean waitForJobsToComplete) {
    threads.shutdown();
    if (waitForJobsToComplete) {
      try {
        if (!threads.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
          threads.shutdownNow(); // a slow target must not hold up the end; its run stays unknown
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public int getPoolSize() {
    return BATCH;
  }

  @Override
  public void setInstanceId(String id) {}

  @Override
  public void setInstanceName(String name) {}
}
