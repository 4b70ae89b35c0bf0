package dev.nines.engine.api.adjustments;

import dev.nines.engine.calendar.Recurrence;
import dev.nines.engine.catalog.Maintenance;
import dev.nines.engine.catalog.Maintenance.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A declared maintenance as the API shows it.
 *
 * @param name its name
 * @param displayName its name for people
 * @param reason why; empty where nobody says
 * @param all whether everything is in maintenance
 * @param services the services it names
 * @param probes the probes it names
 * @param rrule by which it recurs
 * @param timeZone where its local time holds
 * @param durationSeconds how long each time takes
 * @param underWay whether it is under way
 * @param next the next times, the one under way among them
 */
public record MaintenanceView(
    String name,
    String displayName,
    String reason,
    boolean all,
    List<String> services,
    List<String> probes,
    Optional<String> rrule,
    String timeZone,
    double durationSeconds,
    boolean underWay,
    List<SpanView> next) {
  private static final int MOST = 5;

  /** A yearly one is shown too. */
  private static final Duration HORIZON = Duration.ofDays(5 * 366L);

  static MaintenanceView of(Maintenance maintenance, Instant now, ZoneId standard) {
    var schedule = maintenance.schedule();
    var next =
        schedule
            .from(now, now.plus(HORIZON), standard)
            .limit(MOST)
            .map(span -> new SpanView(span.from(), span.to()))
            .toList();
    var named =
        switch (maintenance.scope()) {
          case Scope.All() -> Optional.<Scope.Named>empty();
          case Scope.Named names -> Optional.of(names);
        };
    return new MaintenanceView(
        maintenance.name(),
        maintenance.displayName(),
        maintenance.reason(),
        named.isEmpty(),
        named.map(names -> names.services().stream().sorted().toList()).orElse(List.of()),
        named.map(names -> names.probes().stream().sorted().toList()).orElse(List.of()),
        schedule.rule().map(Recurrence::text),
        schedule.zone().orElse(standard).getId(),
        schedule.duration().toMillis() / 1_000.0,
        next.stream().anyMatch(span -> !span.from().isAfter(now)),
        next);
  }

  /**
   * A span of time.
   *
   * @param from its first instant
   * @param to the first one after it
   */
  public record SpanView(Instant from, Instant to) {}
}
