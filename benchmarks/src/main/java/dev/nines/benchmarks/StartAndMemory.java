package dev.nines.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How long is it from the command to the first stored result, and how much memory does the JVM
 * take? The starts are those of the shipped configuration; the memory is that of ten HTTP probes
 * every ten seconds, with {@code /metrics} read every 15 s as Prometheus would.
 */
final class StartAndMemory {
  private static final Duration SCRAPE = Duration.ofSeconds(15);
  private static final Duration START_BAR = Duration.ofSeconds(10);
  private static final Duration FIRST_START_BAR = Duration.ofSeconds(25);
  private static final long MEMORY_BAR_MEBIBYTES = 286; // 300 MB

  /**
   * How long one start took.
   *
   * @param toServing until the pages were there
   * @param toResult until the first result was in the database
   */
  private record Start(Duration toServing, Duration toResult) {}

  private StartAndMemory() {}

  /**
   * Runs it, and exits with 1 where a promise is not kept.
   *
   * @param args the shipped config.yml, how many starts, for how many seconds memory is watched
   * @throws Exception if the benchmark itself fails
   */
  public static void main(String[] args) throws Exception {
    var config = Path.of(args[0]).toAbsolutePath();
    var starts = Integer.parseInt(args[1]);
    var watched = Duration.ofSeconds(Long.parseLong(args[2]));
    var first = new ArrayList<Start>();
    var again = new ArrayList<Start>();
    System.out.println("load average before: " + ProcessFigures.loadAverage());
    for (var i = 0; i < starts; i++) {
      var home = Files.createTempDirectory("nines-start-");
      try {
        first.add(start(home, config));
        again.add(start(home, config));
      } finally {
        NinesProcess.remove(home);
      }
    }
    print("very first start", first);
    print("start on an initialised database", again);
    var resident = resident(watched);
    System.out.println("load average at the end: " + ProcessFigures.loadAverage());
    var kept =
        worst(first).compareTo(FIRST_START_BAR) < 0
            && worst(again).compareTo(START_BAR) < 0
            && resident < MEMORY_BAR_MEBIBYTES;
    System.out.println("every promise kept: " + (kept ? "yes" : "NO"));
    System.exit(kept ? 0 : 1);
  }

  private static Start start(Path home, Path config) throws Exception {
    var launchedAt = Instant.now();
    var launched = System.nanoTime();
    try (var nines = NinesProcess.start(home, config)) {
      nines.ready();
      var serving = Duration.ofNanos(System.nanoTime() - launched);
      try (var stored = StoredResults.open(home)) {
        awaitResult(stored, launchedAt);
      }
      return new Start(serving, Duration.ofNanos(System.nanoTime() - launched));
    }
  }

  private static void awaitResult(StoredResults stored, Instant since)
      throws IOException, SQLException, InterruptedException {
    var until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!stored.anySince(since)) {
      if (System.nanoTime() > until) {
        throw new IOException("no result was stored within a minute");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static long resident(Duration watched) throws Exception {
    var home = Files.createTempDirectory("nines-memory-");
    try (var target = TargetProcess.start()) {
      new DeclaredProbes(10, 5, Duration.ofSeconds(10), target.port())
          .write(home.resolve("declarations"));
      var config = home.resolve("config.yml");
      Files.writeString(config, "declarations: declarations\n");
      try (var nines = NinesProcess.start(home, config)) {
        var address = nines.ready();
        for (var left = watched; left.isPositive(); left = left.minus(SCRAPE)) {
          Thread.sleep(SCRAPE);
          NinesProcess.metric(address, "nines_");
        }
        var resident = ProcessFigures.residentMebibytes(nines.pid());
        System.out.println(
            "10 probes for %d s: resident memory of the JVM %d MiB, peak %d MiB"
                .formatted(
                    watched.toSeconds(), resident, ProcessFigures.peakMebibytes(nines.pid())));
        return resident;
      }
    } finally {
      NinesProcess.remove(home);
    }
  }

  private static Duration worst(List<Start> starts) {
    return starts.stream().map(Start::toResult).max(Duration::compareTo).orElseThrow();
  }

  private static void print(String what, List<Start> starts) {
    var results = starts.stream().map(Start::toResult).sorted().toList();
    var serving = starts.stream().map(Start::toServing).sorted().toList();
    System.out.println(
        "%s: first result after %s (median), %s (worst); serving after %s (median), %s (worst)"
            .formatted(
                what,
                seconds(results.get(results.size() / 2)),
                seconds(results.getLast()),
                seconds(serving.get(serving.size() / 2)),
                seconds(serving.getLast())));
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
  }
}
