package dev.nines.engine.declarations.budget;

import dev.nines.engine.calendar.InvalidRecurrence;
import dev.nines.engine.calendar.Recurrence;
import dev.nines.engine.calendar.Schedule;
import dev.nines.engine.catalog.Maintenance;
import dev.nines.engine.catalog.Maintenance.Scope;
import dev.nines.engine.declarations.openslo.Metadata;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.engine.declarations.yaml.Registry;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code kind: Maintenance}. */
public final class MaintenanceKind {
  /** A rule can be read without its start. */
  private static final LocalDateTime ANY_TIME = LocalDate.of(2026, 1, 1).atStartOfDay();

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
          MaintenanceKind.schedule(spec),
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

  private static Optional<Schedule> schedule(Mapping spec) {
    var start = spec.required("start").flatMap(Times::start);
    var duration = spec.required("duration").flatMap(Field::positiveDuration);
    var zone = spec.optional("timeZone").flatMap(Times::zone);
    var rule = spec.optional("rrule");
    var where =
        zone.orElse(ZoneOffset.MAX); // where days begin first, so nothing is refused wrongly
    var from = start.map(s -> s.local(where)).orElse(ANY_TIME);
    var recurrence = rule.flatMap(field -> recurrence(field, from, where));
    if (rule.isPresent() && recurrence.isEmpty()) {
      return Optional.empty();
    }
    return start.flatMap(at -> duration.map(length -> new Schedule(at, length, recurrence, zone)));
  }

  private static Optional<Recurrence> recurrence(Field field, LocalDateTime start, ZoneId zone) {
    return field
        .text()
        .flatMap(text -> {
          try {
            return Optional.of(Recurrence.of(text.replaceFirst("^RRULE:", ""), start, zone));
          } catch (InvalidRecurrence e) {
            field.fault(
                "expected a rule of RFC 5545 such as FREQ=WEEKLY;BYDAY=SA,SU: " + e.getMessage());
            return Optional.empty();
          }
        });
  }
}
