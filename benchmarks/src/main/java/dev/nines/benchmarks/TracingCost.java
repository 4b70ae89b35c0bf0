package dev.nines.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;

/**
 * How much more CPU does a probe take whose every run is traced? Two Nines run at the same time, so
 * that whatever else the machine does is the same for both.
 */
final class TracingCost {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration WARM_UP = Duration.ofSeconds(75);
  private static final Duration SETTLE = Duration.ofSeconds(5);
  private static final double BAR = 1.15;

  private TracingCost() {}

  /**
   * Runs it, and exits with 1 where the promise is not kept.
   *
   * @param args how many probes each has, and for how many seconds they are measured
   * @throws Exception if the benchmark itself fails
   */
  public static void main(String[] args) throws Exception {
    var probes = Integer.parseInt(args[0]);
    var measured = Duration.ofSeconds(Long.parseLong(args[1]));
    boolean kept;
    try (var target = TargetProcess.start();
        var collector = TargetProcess.start();
        var off = Side.start("off", probes, target, "");
        var on =
            Side.start(
                "all runs",
                probes,
                target,
                "tracing: {ratio: 1, endpoint: \"http://127.0.0.1:%d\"}%n"
                    .formatted(collector.port()))) {
      off.nines.ready();
      on.nines.ready();
      Thread.sleep(WARM_UP);
      var collected = ProcessFigures.cpuSeconds(collector.process().pid());
      var from = Instant.now();
      off.begin();
      on.begin();
      Thread.sleep(measured);
      off.end();
      on.end();
      var to = Instant.now();
      var load = ProcessFigures.loadAverage();
      collected = ProcessFigures.cpuSeconds(collector.process().pid()) - collected;
      Thread.sleep(SETTLE);

      var without = off.print(from, to);
      var with = on.print(from, to);
      System.out.printf(Locale.ROOT, "tracing costs %.1f %% more%n", (with / without - 1) * 100);
      System.out.printf(Locale.ROOT, "the collector took %.2f s of CPU meanwhile%n", collected);
      System.out.println("load average " + load);
      kept = with / without < BAR;
    }
    System.exit(kept ? 0 : 1);
  }

  /** One of the two. */
  private static final class Side implements AutoCloseable {
    private final String name;
    private final Path home;
    private final NinesProcess nines;
    private double cpu;

    private Side(String name, Path home, NinesProcess nines) {
      this.name = name;
      this.home = home;
      this.nines = nines;
    }

    static Side start(String name, int probes, TargetProcess target, String config)
        throws IOException {
      var home = Files.createTempDirectory("nines-tracing-");
      new DeclaredProbes(probes, Math.min(50, probes), INTERVAL, target.port())
          .write(home.resolve("declarations"));
      var file = home.resolve("config.yml");
      Files.writeString(
          file, "declarations: declarations\nconcurrency: {perHost: 2000}\n" + config);
      return new Side(name, home, NinesProcess.start(home, file));
    }

    void begin() throws IOException {
      cpu = ProcessFigures.cpuSeconds(nines.pid());
    }

    void end() throws IOException {
      cpu = ProcessFigures.cpuSeconds(nines.pid()) - cpu;
    }

    /** {@return CPU seconds per 1,000 runs} */
    double print(Instant from, Instant to) throws Exception {
      try (var stored = StoredResults.open(home)) {
        var runs = stored.runs(from, to).values().stream().mapToLong(Collection::size).sum();
        var each = cpu / runs * 1000;
        System.out.printf(
            Locale.ROOT,
            "tracing %s: %d runs, %d failed, %.3f s of CPU per 1,000%n",
            name,
            runs,
            stored.failures(from, to),
            each);
        nines.complaints().stream().limit(5).forEach(System.out::println);
        return each;
      }
    }

    @Override
    public void close() throws IOException {
      nines.close();
      NinesProcess.remove(home);
    }
  }
}
