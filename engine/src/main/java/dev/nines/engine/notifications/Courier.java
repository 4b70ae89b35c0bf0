package dev.nines.engine.notifications;

import dev.nines.channel.Channel;
import io.opentelemetry.api.trace.Tracer;
import io.prometheus.metrics.core.metrics.Counter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Jdbi;

/**
 * Carries notifications from the outbox to their channels, each channel in a {@link Lane} of its
 * own, so that a slow or dead one holds up no other. Several instances may do so at once.
 */
public final class Courier implements AutoCloseable {
  /** How long what is under way may take to end well at the end. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Jdbi jdbi;
  private final Counter attempts;
  private final RandomGenerator random;
  private final LongSupplier nanoTime;
  private final DeliverySpans spans;
  private final Map<String, Lane> lanes = new HashMap<>();

  /** Of the lanes, to speak with the database. */
  private final Semaphore turns = new Semaphore(1, true);

  /**
   * Makes a courier that carries nothing until it is given channels.
   *
   * @param jdbi the database
   * @param attempts counts attempts by {@code channel} and {@code outcome}
   * @param random spreads retries
   * @param nanoTime a monotonic clock
   * @param tracer makes a span of each attempt
   */
  public Courier(
      Jdbi jdbi, Counter attempts, RandomGenerator random, LongSupplier nanoTime, Tracer tracer) {
    this.jdbi = jdbi;
    this.attempts = attempts;
    this.random = random;
    this.nanoTime = nanoTime;
    this.spans = new DeliverySpans(tracer, jdbi);
  }

  /**
   * Takes over a new set of channels; what is under way ends with the old one. What is owed to a
   * channel that is gone waits for its return, or until it is given up.
   *
   * @param channels all channels by name
   * @param giveUpAfter how long a notification is tried, by the channel's name
   */
  public synchronized void serve(
      Map<String, Channel> channels, Function<String, Duration> giveUpAfter) {
    lanes.values().forEach(Lane::leave);
    lanes.clear();
    channels.forEach((name, channel) -> {
      var lane =
          new Lane(
              jdbi,
              name,
              channel,
              giveUpAfter.apply(name),
              attempts,
              random,
              nanoTime,
              spans,
              turns);
      lanes.put(name, lane);
      lane.start();
    });
  }

  /**
   * Tells whether all channels are looked after.
   *
   * @param within how long ago each must have asked the database for what it is owed
   * @return whether they have
   */
  public synchronized boolean alive(Duration within) {
    return lanes.values().stream().allMatch(lane -> lane.idle().compareTo(within) <= 0);
  }

  /** Stops; what is still under way then is sent again after the next start, with the same key. */
  @Override
  public synchronized void close() {
    lanes.values().forEach(Lane::leave);
    var until = nanoTime.getAsLong() + GRACE.toNanos();
    for (var lane : lanes.values()) {
      lane.join(Duration.ofNanos(Math.max(1, until - nanoTime.getAsLong())));
    }
  }
}
