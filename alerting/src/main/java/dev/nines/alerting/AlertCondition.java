package dev.nines.alerting;

import dev.nines.slo.Criterion.Op;
import dev.nines.slo.Objective;
import dev.nines.slo.WindowReading;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * When is a declared alert on? When the burn rate of the lookback window compares so with the
 * threshold, and has for as long as {@code alertAfter}.
 *
 * @param severity how bad that is, in the words of whoever declared it, such as {@code page}
 * @param op how the burn rate is compared
 * @param threshold with what; 1 is as fast as allowed
 * @param lookbackWindow over which the burn rate is taken, whole minutes
 * @param alertAfter for how long it must hold, at least zero
 * @see <a href="https://github.com/OpenSLO/OpenSLO#alertcondition">OpenSLO, AlertCondition</a>
 */
public record AlertCondition(
    String severity, Op op, double threshold, Duration lookbackWindow, Duration alertAfter) {
  /** OpenSLO leaves the words free; these are what people write when somebody must wake up. */
  public static final Set<String> PAGING =
      Set.of("page", "critical", "emergency", "fatal", "sev0", "sev1", "p0", "p1");

  /** As the default rules have it: a short window is a twelfth, half of it must burn slowly. */
  private static final int CLEARING_PART = 24;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public AlertCondition {
    if (!Double.isFinite(threshold)) {
      throw new IllegalArgumentException("threshold not finite: " + threshold);
    }
    if (!lookbackWindow.isPositive()
        || !lookbackWindow.equals(Duration.ofMinutes(lookbackWindow.toMinutes()))) {
      throw new IllegalArgumentException("lookback window not of whole minutes: " + lookbackWindow);
    }
    if (alertAfter.isNegative()) {
      throw new IllegalArgumentException("alert after not at least zero: " + alertAfter);
    }
  }

  /** {@return what its severity asks of people: few words page, every other is a ticket} */
  public Urgency urgency() {
    return PAGING.contains(severity.toLowerCase(Locale.ROOT)) ? Urgency.PAGE : Urgency.TICKET;
  }

  /**
   * Compares.
   *
   * @param objective the objective whose budget burns
   * @param reading the lookback window, with at least one event
   * @return whether the burn rate is as it says
   */
  boolean holds(Objective objective, WindowReading reading) {
    return op.holds(reading.burnRate(objective), threshold);
  }

  /** Whether it tells of too many failures; the others tell that there are few. */
  boolean isUpward() {
    return switch (op) {
      case GT, GTE -> true;
      case LT, LTE -> false;
    };
  }

  /** How long it must hold no longer before a firing alert clears. */
  Duration clearAfter() {
    return lookbackWindow.dividedBy(CLEARING_PART);
  }

  /** {@return the condition for people, such as {@code at least 10x over 1h}} */
  public String text() {
    var than =
        switch (op) {
          case GT -> "above";
          case GTE -> "at least";
          case LT -> "below";
          case LTE -> "at most";
        };
    return "%s %sx over %s"
        .formatted(
            than,
            BigDecimal.valueOf(threshold).stripTrailingZeros().toPlainString(),
            BurnRateRule.text(lookbackWindow));
  }

  /**
   * Finds out whether it tells anything: without a failure a budget burns at 0, in a total outage
   * {@code 1 / (1 - target)} times faster than allowed, and never slower or faster.
   *
   * @param objective the objective it is to watch
   * @return what is wrong, for people; empty where it can be met, and can be not met
   */
  public Optional<String> lint(Objective objective) {
    var slice = objective.method().slice();
    if (slice.compareTo(lookbackWindow) > 0) {
      return Optional.of(
          "a lookback window of %s is shorter than a slice of objective %s, so it looks at one of %s"
              .formatted(
                  BurnRateRule.text(lookbackWindow), objective.name(), BurnRateRule.text(slice)));
    }
    var fastest = objective.totalOutageBurnRate();
    var metAtRest = op.holds(0, threshold);
    var metInOutage = op.holds(fastest, threshold);
    if (metAtRest && metInOutage) {
      return Optional.of(
          "always holds for objective %s: a budget burns at 0x to %sx"
              .formatted(objective.name(), BurnRateRule.number(fastest)));
    }
    if (metAtRest || metInOutage) {
      return Optional.empty();
    }
    return Optional.of(
        isUpward()
            ? "can never fire for objective %s: a total outage burns only %sx"
                .formatted(objective.name(), BurnRateRule.number(fastest))
            : "can never fire for objective %s: no budget burns slower than 0x"
                .formatted(objective.name()));
  }
}
