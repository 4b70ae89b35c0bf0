package dev.nines.slo.reliability.dora;

import dev.nines.slo.Derivation;
import dev.nines.slo.reliability.Durations;
import dev.nines.slo.reliability.Figure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How often was something put in front of users?
 *
 * @param deployments n: the deployments that succeeded, rollbacks too
 * @param activeDays calendar days of the window's zone with at least one of them
 * @param span how much of the window has passed
 */
public record DeploymentFrequency(int deployments, int activeDays, Duration span) {
  /** How edges are decided, for people. */
  public static final String RULE =
      "Deployments to production that succeeded, rollbacks too, in the window they finished in."
          + " Pipeline runs that failed or were canceled are none. The rate is over what has passed"
          + " of the window, whether or not deployments were recorded yet in all of it.";

  private static final double DAY_SECONDS = TimeUnit.DAYS.toSeconds(1);

  /** {@return the mean number a day of 24 hours; not applicable without deployments} */
  public Figure<Double> perDay() {
    return per("day", 1);
  }

  /** {@return the mean number a week of 7 such days; not applicable without deployments} */
  public Figure<Double> perWeek() {
    return per("week", 7);
  }

  private Figure<Double> per(String unit, int days) {
    if (deployments == 0) {
      return new Figure.NotApplicable<>("no deployments");
    }
    if (span.isZero()) {
      return new Figure.NotApplicable<>("nothing of the window has passed");
    }
    var rate = deployments / (Durations.meanSeconds(span, 1) / (days * DAY_SECONDS));
    return new Figure.Recorded<>(
        rate,
        Derivation.of(
            "deployments / %ss".formatted(unit),
            "%d / (%s / %d s)"
                .formatted(deployments, Durations.text(span), TimeUnit.DAYS.toSeconds(1) * days),
            rate));
  }
}
