package dev.nines.engine.declarations.openslo;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion.Op;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli.Locations;
import dev.nines.slo.Slo;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An SLO as written, its references not yet followed.
 *
 * @param name the name
 * @param displayName for people
 * @param labels values by key
 * @param service the service it is promised of
 * @param indicator what is counted for all objectives; absent where it is composite
 * @param window over which each budget is counted
 * @param objectives how good is good enough
 * @param alertPolicies who is told what
 * @param settings what Nines adds
 * @param locations how locations are taken together, where written
 */
public record SloDraft(
    String name,
    String displayName,
    Map<String, List<String>> labels,
    Reference service,
    Optional<Use<SliDraft>> indicator,
    BudgetWindow window,
    List<Promise> objectives,
    List<PolicyUse> alertPolicies,
    Slo.Settings settings,
    Optional<At> locations) {
  /** Copies the lists. */
  public SloDraft {
    objectives = List.copyOf(objectives);
    alertPolicies = List.copyOf(alertPolicies);
  }

  /** {@return whether each objective counts by an SLI of its own} */
  public boolean composite() {
    return indicator.isEmpty();
  }

  /**
   * A policy that the SLO uses.
   *
   * @param at where
   * @param policy the policy
   */
  public record PolicyUse(Field at, Use<AlertPolicyDraft> policy) {}

  /**
   * One objective.
   *
   * @param at where it stands
   * @param objective how good is good enough
   * @param weight how much of a composite it makes up
   * @param op how a threshold is compared, where given
   * @param value with what, where given
   * @param indicator what is counted for it alone, where given
   */
  public record Promise(
      Field at,
      Objective objective,
      BigDecimal weight,
      Optional<Op> op,
      Optional<Limit> value,
      Optional<Use<SliDraft>> indicator) {}

  /**
   * What a measured value is compared with. What it means, and so how large it may be, is the SLI's
   * to say.
   *
   * @param at where it stands
   * @param number the number
   */
  public record Limit(Field at, double number) {}

  /**
   * How locations are taken together, as written.
   *
   * @param field where it is written
   * @param locations what is written
   */
  public record At(Field field, Locations locations) {}
}
