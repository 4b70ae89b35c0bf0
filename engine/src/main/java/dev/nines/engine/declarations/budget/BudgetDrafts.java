package dev.nines.engine.declarations.budget;

import dev.nines.engine.catalog.Correction;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.engine.declarations.yaml.Registry;
import dev.nines.slo.ErrorBudgetPolicy;
import java.util.List;
import java.util.Optional;

/**
 * What was found under its name, references not yet followed. What could not be read is an empty
 * entry: its name is declared all the same.
 *
 * @param maintenances the maintenances
 * @param corrections the corrections
 * @param policies the error budget policies
 */
public record BudgetDrafts(
    Registry<Optional<MaintenanceDraft>> maintenances,
    Registry<Optional<CorrectionDraft>> corrections,
    Registry<Optional<PolicyDraft>> policies) {
  /** Nothing yet. */
  public BudgetDrafts() {
    this(
        new Registry<>("maintenance"),
        new Registry<>("correction"),
        new Registry<>("error budget policy"));
  }

  /**
   * Which SLOs something is for.
   *
   * @param slos by name
   * @param services all SLOs of these
   */
  public record ForSlos(List<Reference> slos, List<Reference> services) {}

  /**
   * A correction as written.
   *
   * @param name its name
   * @param subjects which SLOs it is for
   * @param correction the correction; absent where it could not be read
   */
  public record CorrectionDraft(String name, ForSlos subjects, Optional<Correction> correction) {}

  /**
   * A policy as written.
   *
   * @param subjects which SLOs it is for
   * @param policy the policy; absent where it could not be read
   */
  public record PolicyDraft(ForSlos subjects, Optional<ErrorBudgetPolicy> policy) {}
}
