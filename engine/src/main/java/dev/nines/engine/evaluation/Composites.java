package dev.nines.engine.evaluation;

import dev.nines.engine.evaluation.SloStatus.ObjectiveStatus;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.CompositeBudget;
import dev.nines.slo.ErrorBudget;
import dev.nines.slo.Objective;
import dev.nines.slo.Slo;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What do the objectives of a composite SLO spend together? */
final class Composites {
  private Composites() {}

  /**
   * Puts the budgets together.
   *
   * @param badSlices the first minutes of an objective's bad slices
   * @return none where the SLO is no composite, or an objective has no budget to speak of
   */
  static Optional<CompositeBudget> of(
      Slo slo, List<ObjectiveStatus> objectives, Function<Objective, Set<Long>> badSlices) {
    var budgets = objectives.stream().flatMap(status -> status.budget().stream()).toList();
    if (!slo.composite() || budgets.size() < objectives.size()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (objectives.getFirst().objective().method()) {
          case BudgetingMethod.Timeslices(var slice, _) -> ofSlices(budgets, slice, badSlices);
          case BudgetingMethod.Occurrences _, BudgetingMethod.RatioTimeslices _ ->
              weighted(slo, budgets);
        });
  }

  private static CompositeBudget weighted(Slo slo, List<ErrorBudget> budgets) {
    var parts = new ArrayList<CompositeBudget.Part>();
    for (var i = 0; i < budgets.size(); i++) {
      parts.add(new CompositeBudget.Part(slo.terms().get(i).weight(), budgets.get(i)));
    }
    return CompositeBudget.weighted(parts);
  }

  private static CompositeBudget ofSlices(
      List<ErrorBudget> budgets, Duration slice, Function<Objective, Set<Long>> badSlices) {
    var bad = new HashSet<Long>();
    budgets.forEach(budget -> bad.addAll(badSlices.apply(budget.objective())));
    var slices =
        BigDecimal.valueOf(budgets.getFirst().reading().window().toMinutes())
            .divide(BigDecimal.valueOf(slice.toMinutes()), MathContext.DECIMAL128);
    var target =
        budgets.stream()
            .map(budget -> BigDecimal.valueOf(budget.objective().target()))
            .max(BigDecimal::compareTo)
            .orElseThrow();
    return CompositeBudget.ofSlices(bad.size(), slices, target);
  }
}
