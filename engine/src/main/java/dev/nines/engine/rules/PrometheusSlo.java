package dev.nines.engine.rules;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One objective that Prometheus shall evaluate.
 *
 * @param service the service
 * @param name unique in its service
 * @param spec the language it was declared in, such as {@code prometheus/v1}
 * @param labels of every recorded series
 * @param objective target ratio of good events, in (0, 1)
 * @param period over which the budget is counted, whole minutes, at least 7 days
 * @param errors the share of bad events
 * @param alerts at most one for each urgency
 */
record PrometheusSlo(
    String service,
    String name,
    String spec,
    Map<String, String> labels,
    BigDecimal objective,
    Duration period,
    ErrorRatio errors,
    List<RuleAlert> alerts) {
  /**
   * Checks objective and period, and copies the rest.
   *
   * @throws IllegalArgumentException if the objective is not in (0, 1), or the period too short
   */
  PrometheusSlo {
    labels = Map.copyOf(labels);
    alerts = List.copyOf(alerts);
    if (objective.signum() <= 0 || objective.compareTo(BigDecimal.ONE) >= 0) {
      throw new IllegalArgumentException("objective not in (0, 1): " + objective);
    }
    if (period.compareTo(BurnPair.SHORTEST_PERIOD) < 0) {
      throw new IllegalArgumentException("period not at least 7 days: " + period);
    }
  }

  /** {@return what tells it from all others} */
  String id() {
    return service + "-" + name;
  }
}
