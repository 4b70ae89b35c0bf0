package dev.nines.benchmarks;

import dev.nines.engine.schedule.RunGrid;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Does Nines make every run of 5,000 probes every 10 s, in time, and store every result? Compares
 * the grid points of the measured time, computed here, with the rows in PostgreSQL.
 */
final class ManyProbes {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final double LATENESS_BAR_MILLIS = 250;

  /** A run takes at most half an interval, and its result half a second to the database. */
  private static final Duration SETTLE = Duration.ofSeconds(7);

  private ManyProbes() {}

  /**
   * Runs it, and exits with 1 where a promise is not kept.
   *
   * @param args how many probes, and for how many seconds they are measured
   * @throws Exception if the benchmark itself fails
   */
  public static void main(String[] args) throws Exception {
    var probes = Integer.parseInt(args[0]);
    var measured = Duration.ofSeconds(Long.parseLong(args[1]));
    var home = Files.createTempDirectory("nines-probes-");
    boolean kept;
    try (var target = TargetProcess.start()) {
      var declared = new DeclaredProbes(probes, Math.min(50, probes), INTERVAL, target.port());
      declared.write(home.resolve("declarations"));
      kept = run(home, declared, measured);
    } finally {
      NinesProcess.remove(home);
    }
    System.exit(kept ? 0 : 1);
  }

  private static boolean run(Path home, DeclaredProbes declared, Duration measured)
      throws Exception {
    // All probes ask one host here, which is what perHost guards against: it must not be the limit.
    var config = home.resolve("config.yml");
    Files.writeString(config, "declarations: declarations\nconcurrency: {perHost: 2000}\n");
    var loadBefore = ProcessFigures.loadAverage();
    try (var nines = NinesProcess.start(home, config)) {
      var address = nines.ready();
      var ready = Instant.now();
      Thread.sleep(INTERVAL.plusSeconds(1));
      var from = Instant.now().plusSeconds(1);
      Thread.sleep(Duration.between(Instant.now(), from));
      var cpuBefore = ProcessFigures.cpuSeconds(nines.pid());
      var postgresBefore = ProcessFigures.cpuSecondsWithChildren(nines.postmaster());
      var to = from.plus(measured);
      Thread.sleep(Duration.between(Instant.now(), to));
      var cpu = ProcessFigures.cpuSeconds(nines.pid()) - cpuBefore;
      var postgresCpu = ProcessFigures.cpuSecondsWithChildren(nines.postmaster()) - postgresBefore;
      var load = loadBefore + " before, " + ProcessFigures.loadAverage() + " at the end";
      Thread.sleep(SETTLE);
      try (var stored = StoredResults.open(home)) {
        return new Report(declared, from, to)
            .print(nines, address, stored, ready, cpu, postgresCpu, load);
      }
    }
  }

  private record Report(DeclaredProbes declared, Instant from, Instant to) {
    boolean print(
        NinesProcess nines,
        URI address,
        StoredResults stored,
        Instant ready,
        double cpu,
        double postgresCpu,
        String load)
        throws Exception {
      var expected = 0L;
      var missing = 0L;
      var surplus = 0L;
      var runs = stored.runs(from, to);
      for (var name : declared.names()) {
        var due = due(name);
        var made = runs.getOrDefault(name, Set.of());
        expected += due.size();
        missing += due.stream().filter(at -> !made.contains(at)).count();
        surplus += made.stream().filter(at -> !due.contains(at)).count();
      }
      var rows = runs.values().stream().mapToLong(Set::size).sum();
      var failures = stored.failures(from, to);
      var unknown = NinesProcess.metric(address, "nines_runs_unknown_total");
      var lost = NinesProcess.metric(address, "nines_results_lost_total");
      var late = stored.lateness(from, to);
      var warmUp = stored.lateness(ready.minus(INTERVAL), from);
      var anyUnknown =
          unknown.stream().anyMatch(sample -> !sample.endsWith(" 0.0"))
              || lost.stream().anyMatch(sample -> !sample.endsWith(" 0.0"));

      row("probes, every " + INTERVAL.toSeconds() + " s", "%d", declared.probes());
      row("measured", "%d s", Duration.between(from, to).toSeconds());
      row("runs due by the grid", "%d", expected);
      row("results in PostgreSQL", "%d", rows);
      row("runs missed", "%d", missing);
      row("results off the grid", "%d", surplus);
      row("runs that failed", "%d", failures);
      row("runs unknown, results lost", "%s", anyUnknown ? unknown + " " + lost : "0");
      row("start lateness, median", "%.1f ms", late.median());
      row("start lateness, p99", "%.1f ms", late.p99());
      row("start lateness, worst", "%.1f ms", late.max());
      row("lateness in the first seconds, p99", "%.1f ms", warmUp.p99());
      row("lateness in the first seconds, worst", "%.1f ms", warmUp.max());
      row("CPU of Nines per 1,000 runs", "%.2f s", cpu / rows * 1000);
      row("CPU of PostgreSQL per 1,000 runs", "%.2f s", postgresCpu / rows * 1000);
      row("resident memory of the JVM", "%d MiB", ProcessFigures.residentMebibytes(nines.pid()));
      row("the same, peak", "%d MiB", ProcessFigures.peakMebibytes(nines.pid()));
      row("load average of the machine", "%s", load);
      nines.complaints().stream().limit(20).forEach(System.out::println);
      var kept =
          missing == 0
              && surplus == 0
              && failures == 0
              && !anyUnknown
              && rows == expected
              && late.p99() < LATENESS_BAR_MILLIS;
      row("every promise kept", "%s", kept ? "yes" : "NO");
      return kept;
    }

    private Set<Instant> due(String probe) {
      var grid = RunGrid.of(probe, declared.interval());
      var due = new HashSet<Instant>();
      for (var at = grid.atOrAfter(from); at.isBefore(to); at = at.plus(declared.interval())) {
        due.add(at);
      }
      return due;
    }

    private static void row(String what, String format, Object value) {
      System.out.println(
          "| %-36s | %s |".formatted(what, String.format(Locale.ROOT, format, value)));
    }
  }
}
