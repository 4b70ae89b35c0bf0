package dev.nines.engine.declarations.openslo;

import dev.nines.engine.catalog.Service;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.engine.declarations.yaml.Registry;
import dev.nines.slo.BudgetWindow;
import java.util.List;
import java.util.Optional;

/** Reads {@code kind: SLO}. */
public final class SloKind {
  private SloKind() {}

  /**
   * Reads an SLO.
   *
   * @param document the document
   * @param slos where it is declared
   * @param services where its service is
   */
  public static void read(
      Mapping document, Registry<Optional<SloDraft>> slos, Registry<Service> services) {
    var settings = new SettingsReader();
    var metadata = Metadata.of(document, settings.byName());
    var spec = document.required("spec").flatMap(field -> field.mapping(SloKind::spec));
    spec.flatMap(Spec::service).ifPresent(services::mention);
    metadata.ifPresent(m -> slos.add(m.name(), m.at(), spec.flatMap(s -> s.draft(m, settings))));
  }

  private static Spec spec(Mapping spec) {
    Metadata.description(spec);
    var window = spec.required("timeWindow").flatMap(WindowReader::read);
    var method = spec.required("budgetingMethod").flatMap(MethodReader::method);
    var objectives =
        new ObjectiveReader(new MethodReader(method, window), IndicatorReader.isIn(spec));
    var promises = spec.required("objectives").map(objectives::read).orElse(List.of());
    if (!IndicatorReader.isIn(spec) && !objectives.composite()) {
      spec.self().fault("expected exactly one of indicator and indicatorRef");
    }
    return new Spec(
        spec.required("service").flatMap(Reference::of),
        IndicatorReader.read(spec),
        window,
        promises,
        spec.optional("alertPolicies").map(field -> field.list(SloKind::policy)).orElse(List.of()));
  }

  private static Optional<SloDraft.PolicyUse> policy(Field item) {
    return Use.read(item, "alertPolicyRef", "AlertPolicy", AlertPolicyKind::inline)
        .map(use -> new SloDraft.PolicyUse(item, use));
  }

  private record Spec(
      Optional<Reference> service,
      Optional<Use<SliDraft>> indicator,
      Optional<BudgetWindow> window,
      List<SloDraft.Promise> objectives,
      List<SloDraft.PolicyUse> alertPolicies) {
    Optional<SloDraft> draft(Metadata metadata, SettingsReader settings) {
      return service.flatMap(of ->
          window.map(over ->
              new SloDraft(
                  metadata.name(),
                  metadata.displayName(),
                  metadata.labels(),
                  of,
                  indicator,
                  over,
                  objectives,
                  alertPolicies,
                  settings.settings(),
                  settings.locations())));
    }
  }
}
