package dev.nines.benchmarks;

import dev.nines.alerting.AlertState;
import dev.nines.alerting.BurnAlertRules;
import dev.nines.slo.BudgetState;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.Objective;
import dev.nines.slo.SliWindows;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What do many SLOs over 30-day windows with four alert pairs cost in memory, to evaluate, and to
 * move on by a minute? CPU time of one thread, so that a busy machine distorts it little.
 *
 * <p>Every SLO has a run each 30 s, fails in one of ten thousand by chance, and has had an outage
 * of up to an hour a week.
 */
final class ManySlos {
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final long PRESENT = NOW.getEpochSecond() / 60;
  private static final Objective OBJECTIVE = new Objective("99.9", 0.999);
  private static final BudgetWindow BUDGET = new BudgetWindow.Rolling(MONTH);
  private static final BurnAlertRules RULES = BurnAlertRules.forWindow(MONTH);
  private static final int ROUNDS = 20;

  private ManySlos() {}

  /**
   * Runs it, and exits with 1 where a promise is not kept.
   *
   * @param args how many SLOs
   */
  public static void main(String[] args) {
    var count = Integer.parseInt(args[0]);
    var before = usedBytes();
    var filled = cpuNanos();
    var slos = new ArrayList<SliWindows>(count);
    for (var i = 0; i < count; i++) {
      slos.add(filled(new Random(i)));
    }
    var fillSeconds = (cpuNanos() - filled) / 1e9;
    var kibibytes = (usedBytes() - before) / 1024.0 / count;
    var evaluate = new ArrayList<Double>();
    var minute = new ArrayList<Double>();
    var random = new Random(7);
    for (var round = 1; round <= ROUNDS; round++) {
      var start = cpuNanos();
      for (var slo : slos) {
        slo.advanceTo(PRESENT + round);
        var good = random.nextInt(1_000) == 0 ? 1 : 2;
        slo.add(PRESENT + round, good, 2);
      }
      minute.add((cpuNanos() - start) / 1e6);
      start = cpuNanos();
      var firing = slos.stream().filter(ManySlos::evaluate).count();
      evaluate.add((cpuNanos() - start) / 1e6);
      if (round == ROUNDS) {
        System.out.printf(Locale.ROOT, "%d of %d SLOs page or ticket%n", firing, count);
      }
    }
    var kept =
        Stream.of(
                line("memory a SLO", kibibytes, "KiB", 64),
                line("evaluation of all", best(evaluate), "ms", 500),
                line("a minute for all", best(minute), "ms", 250))
            .reduce(true, Boolean::logicalAnd);
    System.out.printf(
        Locale.ROOT, "| filling the windows of all from minutes | %.1f s | |%n", fillSeconds);
    System.exit(kept ? 0 : 1);
  }

  private static SliWindows filled(Random random) {
    var windows = new ArrayList<BudgetWindow>(List.of(BUDGET));
    RULES.windows().forEach(length -> windows.add(new BudgetWindow.Rolling(length)));
    var slo = new SliWindows(windows, new BudgetingMethod.Occurrences(), NOW.minus(MONTH));
    slo.advanceTo(PRESENT);
    slo.pauseCounting();
    var outage = random.nextInt(60);
    var outageAt = random.nextInt(7 * 1_440);
    for (var i = 0L; i < MONTH.toMinutes(); i++) {
      var down = (i - outageAt) % (7 * 1_440) >= 0 && (i - outageAt) % (7 * 1_440) < outage;
      var good = down ? 0 : random.nextInt(5_000) == 0 ? 1 : 2;
      slo.add(PRESENT - MONTH.toMinutes() + 1 + i, good, 2);
    }
    slo.count();
    return slo;
  }

  private static boolean evaluate(SliWindows slo) {
    var fires = false;
    for (var rule : RULES.rules()) {
      fires |=
          rule.next(
                  new AlertState.Quiet(),
                  OBJECTIVE,
                  slo.read(rule.longWindow()),
                  slo.read(rule.shortWindow()),
                  NOW)
              instanceof AlertState.Firing;
    }
    var state = BudgetState.of(OBJECTIVE, slo.read(BUDGET), 0);
    return state.known().filter(budget -> budget.remainingRatio() < 0).isPresent() || fires;
  }

  private static boolean line(String what, double figure, String unit, double bar) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f %s | at most %.0f %s | %s |%n",
        what,
        figure,
        unit,
        bar,
        unit,
        figure <= bar ? "kept" : "NOT KEPT");
    return figure <= bar;
  }

  /** The median of the second half of the rounds, when the compiler is through. */
  private static double best(List<Double> figures) {
    var warm = figures.subList(figures.size() / 2, figures.size()).stream().sorted().toList();
    return warm.get(warm.size() / 2);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long usedBytes() {
    for (var i = 0; i < 3; i++) {
      System.gc();
    }
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
