package dev.nines.channel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When is a failed notification sent again, and when no more?
 *
 * @param delays the delay after each failed attempt in turn; the last one also after all further
 */
public record Backoff(List<Duration> delays) {
  /**
   * Early steps as of Standard Webhooks, and two more, since a receiver that is just restarting
   * should hear of an incident within the minute; then every hour, for one that was away for hours
   * should hear of it soon after.
   */
  public static final Backoff STANDARD =
      new Backoff(
          List.of(
              Duration.ofSeconds(5),
              Duration.ofSeconds(15),
              Duration.ofMinutes(1),
              Duration.ofMinutes(5),
              Duration.ofMinutes(15),
              Duration.ofMinutes(30),
              Duration.ofHours(1)));

  /** So that all that failed together does not come back together: a fifth less to a fifth more. */
  private static final double JITTER_RATIO = 0.2;

  /**
   * Copies the delays.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Backoff {
    delays = List.copyOf(delays);
    if (delays.isEmpty()) {
      throw new IllegalArgumentException("delays not at least one");
    }
  }

  /**
   * Plans the next attempt. The last one is when the time is up.
   *
   * @param failures failed attempts so far, at least 1
   * @param asked how long the receiver asked to be left alone; see {@link Delivery.Retry#after()}
   * @param giveUpAfter how long it is tried in all
   * @param age how long it has been tried already
   * @param random spreads the attempts
   * @return how long to wait, never less than {@code asked}; empty when it is to be given up: the
   *     time is up, or will be when the receiver may be asked again
   * @throws IllegalArgumentException if nothing has failed yet
   */
  public Optional<Duration> delay(
      int failures, Duration asked, Duration giveUpAfter, Duration age, RandomGenerator random) {
    if (failures < 1) {
      throw new IllegalArgumentException("failures not at least 1: " + failures);
    }
    var left = giveUpAfter.minus(age);
    if (!left.isPositive() || asked.compareTo(left) > 0) {
      return Optional.empty();
    }
    var spread = 1 + JITTER_RATIO * (2 * random.nextDouble() - 1);
    var standard = delays.get(Math.min(failures, delays.size()) - 1);
    var delay = min(Duration.ofMillis(Math.round(standard.toMillis() * spread)), left);
    return Optional.of(delay.compareTo(asked) < 0 ? asked : delay);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
