package dev.nines.engine.declarations.openslo;

import dev.nines.engine.declarations.openslo.SloDraft.At;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.slo.Sli.Locations;
import dev.nines.slo.Slo;
import dev.nines.slo.Slo.BurnAlerts;
import dev.nines.slo.Slo.Maintenance;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads what Nines adds to one SLO, by annotations. */
final class SettingsReader {
  private static final long MOST_EVENTS = 1_000_000_000_000L;

  private Maintenance maintenance = Slo.Settings.DEFAULT.maintenance();
  private long minimumEvents = Slo.Settings.DEFAULT.minimumEvents();
  private BurnAlerts burnAlerts = Slo.Settings.DEFAULT.burnAlerts();
  private Optional<At> locations = Optional.empty();

  /** Who reads each annotation. */
  Map<String, Consumer<Field>> byName() {
    return Map.of(
        "nines.dev/maintenance",
        field ->
            field
                .oneOf(Map.of("exclude", Maintenance.EXCLUDE, "count", Maintenance.COUNT))
                .ifPresent(read -> maintenance = read),
        "nines.dev/locations",
        field ->
            field
                .oneOf(
                    Map.of(
                        "pooled", Locations.POOLED,
                        "any", Locations.ANY,
                        "all", Locations.ALL,
                        "majority", Locations.MAJORITY))
                .ifPresent(read -> locations = Optional.of(new At(field, read))),
        "nines.dev/minimum-events",
        field ->
            field
                .parse("a whole number of events such as \"100\"", SettingsReader::count)
                .ifPresent(read -> minimumEvents = read),
        "nines.dev/burn-alerts",
        field ->
            field
                .oneOf(Map.of("default", BurnAlerts.DEFAULT, "none", BurnAlerts.NONE))
                .ifPresent(read -> burnAlerts = read));
  }

  /** An annotation is a text, so its digits may stand in quotes. */
  private static Optional<Long> count(String text) {
    return Optional.of(text)
        .filter(t -> t.matches("\\d{1,13}"))
        .map(Long::parseLong)
        .filter(events -> events <= MOST_EVENTS);
  }

  Slo.Settings settings() {
    return new Slo.Settings(maintenance, minimumEvents, burnAlerts);
  }

  Optional<At> locations() {
    return locations;
  }
}
