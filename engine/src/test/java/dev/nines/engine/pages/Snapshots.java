package dev.nines.engine.pages;

import dev.nines.engine.catalog.Service;
import dev.nines.engine.evaluation.ProbeStatus;
import dev.nines.engine.evaluation.ServiceState;
import dev.nines.engine.evaluation.ServiceStatus;
import dev.nines.engine.evaluation.SloStatus;
import dev.nines.engine.evaluation.SloStatus.FiringAlert;
import dev.nines.engine.evaluation.SloStatus.ObjectiveStatus;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.pages.text.RatioText;
import dev.nines.engine.schedule.DeclaredProbes;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentTimes;
import dev.nines.incident.Run;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import dev.nines.slo.BudgetState;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Measure;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import dev.nines.slo.WindowReading;
import dev.nines.slo.reliability.MeanTime;
import dev.nines.slo.reliability.ReliabilityFigures;
import dev.nines.slo.reliability.TimeBetweenFailures;
import dev.nines.slo.reliability.TimeTo;
import dev.nines.slo.reliability.Uptime;
import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Snapshots made up for pages. */
public final class Snapshots {
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration MONTH = Duration.ofDays(30);
  static final Uptime WATCHED = new Uptime(MONTH, Duration.ZERO, Duration.ZERO);

  private Snapshots() {}

  /** Something of everything. */
  public static Snapshot everything() {
    var open = incident(12, "checkout", Duration.ofMinutes(12), Optional.empty());
    return new Snapshot(
        NOON,
        List.of(
            service(
                "checkout", ServiceState.DOWN, WATCHED.known(), Duration.ofMinutes(31), 3, 7, 1),
            service("search", ServiceState.DEGRADED, MONTH, Duration.ofSeconds(59), 2),
            service("catalogue", ServiceState.UP, MONTH, Duration.ofSeconds(1), 1, 2, 3, 4, 5, 60),
            service("mail", ServiceState.MAINTENANCE, Duration.ofDays(29), Duration.ZERO),
            unwatched("invoices")),
        List.of(
            slo("checkout", "success", 0.999, MONTH, 162, 86_400, 14.4, Severity.CRITICAL),
            slo("search", "success", 0.9995, MONTH, 36, 86_400, 3, Severity.WARNING),
            slo("search", "success and total < 300ms", 0.95, MONTH, 1_620, 86_400, 0.4),
            slo("catalogue", "success", 0.99, HOUR, 0, 360, 0),
            slo("mail", "success", 0.9, Duration.ofDays(7), 9, 20_160, 0.004),
            slo("invoices", "success", 0.999, MONTH, 0, 0, 0)),
        List.of(
            open,
            incident(11, "search", Duration.ofHours(3), Optional.of(Duration.ofSeconds(59))),
            incident(10, "checkout", Duration.ofHours(40), Optional.of(Duration.ofMinutes(7))),
            incident(9, "gone", Duration.ofDays(12), Optional.of(Duration.ofMinutes(95)))));
  }

  /** One objective without data that is measured by something else than Nines. */
  static Snapshot measuredBy(Sli sli) {
    var status = slo("shop", "success", 0.999, MONTH, 0, 0, 0);
    var objective = status.objectives().getFirst();
    return new Snapshot(
        NOON,
        List.of(),
        List.of(
            new SloStatus(
                status.slo(),
                List.of(
                    new ObjectiveStatus(
                        objective.objective(),
                        sli,
                        objective.all(),
                        objective.readings(),
                        objective.budgetWindow(),
                        objective.state(),
                        List.of())),
                Optional.empty())),
        List.of());
  }

  static Snapshot of(ServiceStatus... services) {
    return new Snapshot(NOON, List.of(services), List.of(), List.of());
  }

  static ServiceStatus unwatched(String name) {
    return new ServiceStatus(
        named(name),
        ServiceState.UNKNOWN,
        Optional.empty(),
        Optional.empty(),
        LinkedHashMap::new,
        List.of());
  }

  static ServiceStatus service(String name, ServiceState state) {
    return service(name, state, MONTH, Duration.ZERO);
  }

  static ServiceStatus service(
      String name, ServiceState state, Duration known, Duration down, int... minutesToRestore) {
    var month = new Uptime(known, down, MONTH.minus(known));
    var windows = new LinkedHashMap<BudgetWindow, ReliabilityFigures>();
    windows.put(
        rolling(Duration.ofDays(1)),
        figures(new Uptime(Duration.ofDays(1), Duration.ZERO, Duration.ZERO)));
    windows.put(
        rolling(Duration.ofDays(7)),
        figures(new Uptime(Duration.ofDays(7), down.dividedBy(2), Duration.ZERO)));
    windows.put(rolling(MONTH), figures(month, minutesToRestore));
    return new ServiceStatus(
        named(name),
        state,
        state == ServiceState.MAINTENANCE ? Optional.of(NOON.plus(HOUR)) : Optional.empty(),
        Optional.empty(),
        () -> windows,
        List.of(probe(name + "-http", state)));
  }

  static ProbeStatus probe(String name, ServiceState state) {
    return new ProbeStatus(
        DeclaredProbes.probe(name, Duration.ofSeconds(10), DeclaredProbes.http("http://shop.test")),
        state,
        Optional.empty());
  }

  private static BudgetWindow rolling(Duration length) {
    return new BudgetWindow.Rolling(length);
  }

  static ReliabilityFigures figures(Uptime uptime, int... minutesToRestore) {
    var incidents =
        Arrays.stream(minutesToRestore)
            .mapToObj(minutes -> restoredAfter(Duration.ofMinutes(minutes)))
            .toList();
    return new ReliabilityFigures(
        uptime,
        Arrays.stream(TimeTo.values())
            .map(measured ->
                MeanTime.of(measured, measured == TimeTo.RESTORE ? incidents : List.of()))
            .toList(),
        new TimeBetweenFailures(uptime.known(), uptime.down(), incidents.size()),
        List.of(),
        0,
        Duration.ZERO);
  }

  private static dev.nines.slo.reliability.IncidentTimes restoredAfter(Duration time) {
    var start = NOON.minus(time);
    return new dev.nines.slo.reliability.IncidentTimes(
        start,
        false,
        Optional.empty(),
        start,
        start,
        Optional.empty(),
        Optional.of(NOON),
        Optional.of(NOON),
        Optional.of(NOON));
  }

  /** Burns at the given rate over an hour, at ten times that over five minutes. */
  static SloStatus slo(
      String service,
      String good,
      double target,
      Duration window,
      long bad,
      long total,
      double burnRate,
      Severity... firing) {
    var objective = new Objective(RatioText.exactly(target).replace(" %", ""), target);
    var budgetWindow = reading(window, new EventCounts(total - bad, total), bad, window);
    var readings = new LinkedHashMap<BudgetWindow, WindowReading>();
    readings.put(
        new BudgetWindow.Rolling(Duration.ofMinutes(5)),
        burning(Duration.ofMinutes(5), objective, burnRate, total));
    readings.put(new BudgetWindow.Rolling(HOUR), burning(HOUR, objective, burnRate, total));
    readings.put(new BudgetWindow.Rolling(window), budgetWindow);
    var sli = new Sli.Runs(List.of(service + "-http"), criterion(good));
    return new SloStatus(
        new Slo(
            service + (good.equals("success") ? "-available" : "-fast"),
            service + (good.equals("success") ? " is available" : " is fast"),
            service,
            sli,
            new BudgetWindow.Rolling(window),
            List.of(objective)),
        List.of(
            new ObjectiveStatus(
                objective,
                sli,
                EventCounts.NONE,
                readings,
                budgetWindow,
                BudgetState.of(objective, budgetWindow, 0),
                Stream.of(firing)
                    .map(severity ->
                        new FiringAlert(
                            severity,
                            "14.4x over 1h and 5m",
                            Optional.empty(),
                            NOON.minusSeconds(600)))
                    .toList())),
        Optional.empty());
  }

  static Incident incident(long id, String service, Duration ago, Optional<Duration> lasted) {
    var impact = NOON.minus(ago);
    var detected = impact.plusSeconds(62);
    var restored = lasted.map(impact::plus);
    var resolved = restored.map(at -> at.plusSeconds(150));
    return new Incident(
        id,
        1,
        service,
        restored.isPresent() ? Incident.State.RESOLVED : Incident.State.OPEN,
        Severity.CRITICAL,
        new IncidentTimes(
            Optional.of(impact.minusSeconds(30)),
            impact,
            detected,
            detected.plusSeconds(1),
            Optional.empty(),
            restored,
            resolved),
        List.of(
            new Signal.ProbeDown(
                service + "-http",
                "local",
                Optional.of(impact.minusSeconds(30)),
                impact,
                detected,
                Severity.CRITICAL,
                new Run.Failure("connect", "refused", "refused in connect", Optional.empty()),
                restored.map(at -> new Signal.Cleared(at, at.plusSeconds(30), "recovered")))),
        0,
        NOON);
  }

  static Service named(String name) {
    return new Service(
        name,
        name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
        "",
        Map.of(),
        Map.of());
  }

  private static WindowReading burning(
      Duration window, Objective objective, double rate, long total) {
    if (total == 0) {
      return reading(window, EventCounts.NONE, 0, window);
    }
    var bad = Math.round(1_000_000 * (1 - objective.target()) * rate);
    return reading(window, new EventCounts(1_000_000 - bad, 1_000_000), bad, window);
  }

  private static WindowReading reading(
      Duration window, EventCounts counts, long badMinutes, Duration history) {
    return new WindowReading(
        new Interval(NOON.minus(window), NOON), counts, Optional.empty(), badMinutes, history);
  }

  private static Criterion criterion(String good) {
    return good.equals("success")
        ? Criterion.SUCCESS
        : new Criterion(
            true,
            Optional.of(
                new Criterion.Bound(Measure.TOTAL, Criterion.Op.LT, Duration.ofMillis(300))));
  }
}
