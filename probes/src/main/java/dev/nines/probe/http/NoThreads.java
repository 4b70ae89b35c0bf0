package dev.nines.probe.http;

import java.util.concurrent.BlockingQueue;
import okhttp3.internal.concurrent.TaskRunner;

/**
 * Runs nothing of what OkHttp would do on the side. Its pool wakes a thread at every connection, to
 * close those that are idle: here there never is one, and the thread and the run wait for each
 * other's locks.
 */
final class NoThreads implements TaskRunner.Backend {
  @Override
  public long nanoTime() {
    return 0;
  }

  @Override
  public void coordinatorNotify(TaskRunner runner) {
    // nobody waits
  }

  @Override
  public void coordinatorWait(TaskRunner runner, long nanos) {
    // nobody waits
  }

  @Override
  public <T> BlockingQueue<T> decorate(BlockingQueue<T> queue) {
    return queue;
  }

  @Override
  public void execute(TaskRunner runner, Runnable task) {
    // nothing is left to do
  }
}
