package dev.nines.benchmarks.jmh;

import dev.nines.alerting.AlertPolicy;
import dev.nines.alerting.AlertState;
import dev.nines.alerting.ObjectiveAlerts;
import dev.nines.slo.BudgetState;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.Criterion;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.SliWindows;
import dev.nines.slo.Slo;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What does one SLO of 30 days with the default alerts cost at a tick and at a new minute? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BudgetArithmetic {
  private static final BudgetWindow MONTH = new BudgetWindow.Rolling(Duration.ofDays(30));
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  /** How the budget is counted. */
  @Param({"Occurrences", "Timeslices"})
  public String method = "Occurrences";

  private final Random random = new Random(7);
  private Objective objective = new Objective("99.9", 0.999);
  private ObjectiveAlerts alerts = alerts(objective);
  private SliWindows windows = windows(objective, alerts);
  private long now = minute(START);

  /** For JMH. */
  public BudgetArithmetic() {}

  /** A month of runs every 30 s, of which one in five thousand fails. */
  @Setup
  public void fill() {
    objective =
        new Objective(
            "99.9",
            0.999,
            method.equals("Occurrences")
                ? new BudgetingMethod.Occurrences()
                : new BudgetingMethod.Timeslices(Duration.ofMinutes(5), new BigDecimal("0.95")));
    alerts = alerts(objective);
    windows = windows(objective, alerts);
    now = minute(START);
    for (var i = 0L; i < Duration.ofDays(31).toMinutes(); i++) {
      addMinute();
    }
  }

  /**
   * What a tick does: all alert windows, their rules, and the budget.
   *
   * @return whether an alert is on, or no budget is left
   */
  @Benchmark
  public boolean evaluate() {
    var outcome = alerts.next(Map.<String, AlertState>of(), windows::read, START);
    var state = BudgetState.of(objective, windows.read(MONTH), 0);
    return !outcome.active().isEmpty()
        || state.known().filter(budget -> budget.remainingRatio() < 0).isPresent();
  }

  /** Moves all windows on by a minute and counts its two runs. */
  @Benchmark
  public void addMinute() {
    now++;
    windows.advanceTo(now);
    windows.add(now, random.nextInt(5_000) == 0 ? 1 : 2, 2);
  }

  private static ObjectiveAlerts alerts(Objective objective) {
    var sli = new Sli.Runs(List.of("probe"), Criterion.SUCCESS);
    var slo = new Slo("slo", "slo", "service", sli, MONTH, List.of(objective));
    return ObjectiveAlerts.of(slo, slo.terms().getFirst(), List.<AlertPolicy>of());
  }

  private static SliWindows windows(Objective objective, ObjectiveAlerts alerts) {
    var lengths = new ArrayList<BudgetWindow>(List.of(MONTH));
    alerts.windows().forEach(length -> lengths.add(new BudgetWindow.Rolling(length)));
    return new SliWindows(lengths, objective.method(), START);
  }

  private static long minute(Instant at) {
    return at.getEpochSecond() / 60;
  }
}
