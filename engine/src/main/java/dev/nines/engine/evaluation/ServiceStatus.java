package dev.nines.engine.evaluation;

import dev.nines.engine.catalog.Service;
import dev.nines.engine.incidents.Suppressed;
import dev.nines.incident.Incident;
import dev.nines.incident.Severity;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.reliability.ReliabilityFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * How one service is.
 *
 * @param service what is declared of it
 * @param state how it is now
 * @param maintenanceUntil when its maintenance ends, where one is under way
 * @param incident its open incident, where it has one
 * @param figures computes its {@link #windows}
 * @param probes how its probes are, in the order of declaration
 * @param suppressed what is wrong with it and opens no incident now
 */
public record ServiceStatus(
    Service service,
    ServiceState state,
    Optional<Instant> maintenanceUntil,
    Optional<Incident> incident,
    Supplier<SequencedMap<BudgetWindow, ReliabilityFigures>> figures,
    List<ProbeStatus> probes,
    List<Suppressed> suppressed) {
  /** Copies the lists. */
  public ServiceStatus {
    probes = List.copyOf(probes);
    suppressed = List.copyOf(suppressed);
  }

  /**
   * A service of which nothing is suppressed.
   *
   * @param service what is declared of it
   * @param state how it is now
   * @param maintenanceUntil when its maintenance ends, where one is under way
   * @param incident its open incident, where it has one
   * @param figures computes its {@link #windows}
   * @param probes how its probes are, in the order of declaration
   */
  public ServiceStatus(
      Service service,
      ServiceState state,
      Optional<Instant> maintenanceUntil,
      Optional<Incident> incident,
      Supplier<SequencedMap<BudgetWindow, ReliabilityFigures>> figures,
      List<ProbeStatus> probes) {
    this(service, state, maintenanceUntil, incident, figures, probes, List.of());
  }

  /**
   * Computes its figures, which a tick of thousands of services leaves to who wants to see them.
   *
   * @return them by window: rolling ones, shortest first, and the calendar month
   */
  public SequencedMap<BudgetWindow, ReliabilityFigures> windows() {
    return figures.get();
  }

  /** Events as old as this still tell how a service is. */
  private static final Duration RECENT = Duration.ofHours(1);

  /** Without a probe, a service is as its SLOs are: as far as they have seen events lately. */
  ServiceStatus judgedBy(List<SloStatus> slos) {
    if (!probes.isEmpty() || state != ServiceState.UNKNOWN) {
      return this;
    }
    var objectives = slos.stream().flatMap(slo -> slo.objectives().stream()).toList();
    if (objectives.stream().noneMatch(ServiceStatus::isSeen)) {
      return this;
    }
    var pages = objectives.stream().anyMatch(status -> status.firing().contains(Severity.CRITICAL));
    return new ServiceStatus(
        service,
        pages ? ServiceState.DEGRADED : ServiceState.UP,
        maintenanceUntil,
        incident,
        figures,
        probes,
        suppressed);
  }

  private static boolean isSeen(SloStatus.ObjectiveStatus status) {
    return status.readings().values().stream()
        .filter(reading -> reading.window().compareTo(RECENT) <= 0)
        .anyMatch(reading -> reading.counts().total() > 0);
  }
}
