package dev.nines.engine.declarations.openslo;

import dev.nines.engine.catalog.Service;
import dev.nines.engine.declarations.openslo.SloDraft.Indicator;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.engine.declarations.yaml.Registry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads {@code kind: SLO}. */
public final class SloKind {
  /** Minutes are kept for the longest window, so it must end somewhere. */
  private static final Duration LONGEST = Duration.ofDays(5 * 365);

  /** Two windows of whole minutes must fit in, a long and a short one. */
  private static final Duration SHORTEST = Duration.ofMinutes(2);

  private static final Map<String, Boolean> BUDGETING =
      Map.of("Occurrences", true, "Timeslices", false, "RatioTimeslices", false);

  /** Each setting's values, and whether Nines acts on them yet. */
  private static final Map<String, Consumer<Field>> SETTINGS =
      Map.of(
          "nines.dev/maintenance", oneOf(Map.of("exclude", true, "count", true)),
          "nines.dev/locations",
              oneOf(Map.of("pooled", true, "any", false, "all", false, "majority", false)),
          "nines.dev/minimum-events", field -> field.fault("is not supported yet"),
          "nines.dev/burn-alerts", oneOf(Map.of("default", true, "none", false)));

  private SloKind() {}

  private static Consumer<Field> oneOf(Map<String, Boolean> supported) {
    return field -> supported(field, supported);
  }

  /** Nothing that changes a number is ignored silently. */
  private static void supported(Field field, Map<String, Boolean> supported) {
    if (field.oneOf(supported).filter(yes -> !yes).isPresent()) {
      field.fault(field.text().orElse("") + " is not supported yet");
    }
  }

  /**
   * Reads an SLO.
   *
   * @param document the document
   * @param slos where it is declared
   * @param services where its service is
   */
  public static void read(
      Mapping document, Registry<Optional<SloDraft>> slos, Registry<Service> services) {
    var metadata = Metadata.of(document, SETTINGS);
    var spec = document.required("spec").flatMap(field -> field.mapping(SloKind::spec));
    spec.flatMap(Spec::service).ifPresent(services::mention);
    metadata.ifPresent(
        m -> slos.add(m.name(), m.at(), spec.flatMap(s -> s.draft(m.name(), m.displayName()))));
  }

  private static Spec spec(Mapping spec) {
    spec.optional("description").ifPresent(Field::text);
    spec.required("budgetingMethod").ifPresent(field -> supported(field, BUDGETING));
    spec.optional("alertPolicies").ifPresent(SloKind::alertPolicies);
    return new Spec(
        spec.required("service").flatMap(Reference::of),
        indicator(spec),
        spec.required("timeWindow").flatMap(SloKind::window),
        spec.required("objectives").map(ObjectiveReader::read).orElse(List.of()));
  }

  private static void alertPolicies(Field policies) {
    if (!policies.items().isEmpty()) {
      policies.fault("is not supported yet; the default burn-rate alerts always apply");
    }
  }

  private static Optional<Indicator> indicator(Mapping spec) {
    var inline = spec.optional("indicator");
    var byName = spec.optional("indicatorRef");
    if (inline.isPresent() == byName.isPresent()) {
      spec.self().fault("expected exactly one of indicator and indicatorRef");
    }
    return inline
        .flatMap(field -> field.mapping(SloKind::inline))
        .or(() -> byName.flatMap(Reference::of).map(SloDraft.ByName::new));
  }

  private static Indicator inline(Mapping indicator) {
    Metadata.of(indicator);
    return new SloDraft.Inline(SliKind.spec(indicator));
  }

  private static Optional<Duration> window(Field windows) {
    var lengths = windows.list(item -> item.mapping(SloKind::length));
    if (windows.isList() && windows.items().size() != 1) {
      windows.fault("expected exactly one window");
    }
    return lengths.stream().findFirst().flatMap(length -> length);
  }

  private static Optional<Duration> length(Mapping window) {
    window.unsupported("calendar");
    var rolling = window.optional("isRolling").flatMap(Field::bool).orElse(false);
    if (!rolling && window.optional("calendar").isEmpty()) {
      window.self().fault("a calendar window is not supported yet; expected isRolling: true");
    }
    var duration = window.required("duration");
    var length = duration.flatMap(Field::openSloDuration);
    if (length.filter(l -> l.compareTo(SHORTEST) < 0).isPresent()) {
      duration.ifPresent(field -> field.fault("shorter than 2m: " + field.described()));
      return Optional.empty();
    }
    if (length.filter(l -> l.compareTo(LONGEST) > 0).isPresent()) {
      duration.ifPresent(field -> field.fault("longer than 5Y: " + field.described()));
    }
    return length;
  }

  private record Spec(
      Optional<Reference> service,
      Optional<Indicator> indicator,
      Optional<Duration> window,
      List<SloDraft.Promise> objectives) {
    Optional<SloDraft> draft(String name, String displayName) {
      return service.flatMap(s ->
          indicator.flatMap(
              i -> window.map(w -> new SloDraft(name, displayName, s, i, w, objectives))));
    }
  }
}
