package dev.nines.engine.declarations.kinds;

import dev.nines.engine.catalog.Freeze;
import dev.nines.engine.declarations.budget.ScheduleReader;
import dev.nines.engine.declarations.openslo.Metadata;
import dev.nines.engine.declarations.telling.EscalationReader;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.engine.declarations.yaml.Registry;
import dev.nines.incident.ServicePolicy;
import dev.nines.incident.ServicePolicy.ExternalAlerts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code kind: ServicePolicy}. */
public final class ServicePolicyKind {
  /**
   * Twice Alertmanager's {@code group_interval} as it is by default: it tells nothing again sooner
   * than that, and one message may be late.
   */
  private static final Duration LEAST_END_AFTER = Duration.ofMinutes(10);

  private ServicePolicyKind() {}

  /**
   * Reads a policy.
   *
   * @param document the document
   * @param policies where it is declared
   */
  public static void read(Mapping document, Registry<PolicyDraft> policies) {
    var metadata = Metadata.of(document);
    var draft = document.required("spec").flatMap(field -> field.mapping(ServicePolicyKind::spec));
    metadata.ifPresent(m -> draft.ifPresent(d -> policies.add(m.name(), m.at(), d)));
  }

  private static PolicyDraft spec(Mapping spec) {
    spec.unsupported("since");
    var services =
        spec.required("services").map(field -> field.list(Reference::of)).orElse(List.of());
    return new PolicyDraft(
        services,
        new ServicePolicy(
            duration(spec, "holdTime", ServicePolicy.DEFAULT.holdTime()),
            duration(spec, "flapWindow", ServicePolicy.DEFAULT.flapWindow()),
            spec.optional("runbook").flatMap(Field::text),
            spec.optional("owner").flatMap(Field::text),
            spec.optional("externalAlerts")
                .flatMap(field -> field.mapping(alerts -> externalAlerts(alerts, services.size())))
                .orElse(ExternalAlerts.DEFAULT),
            spec.optional("environment")
                .map(ServicePolicyKind::environments)
                .orElse(ServicePolicy.PRODUCTION)),
        EscalationReader.of(spec),
        spec.optional("freeze")
            .map(field -> field.list(item -> item.mapping(ServicePolicyKind::freeze)))
            .map(list -> list.stream().flatMap(Optional::stream).toList())
            .orElse(List.of()));
  }

  private static Optional<Freeze> freeze(Mapping freeze) {
    var schedule = ScheduleReader.read(freeze);
    var reason = freeze.optional("reason").flatMap(Field::text).orElse("");
    return schedule.map(when -> new Freeze(when, reason));
  }

  /** One name or several; none would make every deployment one to nobody. */
  private static Set<String> environments(Field field) {
    var names = field.isList() ? field.list(Field::text) : field.text().stream().toList();
    if (field.isList() && field.items().isEmpty()) {
      field.fault("expected the name of an environment, or a list of names");
    }
    return new LinkedHashSet<>(names);
  }

  private static ExternalAlerts externalAlerts(Mapping alerts, int services) {
    var match = alerts.optional("match");
    if (services > 1) {
      match.ifPresent(field ->
          field.fault("names one service, and this policy is for several: give it its own"));
    }
    return new ExternalAlerts(
        alerts.optional("downtime").flatMap(Field::bool).orElse(false),
        match.flatMap(field -> field.mapping(ServicePolicyKind::labels)).orElse(Map.of()),
        alerts
            .optional("endAfter")
            .flatMap(field -> field.durationAtLeast(LEAST_END_AFTER, "10m"))
            .orElse(ExternalAlerts.SIX_DAYS));
  }

  private static Map<String, String> labels(Mapping labels) {
    var values = new LinkedHashMap<String, String>();
    labels
        .entries()
        .forEach((key, field) -> field.text().ifPresent(value -> values.put(key, value)));
    return values;
  }

  private static Duration duration(Mapping spec, String key, Duration standard) {
    return spec.optional(key).flatMap(Field::duration).orElse(standard);
  }
}
