package dev.nines.benchmarks;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How long does a Nines with a month of history take from the command until every SLO has been
 * evaluated, and how much memory has it then? A probe, an SLO and 720 hour rows of each; the
 * process is started as people start it, and everything it does until then is in the figure:
 * reading the declarations, filling the windows from PostgreSQL and the first evaluation.
 */
final class ColdLoad {
  private static final Duration BAR = Duration.ofSeconds(60);
  private static final Duration GIVEN_UP = Duration.ofMinutes(10);
  private static final String RATIO = "slo_sli_ratio{";

  private ColdLoad() {}

  /**
   * Runs it, and exits with 1 where the promise is not kept.
   *
   * @param args how many SLOs, how many seconds lie between the runs of a probe (30 or 45), and a
   *     folder where the rows are written and stay; where it holds rows already, those are read
   * @throws Exception if the benchmark itself fails
   */
  public static void main(String[] args) throws Exception {
    var count = Integer.parseInt(args[0]);
    var interval = Duration.ofSeconds(Long.parseLong(args[1]));
    BootstrapLogging.bootstrap(Level.WARN);
    var stays = args.length > 2;
    var home = stays ? Path.of(args[2]) : Files.createTempDirectory("nines-cold-load-");
    boolean kept;
    try (var target = TargetProcess.start()) {
      var declared = new DeclaredProbes(count, count, interval, target.port());
      declared.writeOneSloEach(home.resolve("declarations"));
      Files.writeString(
          home.resolve("config.yml"), "declarations: declarations\nconcurrency: {perHost: 2000}\n");
      kept = measure(home, count, good(home, declared));
    } finally {
      if (!stays) {
        NinesProcess.remove(home);
      }
    }
    System.exit(kept ? 0 : 1);
  }

  /** The share of good runs in the rows, which are written if they are not there. */
  private static double good(Path home, DeclaredProbes declared) throws Exception {
    var written = home.resolve("good");
    if (Files.notExists(written)) {
      var began = System.nanoTime();
      var good =
          new MonthOfHours(declared.names(), declared.interval())
              .write(home.resolve("data"), Instant.now());
      row("writing the rows, which is not measured", "%.0f s", secondsSince(began));
      Files.writeString(written, Double.toString(good));
    }
    return Double.parseDouble(Files.readString(written));
  }

  private static boolean measure(Path home, int count, double good)
      throws IOException, InterruptedException {
    row("load average before", "%s", ProcessFigures.loadAverage());
    var launched = System.nanoTime();
    try (var nines = NinesProcess.start(home, home.resolve("config.yml"))) {
      var address = nines.ready(GIVEN_UP);
      var loaded = secondsSince(launched);
      var mean = awaitEvaluation(address, count, launched);
      var evaluated = secondsSince(launched);
      var cpu = ProcessFigures.cpuSeconds(nines.pid());
      var postgres = ProcessFigures.cpuSecondsWithChildren(nines.postmaster());
      row("SLOs", "%d", count);
      row("from the command until all windows are filled", "%.1f s", loaded);
      row("until all are evaluated and exported", "%.1f s", evaluated);
      row("CPU of Nines until then", "%.1f s", cpu);
      row("CPU of PostgreSQL until then", "%.1f s", postgres);
      row("resident memory of the JVM", "%d MiB", ProcessFigures.residentMebibytes(nines.pid()));
      row("the same, peak", "%d MiB", ProcessFigures.peakMebibytes(nines.pid()));
      row("heap alive", "%.0f MiB", heapAlive(nines, address));
      row("good runs of 30 days, as written", "%.6f", good);
      row("the same, as read: mean of all SLOs", "%.6f", mean);
      row("load average at the end", "%s", ProcessFigures.loadAverage());
      nines.complaints().stream().limit(20).forEach(System.out::println);
      var kept = evaluated < BAR.toSeconds() && Math.abs(mean - good) < 1e-4;
      row("at most " + BAR.toSeconds() + " s, and counted rightly", "%s", kept ? "kept" : "NO");
      return kept;
    }
  }

  /** Waits until every SLO has a figure of its 30 days; the mean of them. */
  private static double awaitEvaluation(URI nines, int count, long launched)
      throws IOException, InterruptedException {
    while (secondsSince(launched) < GIVEN_UP.toSeconds()) {
      var ratios =
          NinesProcess.metric(nines, RATIO).stream()
              .filter(sample -> sample.contains("window=\"30d\""))
              .mapToDouble(sample -> Double.parseDouble(sample.substring(sample.indexOf('}') + 2)))
              .summaryStatistics();
      if (ratios.getCount() == count) {
        return ratios.getAverage();
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IOException("not all SLOs are evaluated after " + GIVEN_UP);
  }

  /** In MiB, after a full collection, which cannot be asked for from outside but by jcmd. */
  private static double heapAlive(NinesProcess nines, URI address)
      throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    new ProcessBuilder(jcmd, Long.toString(nines.pid()), "GC.run").start().waitFor();
    return NinesProcess.metric(address, "jvm_memory_used_bytes{area=\"heap\"").stream()
            .mapToDouble(sample -> Double.parseDouble(sample.substring(sample.indexOf('}') + 2)))
            .sum()
        / (1 << 20);
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static void row(String what, String format, Object value) {
    System.out.println("| %-48s | %s |".formatted(what, String.format(Locale.ROOT, format, value)));
  }
}
