package dev.nines.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.catalog.Service;
import dev.nines.engine.evaluation.SloStatus.FiringAlert;
import dev.nines.engine.evaluation.SloStatus.ObjectiveStatus;
import dev.nines.incident.Severity;
import dev.nines.slo.BudgetState;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.SliWindows;
import dev.nines.slo.Slo;
import dev.nines.slo.WindowReading;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Without a probe, a service is as its SLOs are. */
class ServiceWithoutProbesTest {
  private static final BudgetWindow HOUR = new BudgetWindow.Rolling(Duration.ofHours(1));
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Objective OBJECTIVE = new Objective("99", 0.99);
  private static final Sli SLI =
      new Sli.Metric(new Sli.Question.Raw(new Sli.Query("main", "up"), true));

  @Test
  void isUpWhileEventsAreSeen_andDegradedWhileOnePages() {
    assertThat(state(1, Set.of())).isEqualTo(ServiceState.UP);
    assertThat(state(1, Set.of(Severity.WARNING))).isEqualTo(ServiceState.UP);
    assertThat(state(1, Set.of(Severity.CRITICAL))).isEqualTo(ServiceState.DEGRADED);
  }

  @Test
  void isUnknownWithoutEvents_orWithoutSlo() {
    assertThat(state(0, Set.of())).isEqualTo(ServiceState.UNKNOWN);
    assertThat(unknown().judgedBy(List.of()).state()).isEqualTo(ServiceState.UNKNOWN);
  }

  private static ServiceState state(int events, Set<Severity> firing) {
    var windows = new SliWindows(List.of(Duration.ofHours(1)), NOON);
    windows.add(NOON.getEpochSecond() / 60, events, events);
    var reading = windows.read(HOUR);
    var readings = new LinkedHashMap<BudgetWindow, WindowReading>();
    readings.put(HOUR, reading);
    var slo = new Slo("shop", "shop", "shop", SLI, HOUR, List.of(OBJECTIVE));
    var objective =
        new ObjectiveStatus(
            OBJECTIVE,
            SLI,
            EventCounts.NONE,
            readings,
            reading,
            BudgetState.of(OBJECTIVE, reading, 0),
            firing.stream()
                .map(severity -> new FiringAlert(severity, "14.4x", Optional.empty(), NOON))
                .toList());
    return new Snapshot(
            NOON,
            List.of(unknown()),
            List.of(new SloStatus(slo, List.of(objective), Optional.empty())),
            List.of())
        .withServicesJudgedBySlos()
        .services()
        .getFirst()
        .state();
  }

  private static ServiceStatus unknown() {
    return new ServiceStatus(
        new Service("shop", "Shop", "", Map.of(), Map.of()),
        ServiceState.UNKNOWN,
        Optional.empty(),
        Optional.empty(),
        LinkedHashMap::new,
        List.of());
  }
}
