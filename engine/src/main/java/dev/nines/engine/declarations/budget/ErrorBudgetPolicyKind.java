package dev.nines.engine.declarations.budget;

import dev.nines.engine.declarations.budget.BudgetDrafts.PolicyDraft;
import dev.nines.engine.declarations.openslo.Metadata;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Registry;
import dev.nines.slo.ErrorBudgetPolicy;
import dev.nines.slo.ErrorBudgetPolicy.Step;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code kind: ErrorBudgetPolicy}. */
public final class ErrorBudgetPolicyKind {
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?) ?%");

  private ErrorBudgetPolicyKind() {}

  /**
   * Reads a policy.
   *
   * @param document the document
   * @param policies where it is declared
   */
  public static void read(Mapping document, Registry<Optional<PolicyDraft>> policies) {
    var metadata = Metadata.of(document);
    var draft =
        document
            .required("spec")
            .flatMap(field ->
                field.mapping(spec -> {
                  var subjects = ForSlosReader.read(spec);
                  var steps = spec.required("steps").map(ErrorBudgetPolicyKind::steps);
                  return new PolicyDraft(
                      subjects,
                      metadata.flatMap(m ->
                          steps
                              .filter(list -> !list.isEmpty())
                              .map(
                                  list -> new ErrorBudgetPolicy(m.name(), m.displayName(), list))));
                }));
    metadata.ifPresent(m -> policies.add(m.name(), m.at(), draft));
  }

  /** None where they do not ascend, which is told. */
  private static List<Step> steps(Field field) {
    var steps = field.list(item -> item.mapping(ErrorBudgetPolicyKind::step).flatMap(s -> s));
    if (field.isList() && field.items().isEmpty()) {
      field.fault("expected at least one step");
    }
    for (var i = 1; i < steps.size(); i++) {
      if (steps.get(i).consumed().compareTo(steps.get(i - 1).consumed()) <= 0) {
        field.fault("expected steps in ascending order of consumed, each once");
        return List.of();
      }
    }
    return steps;
  }

  private static Optional<Step> step(Mapping step) {
    var consumed =
        step.required("consumed")
            .flatMap(f -> f.parse("a percentage such as 50%", ErrorBudgetPolicyKind::ratio));
    var action = step.required("action").flatMap(Field::text);
    var freeze = step.optional("freeze").flatMap(Field::bool);
    return consumed.flatMap(share ->
        action.map(text -> new Step(share, text, freeze.orElseGet(() -> saysFreeze(text)))));
  }

  /** Who writes that alone means it. */
  private static boolean saysFreeze(String action) {
    return action.strip().equalsIgnoreCase("freeze");
  }

  private static Optional<BigDecimal> ratio(String text) {
    var matcher = PERCENT.matcher(text);
    return matcher.matches()
        ? Optional.of(new BigDecimal(matcher.group(1)).movePointLeft(2))
        : Optional.empty();
  }
}
