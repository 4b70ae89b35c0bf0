package dev.nines.engine.results;

import dev.nines.engine.database.Refusal;
import dev.nines.engine.evidence.Evidence;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes results from the runs and gives them to the store in batches, from a thread of its own; a
 * batch that the database cannot take waits in the spool, and what comes after it waits behind it.
 * {@link #offer} never blocks a run. What failed runs saw is the first to go where room is scarce:
 * their results are stored without it.
 */
public final class ResultWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ResultWriter.class);
  private static final int BATCH = 5_000;
  private static final Duration LINGER = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** More than a minute of the largest load that Nines is measured at. */
  private static final int QUEUE = 50_000;

  /** Most bytes of evidence in memory: 5,000 failures at once, of three thousand bytes each. */
  private static final long EVIDENCE = 16L << 20;

  private final BlockingQueue<ProbeResult> queue = new ArrayBlockingQueue<>(QUEUE);
  private final ResultStore store;
  private final Spool spool;
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();
  private final AtomicLong overflowed = new AtomicLong();
  private final AtomicLong failedBatches = new AtomicLong();
  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong storingNanos = new AtomicLong();
  private final AtomicLong evidence = new AtomicLong();
  private final AtomicLong evidenceLost = new AtomicLong();
  private final Thread writer;
  private final Thread replayer;
  private volatile boolean closing;

  /**
   * Makes a writer that only collects until it is started.
   *
   * @param store where results go
   * @param spool where they wait when it cannot take them
   */
  public ResultWriter(ResultStore store, Spool spool) {
    this.store = store;
    this.spool = spool;
    this.writer = Thread.ofPlatform().name("result-writer").unstarted(this::write);
    this.replayer = Thread.ofVirtual().name("spool-replayer").unstarted(this::replay);
  }

  /**
   * Starts writing, with what a Nines before this one left in the spool. Owed once it is known what
   * follows from a result: what is stored before that would be counted nowhere.
   */
  public synchronized void start() {
    if (writer.getState() == Thread.State.NEW) {
      writer.start();
      replayer.start();
    }
  }

  /**
   * Hands over a result. Where the queue is full (the disk and the database both hang) it is
   * counted and lost, and its run stays unknown.
   *
   * @param result what a run brought
   */
  public void offer(ProbeResult result) {
    var kept = takesRoom(result) ? result : result.with(Optional.empty());
    if (!queue.offer(kept)) {
      overflowed.incrementAndGet();
      evidence.addAndGet(-evidence(kept));
    }
  }

  private boolean takesRoom(ProbeResult result) {
    var bytes = evidence(result);
    if (bytes == 0 || evidence.addAndGet(bytes) <= EVIDENCE) {
      return true;
    }
    evidence.addAndGet(-bytes);
    evidenceLost.incrementAndGet();
    return false;
  }

  private static int evidence(ProbeResult result) {
    return result.evidence().map(Evidence::bytes).orElse(0);
  }

  /** {@return how many results this process has stored} */
  public long stored() {
    return stored.get();
  }

  /** {@return how many results were there already when they came} */
  public long repeated() {
    return repeated.get();
  }

  /** {@return how many results were lost because the spool or the queue was full} */
  public long overflowed() {
    return overflowed.get();
  }

  /** {@return of how many failed runs what they saw was lost for want of room} */
  public long evidenceLost() {
    return evidenceLost.get() + spool.evidenceLeftOut();
  }

  /** {@return how many batches the database has refused or the spool could not give back} */
  public long failedBatches() {
    return failedBatches.get();
  }

  /** {@return how many batches were given to the database} */
  public long batches() {
    return batches.get();
  }

  /** {@return how long it took for them all} */
  public Duration storing() {
    return Duration.ofNanos(storingNanos.get());
  }

  /** {@return how many results wait in memory} */
  public int waiting() {
    return queue.size();
  }

  /** {@return how many bytes may wait on the disk} */
  public long spoolLimit() {
    return spool.maxBytes();
  }

  /** {@return how many bytes wait on the disk} */
  public long spooledBytes() {
    return spool.bytes();
  }

  /** Writes what waits in memory, to the database or to the spool, and stops. */
  @Override
  public void close() {
    closing = true;
    replayer.interrupt(); // not the writer: that would break what it is writing
    start(); // for what was offered and never written
    try {
      writer.join(Duration.ofSeconds(4));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    var batch = new ArrayList<ProbeResult>();
    try {
      while (!closing) {
        fill(batch);
        write(batch);
        batch = new ArrayList<>();
      }
    } catch (InterruptedException e) { // nobody does; what is in the batch is written all the same
      LOG.warn("the result writer was interrupted", e);
    }
    queue.drainTo(batch);
    write(batch);
  }

  /** Waits half a second for a first result, then half a second for its fellows. */
  private void fill(List<ProbeResult> batch) throws InterruptedException {
    var another = queue.poll(LINGER.toNanos(), TimeUnit.NANOSECONDS);
    var until = System.nanoTime() + LINGER.toNanos();
    while (another != null) {
      batch.add(another);
      queue.drainTo(batch, BATCH - batch.size());
      var left = until - System.nanoTime();
      another =
          closing || left <= 0 || batch.size() == BATCH
              ? null
              : queue.poll(left, TimeUnit.NANOSECONDS);
    }
  }

  private void write(List<ProbeResult> batch) {
    if (batch.isEmpty()) {
      return;
    }
    if (!spool.isEmpty()) { // what came before must be stored before
      spool(batch);
    } else if (store(batch) != Answer.STORED) {
      LOG.warn("the database does not take results; they wait in the spool");
      spool(batch);
    }
    evidence.addAndGet(-batch.stream().mapToLong(ResultWriter::evidence).sum());
  }

  /** Stores what waits on the disk, oldest first, on a thread of its own: the database may hang. */
  private void replay() {
    while (!closing) {
      try {
        var waiting = spool.first();
        if (waiting.isEmpty()) {
          TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
        } else {
          replay(waiting.get());
        }
      } catch (IOException e) {
        LOG.error("the spool cannot be read", e);
        LockSupport.parkNanos(RETRY.toNanos());
      } catch (InterruptedException e) {
        return; // close() asks for it
      }
    }
  }

  private void replay(Spool.Waiting waiting) throws IOException, InterruptedException {
    if (waiting.results().isEmpty()) {
      failedBatches.incrementAndGet();
      LOG.error(
          "a spooled batch cannot be read; it is kept as {}", spool.setAside(waiting.number()));
      return;
    }
    switch (store(waiting.results())) {
      case STORED -> {
        spool.remove(waiting.number());
        if (spool.isEmpty()) {
          LOG.info("the database takes results again; the spool is empty");
        }
      }
      case REFUSED -> { // others must not wait for ever behind it
        overflowed.addAndGet(waiting.results().size());
        LOG.error(
            "the database refuses a spooled batch; kept as {}", spool.setAside(waiting.number()));
      }
      case AWAY -> TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
    }
  }

  /** What came of giving a batch to the database. */
  private enum Answer {
    /** Everything in it is stored. */
    STORED,
    /** It is not stored, and never will be: something in it cannot be. */
    REFUSED,
    /** It is not stored now. */
    AWAY
  }

  private Answer store(List<ProbeResult> batch) {
    var began = System.nanoTime();
    try {
      var fresh = store.append(batch).size();
      stored.addAndGet(fresh);
      repeated.addAndGet(batch.size() - fresh);
      return Answer.STORED;
    } catch (RuntimeException e) { // whatever it is, the writer must live and the batch be kept
      if (failedBatches.getAndIncrement() == 0) {
        LOG.warn("a batch was not stored", e); // once in full: the others have the same cause
      }
      return Refusal.is(e) ? Answer.REFUSED : Answer.AWAY;
    } finally {
      storingNanos.addAndGet(System.nanoTime() - began);
      batches.incrementAndGet();
    }
  }

  private void spool(List<ProbeResult> batch) {
    try {
      var dropped = spool.add(batch);
      if (dropped > 0) {
        overflowed.addAndGet(dropped);
        LOG.error("the spool is full: the {} oldest results are dropped and unknown", dropped);
      }
    } catch (IOException e) {
      overflowed.addAndGet(batch.size());
      LOG.error("neither database nor spool takes {} results; they are unknown", batch.size(), e);
    }
  }
}
