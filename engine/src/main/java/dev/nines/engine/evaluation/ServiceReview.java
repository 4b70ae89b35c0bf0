package dev.nines.engine.evaluation;

import dev.nines.engine.adjustments.MaintenancePlan;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.incidents.ExternalAlertTable.ExternalAlertRow;
import dev.nines.engine.incidents.OutageTable.OutageRow;
import dev.nines.engine.incidents.Suppressed;
import dev.nines.engine.sli.SliBook;
import dev.nines.incident.FailureStreak;
import dev.nines.incident.Incident;
import dev.nines.slo.reliability.Coverage;
import dev.nines.slo.reliability.IncidentTimes;
import dev.nines.slo.reliability.ObservedTime;
import dev.nines.slo.reliability.ReliabilityFigures;
import dev.nines.slo.reliability.Uptime;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How is a service, and how was it over the windows that people are asked for? */
final class ServiceReview {
  /** The windows of uptime and mean times, shortest first. */
  static final List<Duration> WINDOWS =
      List.of(Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30));

  private final SliBook book;
  private final Predicate<String> degraded;
  private final Function<String, Optional<FailureStreak>> streaks;
  private final MaintenancePlan plan;
  private final Instant now;

  /**
   * Reviews services.
   *
   * @param book when their probes were watching
   * @param degraded whether a probe's latest run was slower than it should be, by its name
   * @param streaks a probe's failed runs in a row that are no outage yet, by its name
   * @param plan when what is in maintenance
   * @param now the present
   */
  ServiceReview(
      SliBook book,
      Predicate<String> degraded,
      Function<String, Optional<FailureStreak>> streaks,
      MaintenancePlan plan,
      Instant now) {
    this.book = book;
    this.degraded = degraded;
    this.streaks = streaks;
    this.plan = plan;
    this.now = now;
  }

  /**
   * What others than the probes of a service say of it.
   *
   * @param burning whether one of its error budgets burns fast enough to page
   * @param alerts other people's alerts in the longest window, and those that fire
   * @param downtime whether these are declared to count as downtime
   */
  record Others(boolean burning, List<ExternalAlertRow> alerts, boolean downtime) {}

  /**
   * Reviews a service.
   *
   * @param service what is declared of it
   * @param probes its probes
   * @param outages outages of its probes in the longest window, and the open ones
   * @param incidents its incidents in the longest window, and the open one
   * @param others what others than its probes say
   * @param suppressed what is wrong with it and opens no incident now
   */
  ServiceStatus review(
      Service service,
      List<ProbeDeclaration> probes,
      List<OutageRow> outages,
      List<Incident> incidents,
      Others others,
      List<Suppressed> suppressed) {
    var down =
        outages.stream()
            .filter(outage -> outage.recoveredAt().isEmpty())
            .map(OutageRow::probe)
            .collect(Collectors.toSet());
    var states = probes.stream().map(probe -> status(probe, down)).toList();
    var maintenance = plan.ofService(service.name());
    var until = MaintenancePlan.until(maintenance, now);
    return new ServiceStatus(
        service,
        until.isPresent() ? ServiceState.MAINTENANCE : state(states, others),
        until,
        incidents.stream().filter(Incident::open).findFirst(),
        windows(probes, downtime(outages).union(downtime(others)), incidents, maintenance),
        states,
        suppressed);
  }

  private ProbeStatus status(ProbeDeclaration probe, Set<String> down) {
    var streak = streaks.apply(probe.name());
    return new ProbeStatus(probe, state(probe, down, streak), streak);
  }

  private ServiceState state(
      ProbeDeclaration probe, Set<String> down, Optional<FailureStreak> streak) {
    if (plan.ofProbe(probe.name()).contains(now)) {
      return ServiceState.MAINTENANCE;
    }
    if (!book.isKnown(probe.name(), now)) {
      return ServiceState.UNKNOWN;
    }
    if (down.contains(probe.name())) {
      return ServiceState.DOWN;
    }
    if (streak.filter(failing -> !failing.everGood()).isPresent()) {
      return ServiceState.UNKNOWN; // no run says that it is up, and too few that it is down
    }
    return degraded.test(probe.name()) ? ServiceState.DEGRADED : ServiceState.UP;
  }

  private static ServiceState state(List<ProbeStatus> probes, Others others) {
    var states = probes.stream().map(ProbeStatus::state).collect(Collectors.toSet());
    var alerted = others.alerts().stream().anyMatch(alert -> alert.clearedAt().isEmpty());
    if (states.contains(ServiceState.DOWN) || (alerted && others.downtime())) {
      return ServiceState.DOWN;
    }
    if (states.contains(ServiceState.DEGRADED)) {
      return ServiceState.DEGRADED;
    }
    if (!states.contains(ServiceState.UP)) {
      return ServiceState.UNKNOWN;
    }
    return others.burning() || alerted ? ServiceState.DEGRADED : ServiceState.UP;
  }

  private SequencedMap<Duration, ServiceStatus.Figures> windows(
      List<ProbeDeclaration> probes,
      Intervals downtime,
      List<Incident> incidents,
      Intervals maintenance) {
    var coverages =
        probes.stream()
            .map(probe -> book.coverage(probe.name(), now))
            .flatMap(Optional::stream)
            .toList();
    var windows = new LinkedHashMap<Duration, ServiceStatus.Figures>();
    if (coverages.isEmpty()) {
      return windows;
    }
    var unknown = Coverage.unknownToAll(coverages);
    var since =
        probes.stream()
            .flatMap(probe -> book.since(probe.name()).stream())
            .min(Instant::compareTo)
            .orElse(now);
    var times = incidents.stream().map(ServiceReview::times).toList();
    for (var length : WINDOWS) {
      var window = new Interval(now.minus(length), now);
      var observed =
          ObservedTime.of(
              window, new Interval(since.isBefore(now) ? since : now, now), unknown, maintenance);
      var uptime = Uptime.of(observed, downtime);
      windows.put(
          length,
          new ServiceStatus.Figures(uptime, ReliabilityFigures.of(window, now, times, uptime)));
    }
    return windows;
  }

  private Intervals downtime(List<OutageRow> outages) {
    return new Intervals(
        outages.stream()
            .flatMap(outage -> downtime(outage.impactStart(), outage.restoredAt()))
            .toList());
  }

  private Intervals downtime(Others others) {
    return others.downtime()
        ? new Intervals(
            others.alerts().stream()
                .map(ExternalAlertRow::told)
                .flatMap(told -> downtime(told.startsAt(), told.endedAt()))
                .toList())
        : Intervals.NONE;
  }

  private Stream<Interval> downtime(Instant from, Optional<Instant> to) {
    return from.isBefore(now) // clocks differ
        ? Stream.of(new Interval(from, to.filter(at -> at.isBefore(now)).orElse(now)))
        : Stream.empty();
  }

  private static IncidentTimes times(Incident incident) {
    var times = incident.times();
    return new IncidentTimes(
        times.impactStart(),
        times.lastGood(),
        times.detected(),
        times.opened(),
        times.acknowledged(),
        times.restored(),
        times.resolved());
  }
}
