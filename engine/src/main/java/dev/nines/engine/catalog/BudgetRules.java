package dev.nines.engine.catalog;

import dev.nines.slo.ErrorBudgetPolicy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What is declared about how budgets count and what follows from them.
 *
 * @param maintenances in the order of declaration
 * @param corrections by name, in the order of declaration
 * @param policies by the name of the SLO they are for
 */
public record BudgetRules(
    List<Maintenance> maintenances,
    SequencedMap<String, Correction> corrections,
    Map<String, ErrorBudgetPolicy> policies) {
  /** Nothing is declared. */
  public static final BudgetRules NONE =
      new BudgetRules(List.of(), new LinkedHashMap<>(), Map.of());

  /** Copies the collections. */
  public BudgetRules {
    maintenances = List.copyOf(maintenances);
    corrections = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(corrections));
    policies = Map.copyOf(policies);
  }
}
