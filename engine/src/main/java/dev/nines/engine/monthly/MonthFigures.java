package dev.nines.engine.monthly;

import dev.nines.slo.reliability.ReliabilityFigures;
import dev.nines.slo.reliability.dora.DoraFigures;
import java.util.List;

/**
 * What one month was like, for a service or several together.
 *
 * @param reliability uptime and incidents
 * @param delivery deployments and what came of them
 * @param budgets the error budgets at the month's end, in the order of declaration
 */
public record MonthFigures(
    ReliabilityFigures reliability, DoraFigures delivery, List<BudgetAtEnd> budgets) {
  /** Copies the list. */
  public MonthFigures {
    budgets = List.copyOf(budgets);
  }

  /** {@return whether anything at all is known of it} */
  boolean any() {
    var uptime = reliability.uptime();
    return uptime.known().plus(uptime.unknown()).isPositive()
        || reliability.timeBetweenFailures().failures() > 0
        || delivery.frequency().deployments() > 0;
  }
}
