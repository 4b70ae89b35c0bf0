package dev.nines.engine.declarations;

import dev.nines.engine.catalog.BudgetRules;
import dev.nines.engine.catalog.Correction;
import dev.nines.engine.catalog.Maintenance;
import dev.nines.engine.declarations.budget.BudgetDrafts.ForSlos;
import dev.nines.engine.declarations.budget.BudgetDrafts.PolicyDraft;
import dev.nines.engine.declarations.budget.MaintenanceDraft;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.slo.ErrorBudgetPolicy;
import dev.nines.slo.Slo;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Follows the references of the kinds that say how budgets count. */
final class BudgetReferences {
  private final Drafts drafts;
  private final List<Slo> slos;

  /** The SLOs are those that could be read. */
  BudgetReferences(Drafts drafts, List<Slo> slos) {
    this.drafts = drafts;
    this.slos = slos;
  }

  BudgetRules resolve() {
    var corrections = new LinkedHashMap<String, Correction>();
    drafts.budget().corrections().values().stream()
        .flatMap(Optional::stream)
        .forEach(draft -> {
          check(draft.subjects());
          draft.correction().ifPresent(c -> corrections.put(draft.name(), c));
        });
    return new BudgetRules(
        drafts.budget().maintenances().values().stream()
            .flatMap(Optional::stream)
            .flatMap(draft -> maintenance(draft).stream())
            .toList(),
        corrections,
        policies());
  }

  private Optional<Maintenance> maintenance(MaintenanceDraft draft) {
    draft.services().forEach(drafts.services()::resolve);
    draft.probes().forEach(drafts.probes()::resolve);
    return draft.maintenance();
  }

  private void check(ForSlos subjects) {
    subjects.slos().forEach(drafts.slos()::resolve);
    subjects.services().forEach(drafts.services()::resolve);
  }

  /** What an SLO's own policy says goes before what one of its whole service does. */
  private Map<String, ErrorBudgetPolicy> policies() {
    var drafted = drafts.budget().policies().values().stream().flatMap(Optional::stream).toList();
    drafted.forEach(draft -> check(draft.subjects()));
    var ofSlo = firsts(drafted, ForSlos::slos);
    var ofService = firsts(drafted, ForSlos::services);
    return slos.stream()
        .filter(slo -> ofSlo.containsKey(slo.name()) || ofService.containsKey(slo.service()))
        .collect(
            Collectors.toMap(
                Slo::name,
                slo ->
                    Optional.ofNullable(ofSlo.get(slo.name()))
                        .or(() -> Optional.ofNullable(ofService.get(slo.service())))
                        .orElseThrow()));
  }

  private static Map<String, ErrorBudgetPolicy> firsts(
      List<PolicyDraft> drafts, Function<ForSlos, List<Reference>> subjects) {
    var policies = new HashMap<String, ErrorBudgetPolicy>();
    var first = new HashMap<String, Reference>();
    for (var draft : drafts) {
      for (var named : subjects.apply(draft.subjects())) {
        var other = first.putIfAbsent(named.name(), named);
        if (other != null) {
          named
              .at()
              .fault(
                  "a second error budget policy for "
                      + named.name()
                      + ", the first is at "
                      + other.at().place());
        }
        draft.policy().ifPresent(policy -> policies.putIfAbsent(named.name(), policy));
      }
    }
    return policies;
  }
}
