package dev.nines.benchmarks.sidebyside;

import dev.nines.benchmarks.NinesProcess;
import dev.nines.benchmarks.ProcessFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What does a probe cost Nines, and what blackbox_exporter? Both read the same modules and probe
 * the same server in turn, round by round; a bare loop of sockets shows the least it can be in
 * Java. Then each, freshly started, probes many servers at once that never answer.
 */
final class ProbeSideBySide {
  private static final int ROUNDS = 3;

  /** The JVM goes on compiling for so many rounds of 4,000; none of them counts. */
  private static final int WARM_UP_ROUNDS = 20;

  private static final double CPU_BAR = 0.5;

  private ProbeSideBySide() {}

  /**
   * Runs it, and exits with 1 where a promise is not kept.
   *
   * @param args a folder with {@code server.p12} and {@code authority.pem}, how many probes a round
   *     has, how many targets hang
   * @throws Exception if the benchmark itself fails
   */
  public static void main(String[] args) throws Exception {
    var keys = Path.of(args[0]);
    var home = Files.createTempDirectory("nines-beside-");
    Files.writeString(home.resolve("blackbox.yml"), Kind.modules(keys.resolve("authority.pem")));
    boolean kept;
    try (var server =
        Companion.start(
            List.of("-XX:+UseSerialGC", "-Xmx1g"),
            ProbedServer.class,
            keys.resolve("server.p12").toString())) {
      var ports = Arrays.stream(server.read().split(" ")).mapToInt(Integer::parseInt).toArray();
      System.out.println("load average before: " + ProcessFigures.loadAverage());
      kept = cpu(home, keys, ports, Integer.parseInt(args[1]));
      System.out.println("load average between: " + ProcessFigures.loadAverage());
      kept &= memory(home, server, ports, Integer.parseInt(args[2]));
      System.out.println("load average at the end: " + ProcessFigures.loadAverage());
    } finally {
      NinesProcess.remove(home);
    }
    System.out.println("every promise kept: " + (kept ? "yes" : "NO"));
    System.exit(kept ? 0 : 1);
  }

  private static boolean cpu(Path home, Path keys, int[] ports, int probes)
      throws IOException, InterruptedException {
    var kept = true;
    try (var nines = Exporter.nines(home);
        var peer = Exporter.blackbox(home);
        var bare =
            Companion.start(
                Companion.LAUNCHER_FLAGS,
                BareLoop.class,
                keys.resolve("authority.pem").toString())) {
      System.out.printf(
          "CPU seconds per 1,000 probes, median of %d rounds of %,d each, after %d of them to warm up%n",
          ROUNDS, probes, WARM_UP_ROUNDS);
      for (var kind : Kind.values()) {
        var port = kind == Kind.HTTPS ? ports[1] : ports[0];
        var ofNines = new ArrayList<Double>();
        var ofPeer = new ArrayList<Double>();
        var ofBare = new ArrayList<Double>();
        var cold = nines.cpuOfAThousand(kind.query(port), probes);
        for (var round = 0; round <= ROUNDS; round++) {
          var times = round == 0 ? probes * (WARM_UP_ROUNDS - 1) : probes;
          ofNines.add(nines.cpuOfAThousand(kind.query(port), times));
          ofPeer.add(peer.cpuOfAThousand(kind.query(port), times));
          ofBare.add(bareCpuOfAThousand(bare, kind, port, times));
        }
        var ratio = median(ofNines) / median(ofPeer);
        kept &= ratio <= CPU_BAR;
        System.out.printf(
            Locale.ROOT,
            "%-5s Nines %.3f %s, blackbox_exporter %.3f %s, ratio %.2f (bar %.2f); bare loop %.3f"
                + " %s, Nines is %.1f times that; Nines' first round %.3f%n",
            kind,
            median(ofNines),
            measured(ofNines),
            median(ofPeer),
            measured(ofPeer),
            ratio,
            CPU_BAR,
            median(ofBare),
            measured(ofBare),
            median(ofNines) / median(ofBare),
            cold);
      }
    }
    return kept;
  }

  private static double bareCpuOfAThousand(Companion bare, Kind kind, int port, int probes)
      throws IOException {
    var pid = bare.process().pid();
    var before = ProcessFigures.cpuSeconds(pid);
    bare.ask(kind + " " + port + " " + probes);
    return (ProcessFigures.cpuSeconds(pid) - before) * 1000 / probes;
  }

  /** The round that warms up does not count. */
  private static List<Double> rounds(List<Double> all) {
    return all.subList(1, all.size());
  }

  private static double median(List<Double> all) {
    return rounds(all).stream().sorted().toList().get(ROUNDS / 2);
  }

  private static String measured(List<Double> all) {
    var sorted = rounds(all).stream().sorted().toList();
    return String.format(Locale.ROOT, "(%.3f-%.3f)", sorted.getFirst(), sorted.getLast());
  }

  private static boolean memory(Path home, Companion server, int[] ports, int targets)
      throws IOException, InterruptedException {
    var kept = true;
    System.out.printf(
        "resident memory per concurrent target that hangs, at %,d, freshly started%n", targets);
    for (var kind : List.of(Kind.HTTP, Kind.HTTPS)) {
      var secure = kind == Kind.HTTPS;
      var slow = new SlowTargets(server, kind, ports[secure ? 1 : 0], ports[secure ? 3 : 2]);
      double ofNines;
      double ofPeer;
      try (var nines = Exporter.nines(home)) {
        ofNines = slow.kibibytesOfOne(nines, targets);
      }
      try (var peer = Exporter.blackbox(home)) {
        ofPeer = slow.kibibytesOfOne(peer, targets);
      }
      kept &= ofNines <= kind.memoryBarKibibytes();
      System.out.printf(
          Locale.ROOT,
          "%-5s Nines %.1f KiB (bar %d), blackbox_exporter %.1f KiB, ratio %.2f%n",
          kind,
          ofNines,
          kind.memoryBarKibibytes(),
          ofPeer,
          ofNines / ofPeer);
    }
    return kept;
  }
}
