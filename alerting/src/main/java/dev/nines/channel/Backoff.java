package dev.nines.channel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When is a failed notification sent again, and when no more?
 *
 * @param delays the delay after each failed attempt in turn; one failure more, and it is given up
 */
public record Backoff(List<Duration> delays) {
  /**
   * The schedule of Standard Webhooks, about 75 hours, with two early steps more, since a receiver
   * that is just restarting should hear of an incident within the minute.
   */
  public static final Backoff STANDARD =
      new Backoff(
          List.of(
              Duration.ofSeconds(5),
              Duration.ofSeconds(15),
              Duration.ofMinutes(1),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(2),
              Duration.ofHours(5),
              Duration.ofHours(10),
              Duration.ofHours(14),
              Duration.ofHours(20),
              Duration.ofHours(24)));

  /** So that all that failed together does not come back together: a fifth less to a fifth more. */
  private static final double JITTER_RATIO = 0.2;

  /** Copies the delays. */
  public Backoff {
    delays = List.copyOf(delays);
  }

  /**
   * Plans the next attempt.
   *
   * @param failures failed attempts so far, at least 1
   * @param asked how long the receiver asked to be left alone; see {@link Delivery.Retry#after()}
   * @param random spreads the attempts
   * @return how long to wait, never less than {@code asked}; empty when it is to be given up
   * @throws IllegalArgumentException if nothing has failed yet
   */
  public Optional<Duration> delay(int failures, Duration asked, RandomGenerator random) {
    if (failures < 1) {
      throw new IllegalArgumentException("failures not at least 1: " + failures);
    }
    if (failures > delays.size()) {
      return Optional.empty();
    }
    var spread = 1 + JITTER_RATIO * (2 * random.nextDouble() - 1);
    var delay = Duration.ofMillis(Math.round(delays.get(failures - 1).toMillis() * spread));
    return Optional.of(delay.compareTo(asked) < 0 ? asked : delay);
  }
}
