package dev.nines.engine.remotewrite;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Rounds that wait to be sent, oldest first. Beyond a bound the oldest rounds go: what is newer is
 * worth more, and receivers refuse what is old. Thread-safe.
 */
final class Backlog {
  /** An hour, with a round a minute. */
  static final int MOST_ROUNDS = 60;

  private final long mostBytes;
  private final Deque<Batch> batches = new ArrayDeque<>();
  private int rounds;
  private long bytes;
  private long samples;

  /**
   * Nothing waits.
   *
   * @param mostBytes of all rounds, as they are sent; the newest one waits however large it is
   */
  Backlog(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * Lets a round wait.
   *
   * @param round one at least, all of one time
   * @return how many samples had to go
   */
  synchronized long add(List<Batch> round) {
    round.forEach(batch -> {
      batches.add(batch);
      bytes += batch.body().size();
      samples += batch.samples();
    });
    rounds++;
    var before = samples;
    while (rounds > 1 && (rounds > MOST_ROUNDS || bytes > mostBytes)) {
      var oldest = batches.getFirst().at();
      while (batches.getFirst().at().equals(oldest)) {
        removeFirst();
      }
    }
    notifyAll();
    return before - samples;
  }

  /** Waits for the oldest batch, which stays here. */
  synchronized Batch first() throws InterruptedException {
    while (batches.isEmpty()) {
      wait();
    }
    return batches.getFirst();
  }

  /**
   * Ends the wait of a batch.
   *
   * @return whether it was still here
   */
  synchronized boolean remove(Batch batch) {
    var here = batch.equals(batches.peekFirst());
    if (here) {
      removeFirst();
    }
    return here;
  }

  /** A round is over with its last batch. */
  private void removeFirst() {
    var batch = batches.removeFirst();
    bytes -= batch.body().size();
    samples -= batch.samples();
    if (batches.isEmpty() || isOther(batch.at())) {
      rounds--;
    }
  }

  private boolean isOther(Instant round) {
    return !batches.getFirst().at().equals(round);
  }

  /** {@return how many samples wait} */
  synchronized long samples() {
    return samples;
  }
}
