package dev.nines.engine.declarations.openslo;

import dev.nines.engine.declarations.openslo.AlertPolicyDraft.When;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Registry;
import java.util.List;
import java.util.Optional;

/** Reads {@code kind: AlertPolicy}, and the policy that stands inside an SLO. */
public final class AlertPolicyKind {
  private AlertPolicyKind() {}

  /**
   * Reads a policy.
   *
   * @param document the document
   * @param policies where it is declared
   */
  public static void read(Mapping document, Registry<Optional<AlertPolicyDraft>> policies) {
    var metadata = Metadata.of(document);
    var draft = draft(document, metadata);
    metadata.ifPresent(m -> policies.add(m.name(), m.at(), draft));
  }

  static Optional<AlertPolicyDraft> inline(Mapping policy) {
    return draft(policy, Metadata.of(policy));
  }

  private static Optional<AlertPolicyDraft> draft(Mapping policy, Optional<Metadata> metadata) {
    return policy
        .required("spec")
        .flatMap(field -> field.mapping(spec -> metadata.map(m -> spec(spec, m))))
        .flatMap(draft -> draft);
  }

  private static AlertPolicyDraft spec(Mapping spec, Metadata metadata) {
    Metadata.description(spec);
    var when =
        new When(
            flag(spec, "alertWhenNoData"),
            flag(spec, "alertWhenResolved"),
            flag(spec, "alertWhenBreaching"));
    if (when.never()) {
      spec.self().warn("never tells anybody anything: no alertWhen... is true");
    }
    var conditions =
        spec.required("conditions")
            .map(field -> {
              if (field.isList() && field.items().size() != 1) {
                field.fault("expected exactly one condition");
              }
              return field.list(item ->
                  Use.read(item, "conditionRef", "AlertCondition", AlertConditionKind::inline));
            })
            .orElse(List.of());
    var targets =
        spec.required("notificationTargets")
            .map(field -> {
              if (field.isList() && field.items().isEmpty()) {
                field.fault("expected at least one target");
              }
              return field.list(item ->
                  Use.read(
                      item,
                      "targetRef",
                      "AlertNotificationTarget",
                      AlertNotificationTargetKind::inline));
            })
            .orElse(List.of());
    return new AlertPolicyDraft(
        metadata.name(), metadata.displayName(), when, conditions.stream().findFirst(), targets);
  }

  private static boolean flag(Mapping spec, String key) {
    return spec.optional(key).flatMap(Field::bool).orElse(false);
  }
}
