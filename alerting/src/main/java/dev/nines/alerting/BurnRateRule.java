package dev.nines.alerting;

import dev.nines.slo.Objective;
import dev.nines.slo.WindowReading;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Does the error budget burn too fast, over a long window and still now?
 *
 * @param urgency what it asks of people
 * @param factor how many times faster than allowed is too fast; see {@link WindowReading#burnRate}
 * @param longWindow over which enough must have burned to matter
 * @param shortWindow over which it must still burn, shorter than {@code longWindow}
 * @param clearAfter how long the short window must burn no faster than the factor before a firing
 *     alert clears, so that one good minute in an outage does not end it
 */
public record BurnRateRule(
    Urgency urgency,
    double factor,
    Duration longWindow,
    Duration shortWindow,
    Duration clearAfter) {
  /**
   * Checks the windows and the factor.
   *
   * @throws IllegalArgumentException if the factor is not positive or the windows are not in order
   */
  public BurnRateRule {
    if (!(factor > 0)) { // also rejects NaN
      throw new IllegalArgumentException("factor not above 0: " + factor);
    }
    if (shortWindow.compareTo(longWindow) >= 0) {
      throw new IllegalArgumentException(
          "short window not below " + longWindow + ": " + shortWindow);
    }
  }

  /**
   * Decides what the newest readings make of the alert.
   *
   * <p>It fires when both windows burn faster than the factor and the long one has at least 3 bad
   * events over 2 distinct minutes. A short window without events is unknown and changes nothing.
   *
   * @param state what it was
   * @param objective the objective whose budget burns
   * @param longReading the long window now
   * @param shortReading the short window now
   * @param now the time of the readings
   * @return what it is
   */
  public AlertState next(
      AlertState state,
      Objective objective,
      WindowReading longReading,
      WindowReading shortReading,
      Instant now) {
    if (shortReading.counts().total() == 0) {
      return state;
    }
    var fast = shortReading.burnRate(objective) > factor;
    return switch (state) {
      case AlertState.Quiet _, AlertState.Pending _, AlertState.NoData _ ->
          fast && matters(objective, longReading)
              ? new AlertState.Firing(now, Optional.empty())
              : new AlertState.Quiet();
      case AlertState.Firing(var since, _) when fast ->
          new AlertState.Firing(since, Optional.empty());
      case AlertState.Firing(var since, var slowSince) -> {
        var slow = slowSince.orElse(now);
        yield now.isBefore(slow.plus(clearAfter))
            ? new AlertState.Firing(since, Optional.of(slow))
            : new AlertState.Quiet();
      }
    };
  }

  private boolean matters(Objective objective, WindowReading reading) {
    return reading.burnRate(objective) > factor && AlertGuard.isMoreThanABlip(reading);
  }

  /**
   * Finds out whether the rule can fire at all: a total outage burns {@code 1 / (1 - target)} times
   * faster than allowed, and nothing burns faster.
   *
   * @param objective the objective it is to watch
   * @return what is wrong, for people; empty where it can fire
   */
  public Optional<String> lint(Objective objective) {
    var fastest = objective.totalOutageBurnRate();
    if (factor < fastest) {
      return Optional.empty();
    }
    return Optional.of(
        "%s alert %s can never fire for objective %s: a total outage burns only %sx"
            .formatted(
                urgency.name().toLowerCase(Locale.ROOT),
                text(),
                objective.name(),
                number(fastest)));
  }

  /** {@return the rule for people, such as {@code 14.4x over 1h and 5m}} */
  public String text() {
    return "%sx over %s and %s".formatted(number(factor), text(longWindow), text(shortWindow));
  }

  static String number(double value) {
    return BigDecimal.valueOf(Math.round(value * 10), 1).stripTrailingZeros().toPlainString();
  }

  /**
   * A duration in as few words as it takes.
   *
   * @param duration at least a nanosecond
   * @return for example {@code 1h30m}
   */
  public static String text(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}
