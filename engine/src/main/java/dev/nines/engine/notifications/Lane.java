package dev.nines.engine.notifications;

import dev.nines.alerting.BurnRateRule;
import dev.nines.channel.Backoff;
import dev.nines.channel.Channel;
import dev.nines.channel.Delivery;
import dev.nines.channel.Notification;
import dev.nines.channel.NotificationJson;
import dev.nines.engine.database.FailureLine;
import dev.nines.engine.notifications.DeliverySpans.Attempt;
import dev.nines.engine.notifications.Outbox.Due;
import dev.nines.engine.telemetry.SpanScope;
import io.opentelemetry.api.trace.SpanContext;
import io.prometheus.metrics.core.metrics.Counter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what one channel is owed, several at once where they are of different incidents. One
 * thread speaks with the database, marking what has ended and claiming what comes next in one
 * transaction; so a channel never holds more than one connection, however slow its receiver is. All
 * are threads of the operating system, which takes turns: a virtual one keeps its processor for as
 * long as it computes, and the runs of probes would wait for it.
 */
final class Lane {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  /** Deliveries of one channel at the same time. */
  static final int AT_ONCE = 8;

  /** The same when a rush begins; one more each second, as the code is cold and dear at first. */
  private static final int AT_FIRST = 2;

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Between two transactions in a rush: what ends meanwhile is marked together. */
  private static final Duration GATHER = Duration.ofMillis(250);

  /** Longer than any channel takes for one attempt. */
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final Jdbi jdbi;
  private final String name;
  private final Channel channel;
  private final Duration giveUpAfter;
  private final Counter attempts;
  private final RandomGenerator random;
  private final LongSupplier nanoTime;
  private final DeliverySpans spans;
  private final Semaphore turns;
  private final Thread thread;

  /** Kept for a rush: a new thread for each delivery would leave the collector much to do. */
  private final ExecutorService senders;

  /** An empty one only wakes the lane. */
  private final BlockingQueue<Optional<Ended>> ended = new LinkedBlockingQueue<>();

  private volatile boolean leaving;
  private volatile long exchangedAt;

  private record Ended(Due row, Attempt attempt) {
    Delivery outcome() {
      return attempt.outcome();
    }
  }

  Lane(
      Jdbi jdbi,
      String name,
      Channel channel,
      Duration giveUpAfter,
      Counter attempts,
      RandomGenerator random,
      LongSupplier nanoTime,
      DeliverySpans spans,
      Semaphore turns) {
    this.jdbi = jdbi;
    this.name = name;
    this.channel = channel;
    this.giveUpAfter = giveUpAfter;
    this.attempts = attempts;
    this.random = random;
    this.nanoTime = nanoTime;
    this.spans = spans;
    this.turns = turns;
    exchangedAt = nanoTime.getAsLong();
    thread = Thread.ofPlatform().daemon().name("courier-" + name).unstarted(this::carry);
    senders =
        Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("deliver-" + name).factory());
  }

  void start() {
    thread.start();
  }

  /** Claims nothing more; ends once all that is under way has ended and is marked. */
  void leave() {
    leaving = true;
    ended.add(Optional.empty());
  }

  void join(Duration most) {
    try {
      thread.join(most);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How long ago it last had an answer from the database. */
  Duration idle() {
    return Duration.ofNanos(nanoTime.getAsLong() - exchangedAt);
  }

  private void carry() {
    try {
      exchangeUntilLeft();
    } finally {
      senders.shutdown(); // what is under way goes on
    }
  }

  private void exchangeUntilLeft() {
    var unmarked = new ArrayList<Ended>();
    var underWay = 0; // claimed and not yet marked
    var rushBegan = nanoTime.getAsLong();
    while (!leaving || underWay > 0) {
      try {
        var free = atOnce(rushBegan) - underWay + unmarked.size();
        var claimed = exchangeInTurn(unmarked, leaving ? 0 : free);
        underWay += claimed.size() - unmarked.size();
        if (underWay == 0) {
          rushBegan = nanoTime.getAsLong();
        }
        unmarked.clear();
        send(claimed);
        take(unmarked, PAUSE);
      } catch (InterruptedException e) {
        return; // nobody does so but the end of the process
      } catch (RuntimeException e) {
        if (leaving) {
          return; // marked or not, it is sent again with the same key
        }
        if (e instanceof JdbiException) {
          // the result writer tells of the same outage
          LOG.debug("the outbox cannot be read: {}", FailureLine.of(e));
        } else {
          LOG.error("channel {} failed in Nines itself: {}", name, FailureLine.of(e));
        }
        pause();
      }
    }
  }

  private int atOnce(long rushBegan) {
    var seconds = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - rushBegan);
    return (int) Math.min(AT_ONCE, AT_FIRST + seconds);
  }

  /** Not in one burst: the probes whose runs are due want the machine as well. */
  private void send(List<Due> claimed) throws InterruptedException {
    for (var row : claimed) {
      if (row.id() != claimed.getFirst().id()) {
        TimeUnit.NANOSECONDS.sleep(GATHER.toNanos() / AT_ONCE);
      }
      senders.execute(() -> ended.add(Optional.of(new Ended(row, deliver(row)))));
    }
  }

  private void take(List<Ended> unmarked, Duration most) throws InterruptedException {
    var first = ended.poll(most.toNanos(), TimeUnit.NANOSECONDS);
    if (first != null) {
      TimeUnit.NANOSECONDS.sleep(GATHER.minus(idle()).toNanos()); // not at all where that is past
      first.ifPresent(unmarked::add);
      for (var next = ended.poll(); next != null; next = ended.poll()) {
        next.ifPresent(unmarked::add);
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * In a rush all lanes are ready at the same moment: at once they would take every processor from
   * the probes. A turn that does not come soon is not waited for.
   */
  private List<Due> exchangeInTurn(List<Ended> marks, int most) throws InterruptedException {
    var inTurn = turns.tryAcquire(GATHER.toNanos(), TimeUnit.NANOSECONDS);
    try {
      return exchange(marks, most);
    } finally {
      if (inTurn) {
        turns.release();
      }
    }
  }

  /**
   * Between the sending and its mark a process may die: then the row is sent again once the lease
   * is over, with the same key.
   */
  private List<Due> exchange(List<Ended> marks, int most) {
    var notes = new ArrayList<Runnable>();
    var claimed =
        jdbi.inTransaction(handle -> {
          notes.clear();
          marks.sort(Comparator.comparingLong(mark -> mark.row.id())); // no dead lock with another
          Outbox.delivered(
              handle,
              marks.stream()
                  .filter(mark -> mark.outcome() instanceof Delivery.Delivered)
                  .map(mark -> mark.row.id())
                  .toList());
          marks.forEach(mark -> {
            var note = mark(handle, mark.row, mark.outcome());
            notes.add(() -> {
              try (var _ = SpanScope.after(mark.attempt.span())) {
                note.run();
              }
            });
          });
          return most > 0 ? Outbox.claim(handle, name, most, LEASE) : List.<Due>of();
        });
    exchangedAt = nanoTime.getAsLong();
    notes.forEach(Runnable::run); // once it is committed
    return claimed;
  }

  private Attempt deliver(Due row) {
    try {
      var note = NotificationJson.read(row.body());
      return spans.around(name, note, () -> deliver(note));
    } catch (IllegalArgumentException e) { // of another version: it must not block the others
      return new Attempt(
          new Delivery.GiveUp("the stored notification cannot be read"), SpanContext.getInvalid());
    }
  }

  private Delivery deliver(Notification note) {
    try {
      return channel.deliver(note);
    } catch (RuntimeException e) {
      LOG.error("channel {} failed in Nines itself: {}", name, FailureLine.of(e));
      return new Delivery.Retry(
          Duration.ZERO, "failed in Nines itself: " + e.getClass().getSimpleName());
    }
  }

  /** Marks what is not delivered, and gives what is to be counted and logged then. */
  private Runnable mark(Handle handle, Due row, Delivery outcome) {
    return switch (outcome) {
      case Delivery.Delivered _ -> () -> count("delivered");
      case Delivery.Retry(var after, var why) -> {
        var delay = Backoff.STANDARD.delay(row.attempts(), after, giveUpAfter, row.age(), random);
        if (delay.isEmpty()) {
          yield giveUp(
              handle, row, "no success in %s: %s".formatted(BurnRateRule.text(giveUpAfter), why));
        }
        Outbox.again(handle, row, delay.get(), why);
        yield () -> {
          count("retry");
          LOG.warn("channel {} is tried again in {}: {}", name, delay.get(), why);
        };
      }
      case Delivery.GiveUp(var why) -> giveUp(handle, row, why);
    };
  }

  private Runnable giveUp(Handle handle, Due row, String why) {
    Outbox.dead(handle, row, why);
    return () -> {
      count("dead");
      LOG.error("channel {} does not get notification {}: {}", name, row.id(), why);
    };
  }

  private void count(String outcome) {
    attempts.labelValues(name, outcome).inc();
  }
}
