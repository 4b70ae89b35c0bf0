package dev.nines.engine.declarations.budget;

import dev.nines.engine.calendar.Schedule;
import dev.nines.engine.catalog.Maintenance;
import dev.nines.engine.catalog.Maintenance.Scope;
import dev.nines.engine.declarations.openslo.Metadata;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.engine.declarations.yaml.Registry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code kind: Maintenance}. */
public final class MaintenanceKind {
  private MaintenanceKind() {}

  /**
   * Reads a maintenance.
   *
   * @param document the document
   * @param maintenances where it is declared
   */
  public static void read(Mapping document, Registry<Optional<MaintenanceDraft>> maintenances) {
    var metadata = Metadata.of(document);
    var spec = document.required("spec").flatMap(field -> field.mapping(Spec::of));
    metadata.ifPresent(m ->
        maintenances.add(
            m.name(),
            m.at(),
            spec.map(s ->
                new MaintenanceDraft(
                    s.services,
                    s.probes,
                    s.schedule.map(schedule ->
                        new Maintenance(
                            m.name(), m.displayName(), schedule, s.scope(), s.reason))))));
  }

  private record Spec(
      Optional<Schedule> schedule,
      List<Reference> services,
      List<Reference> probes,
      boolean all,
      String reason) {
    static Spec of(Mapping spec) {
      var services = spec.optional("services").map(f -> f.list(Reference::of)).orElse(List.of());
      var probes = spec.optional("probes").map(f -> f.list(Reference::of)).orElse(List.of());
      var all = spec.optional("all").flatMap(Field::bool).orElse(false);
      var named = !services.isEmpty() || !probes.isEmpty();
      if (!named && !all) {
        spec.self().fault("expected services, probes or, for everything, all: true");
      } else if (named && all) {
        spec.self().fault("expected either all: true, or services and probes");
      }
      return new Spec(
          ScheduleReader.read(spec),
          services,
          probes,
          all,
          spec.optional("reason").flatMap(Field::text).orElse(""));
    }

    Scope scope() {
      return all ? new Scope.All() : new Scope.Named(names(services), names(probes));
    }

    private static Set<String> names(List<Reference> references) {
      return references.stream().map(Reference::name).collect(Collectors.toSet());
    }
  }
}
