package dev.nines.engine.declarations.telling;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.incident.Escalation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the {@code escalation} of a ServicePolicy. */
public final class EscalationReader {
  private EscalationReader() {}

  /**
   * As written.
   *
   * @param targets the channels it names
   * @param escalation the steps
   */
  public record Draft(List<Reference> targets, Escalation escalation) {
    /** Nobody else is told. */
    public static final Draft NONE = new Draft(List.of(), Escalation.NONE);
  }

  private record Step(List<Reference> targets, Optional<Duration> after) {}

  /**
   * Reads it.
   *
   * @param spec the policy
   * @return what is declared
   */
  public static Draft of(Mapping spec) {
    var steps =
        spec.optional("escalation")
            .map(field -> field.list(item -> item.mapping(EscalationReader::step)))
            .orElse(List.of());
    return new Draft(
        steps.stream().flatMap(step -> step.targets.stream()).toList(),
        new Escalation(
            steps.stream()
                .flatMap(step ->
                    step.after.stream().map(after -> new Escalation.Step(after, names(step))))
                .toList()));
  }

  private static List<String> names(Step step) {
    return step.targets.stream().map(Reference::name).toList();
  }

  private static Step step(Mapping step) {
    var after = step.required("after").flatMap(Field::positiveDuration);
    var targets = step.required("targets");
    if (targets.filter(field -> field.isList() && field.items().isEmpty()).isPresent()) {
      targets.get().fault("expected at least one channel");
    }
    return new Step(targets.map(f -> f.list(Reference::of)).orElse(List.of()), after);
  }
}
