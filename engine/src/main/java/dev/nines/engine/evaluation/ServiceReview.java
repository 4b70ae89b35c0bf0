package dev.nines.engine.evaluation;

import dev.nines.engine.adjustments.MaintenancePlan;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.figures.IncidentFacts;
import dev.nines.engine.figures.WatchedTime;
import dev.nines.engine.incidents.ExternalAlertTable.ExternalAlertRow;
import dev.nines.engine.incidents.OutageTable.OutageRow;
import dev.nines.engine.incidents.Suppressed;
import dev.nines.engine.sli.SliBook;
import dev.nines.incident.FailureStreak;
import dev.nines.incident.Incident;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.reliability.IncidentTimes;
import dev.nines.slo.reliability.ReliabilityFigures;
import dev.nines.slo.reliability.ServiceHistory;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How is a service, and how was it over the windows that people are asked for? */
final class ServiceReview {
  /** The rolling windows of uptime and mean times, shortest first. */
  private static final List<BudgetWindow.Rolling> ROLLING =
      Stream.of(1, 7, 30).map(Duration::ofDays).map(BudgetWindow.Rolling::new).toList();

  private final SliBook book;
  private final Predicate<String> degraded;
  private final Function<String, Optional<FailureStreak>> streaks;
  private final MaintenancePlan plan;
  private final Instant now;
  private final Map<BudgetWindow, Interval> windows = new LinkedHashMap<>();

  /**
   * Reviews services.
   *
   * @param book when their probes were watching
   * @param degraded whether a probe's latest run was slower than it should be, by its name
   * @param streaks a probe's failed runs in a row that are no outage yet, by its name
   * @param plan when what is in maintenance
   * @param now the present
   * @param zone where calendar months begin
   */
  ServiceReview(
      SliBook book,
      Predicate<String> degraded,
      Function<String, Optional<FailureStreak>> streaks,
      MaintenancePlan plan,
      Instant now,
      ZoneId zone) {
    this.book = book;
    this.degraded = degraded;
    this.streaks = streaks;
    this.plan = plan;
    this.now = now;
    ROLLING.forEach(window -> windows.put(window, new Interval(now.minus(window.length()), now)));
    var month =
        new BudgetWindow.Calendar(LocalDate.EPOCH.atStartOfDay(), zone, 1, ChronoUnit.MONTHS);
    windows.put(month, new Interval(month.spanAt(now).from(), now));
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
   * @param firstResolved when incidents that were reopened were resolved for the first time
   * @param others what others than its probes say
   * @param suppressed what is wrong with it and opens no incident now
   */
  ServiceStatus review(
      Service service,
      List<ProbeDeclaration> probes,
      List<OutageRow> outages,
      List<Incident> incidents,
      Map<Long, Instant> firstResolved,
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
        windows(
            probes,
            IncidentFacts.downtime(outages, now).union(downtime(others)),
            incidents.stream()
                .map(incident -> IncidentFacts.times(incident, firstResolved))
                .toList(),
            maintenance),
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

  private Supplier<SequencedMap<BudgetWindow, ReliabilityFigures>> windows(
      List<ProbeDeclaration> probes,
      Intervals downtime,
      List<IncidentTimes> incidents,
      Intervals maintenance) {
    var history =
        WatchedTime.of(book, probes, now)
            .map(watched ->
                new ServiceHistory(
                    watched.existence(), watched.unknown(), maintenance, downtime, incidents));
    return () -> {
      var figures = new LinkedHashMap<BudgetWindow, ReliabilityFigures>();
      history.ifPresent(
          known -> windows.forEach((window, span) -> figures.put(window, known.figures(span))));
      return figures;
    };
  }

  private Intervals downtime(Others others) {
    return others.downtime() ? IncidentFacts.alertedDowntime(others.alerts(), now) : Intervals.NONE;
  }
}
