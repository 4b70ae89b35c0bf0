package dev.nines.engine.incidents;

import dev.nines.channel.Backoff;
import dev.nines.channel.Channel;
import dev.nines.channel.Delivery;
import dev.nines.channel.NotificationJson;
import dev.nines.engine.incidents.Outbox.Due;
import io.prometheus.metrics.core.metrics.Counter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries notifications from the outbox to their channels, each channel on a thread of its own, so
 * that a slow or dead one holds up no other. Several instances may do so at once.
 */
public final class Courier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Longer than any channel takes for one attempt. */
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final Jdbi jdbi;
  private final Counter attempts;
  private final RandomGenerator random;
  private final Map<String, Thread> threads = new HashMap<>();
  private volatile boolean closing;

  /**
   * Makes a courier that carries nothing until it is given channels.
   *
   * @param jdbi the database
   * @param attempts counts attempts by {@code channel} and {@code outcome}
   * @param random spreads retries
   */
  public Courier(Jdbi jdbi, Counter attempts, RandomGenerator random) {
    this.jdbi = jdbi;
    this.attempts = attempts;
    this.random = random;
  }

  /**
   * Takes over a new set of channels. What is owed to a channel that is gone waits for its return.
   *
   * @param channels all channels by name
   */
  public synchronized void serve(Map<String, Channel> channels) {
    threads.values().forEach(Thread::interrupt);
    threads.clear();
    channels.forEach((name, channel) ->
        threads.put(
            name, Thread.ofVirtual().name("courier-" + name).start(() -> carry(name, channel))));
  }

  /** Stops; what is under way may be sent again after the next start, with the same key. */
  @Override
  public synchronized void close() {
    closing = true;
    threads.values().forEach(Thread::interrupt);
  }

  private void carry(String name, Channel channel) {
    while (!closing && !Thread.currentThread().isInterrupted()) {
      try {
        if (!carryOne(name, channel)) {
          TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
      } catch (InterruptedException e) {
        return; // serve() or close() asks for it
      } catch (JdbiException e) {
        LOG.debug("the outbox cannot be read", e); // the result writer tells of the same outage
        if (!pause()) {
          return;
        }
      } catch (RuntimeException e) {
        LOG.error("channel {} failed in Nines itself", name, e);
        if (!pause()) {
          return;
        }
      }
    }
  }

  private static boolean pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /**
   * Between the sending and its mark a process may die: then the row is sent again once the lease
   * is over, with the same key.
   */
  private boolean carryOne(String name, Channel channel) {
    var claimed = jdbi.inTransaction(handle -> Outbox.claim(handle, name, LEASE));
    claimed.ifPresent(row -> {
      var outcome = deliver(channel, row.body());
      jdbi.useTransaction(handle -> mark(handle, row, outcome));
    });
    return claimed.isPresent();
  }

  private static Delivery deliver(Channel channel, String body) {
    try {
      return channel.deliver(NotificationJson.read(body));
    } catch (IllegalArgumentException e) { // of another version: it must not block the others
      return new Delivery.GiveUp("the stored notification cannot be read");
    }
  }

  private void mark(Handle handle, Due row, Delivery outcome) {
    switch (outcome) {
      case Delivery.Delivered _ -> {
        Outbox.delivered(handle, row.id());
        count(row.channel(), "delivered");
      }
      case Delivery.Retry(var after, var why) -> {
        var delay = Backoff.STANDARD.delay(row.attempts(), after, random);
        if (delay.isPresent()) {
          Outbox.again(handle, row.id(), delay.get(), why);
          count(row.channel(), "retry");
          LOG.warn("channel {} is tried again in {}: {}", row.channel(), delay.get(), why);
        } else {
          giveUp(handle, row, "no success in all attempts: " + why);
        }
      }
      case Delivery.GiveUp(var why) -> giveUp(handle, row, why);
    }
  }

  private void giveUp(Handle handle, Due row, String why) {
    Outbox.dead(handle, row.id(), why);
    count(row.channel(), "dead");
    LOG.error("channel {} does not get notification {}: {}", row.channel(), row.id(), why);
  }

  private void count(String channel, String outcome) {
    attempts.labelValues(channel, outcome).inc();
  }
}
