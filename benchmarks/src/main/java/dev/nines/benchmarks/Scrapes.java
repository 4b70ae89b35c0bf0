package dev.nines.benchmarks;

import dev.nines.benchmarks.sidebyside.BlackboxRound;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * What does a scrape of {@code /metrics} cost, and whom does it hold up? The real process is asked
 * as Prometheus does it, with gzip, while its probes go on; what is allocated is what the JVM says
 * of the thread that makes the answers.
 */
final class Scrapes {
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Duration BETWEEN = Duration.ofSeconds(5);
  private static final int SLOS_A_SERVICE = 2;
  private static final int PROBES_A_SERVICE = 20;
  private static final int WARM_UP = 10;
  private static final int ROUNDS = 20;
  private static final int FEW = 100;

  private static final double BIG_BAR_MILLIS = 1_500;
  private static final double FEW_BAR_MILLIS = 20;
  private static final double ALLOCATED_BAR = 300;
  private static final double LATENESS_BAR_MILLIS = 20;

  private static final Format TEXT = new Format("text 0.0.4", "text/plain;version=0.0.4");
  private static final Format OPEN_METRICS =
      new Format("OpenMetrics", "application/openmetrics-text;version=1.0.0");
  private static final Format PROTOBUF =
      new Format(
          "protobuf",
          "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
              + "encoding=delimited");
  private static final Pattern ALLOCATED =
      Pattern.compile("\"metrics\" .*?allocated=([0-9.]+)([BKMG])");

  private final NinesProcess nines;
  private final URI address;
  private final HttpClient client = HttpClient.newHttpClient();

  private record Format(String name, String accept) {}

  private record Figures(double median, double worst, double megabytes, int bytes) {}

  private Scrapes(NinesProcess nines, URI address) {
    this.nines = nines;
    this.address = address;
  }

  /**
   * Runs it, and exits with 1 where a promise is not kept.
   *
   * @param args how many probes, and for how many seconds their lateness is measured, without
   *     scrapes and with them
   * @throws Exception if the benchmark itself fails
   */
  public static void main(String[] args) throws Exception {
    var probes = Integer.parseInt(args[0]);
    var measured = Duration.ofSeconds(Long.parseLong(args[1]));
    boolean kept;
    try (var target = TargetProcess.start()) {
      kept = run(probes, target.port(), measured, BIG_BAR_MILLIS);
      kept &= run(FEW, target.port(), Duration.ZERO, FEW_BAR_MILLIS);
    }
    System.exit(kept ? 0 : 1);
  }

  private static boolean run(int probes, int port, Duration measured, double barMillis)
      throws Exception {
    var home = Files.createTempDirectory("nines-scrapes-");
    try {
      var services = Math.max(1, probes / PROBES_A_SERVICE);
      new DeclaredProbes(probes, services, INTERVAL, port).write(home.resolve("declarations"));
      var config = home.resolve("config.yml");
      Files.writeString(config, "declarations: declarations\nconcurrency: {perHost: 2000}\n");
      try (var nines = NinesProcess.start(home, config)) {
        var scrapes = new Scrapes(nines, nines.ready());
        row("probes, every %d s".formatted(INTERVAL.toSeconds()), "%d", probes);
        row("SLOs", "%d", services * SLOS_A_SERVICE);
        Thread.sleep(INTERVAL.plusSeconds(5)); // every probe has run
        var kept = scrapes.formats(barMillis);
        if (!measured.isZero()) {
          kept &= scrapes.lateness(home, measured);
          scrapes.besideBlackbox(port, probes);
        }
        row("load average of the machine", "%s", ProcessFigures.loadAverage());
        row("resident memory of the JVM", "%d MiB", ProcessFigures.residentMebibytes(nines.pid()));
        nines.complaints().stream().limit(20).forEach(System.out::println);
        row("every promise kept", "%s", kept ? "yes" : "NO");
        return kept;
      }
    } finally {
      NinesProcess.remove(home);
    }
  }

  private boolean formats(double barMillis) throws Exception {
    var kept = true;
    for (var format : new Format[] {TEXT, OPEN_METRICS, PROTOBUF}) {
      var figures = measure("/metrics", format);
      row(format.name() + ", median", "%.1f ms", figures.median());
      row(format.name() + ", worst", "%.1f ms", figures.worst());
      row(format.name() + ", allocated a scrape", "%.1f MB", figures.megabytes());
      row(format.name() + ", compressed", "%d kB", figures.bytes() / 1_000);
      kept &= figures.median() < barMillis && figures.megabytes() < ALLOCATED_BAR;
    }
    var one = measure("/metrics?name%5B%5D=probe_success", OPEN_METRICS);
    row("probe_success alone, median", "%.1f ms", one.median());
    var text = unzipped(scrape("/metrics", TEXT));
    row("series", "%d", text.lines().filter(line -> !line.startsWith("#")).count());
    row("text, not compressed", "%d kB", text.length() / 1_000);
    return kept;
  }

  private Figures measure(String path, Format format) throws Exception {
    for (var i = 0; i < WARM_UP; i++) {
      scrape(path, format);
    }
    var before = allocatedMegabytes();
    var millis = new double[ROUNDS];
    var bytes = 0;
    for (var i = 0; i < ROUNDS; i++) {
      var began = System.nanoTime();
      bytes = scrape(path, format).length;
      millis[i] = (System.nanoTime() - began) / 1e6;
      Thread.sleep(200);
    }
    var allocated = (allocatedMegabytes() - before) / ROUNDS;
    Arrays.sort(millis);
    return new Figures(millis[ROUNDS / 2], millis[ROUNDS - 1], allocated, bytes);
  }

  /** What is scraped meanwhile is what Prometheus asks for first. */
  private boolean lateness(Path home, Duration measured) throws Exception {
    var from = Instant.now();
    Thread.sleep(measured);
    var between = Instant.now();
    var until = between.plus(measured);
    var scrapes = new ArrayList<Double>();
    while (Instant.now().isBefore(until)) {
      var began = System.nanoTime();
      scrape("/metrics", OPEN_METRICS);
      scrapes.add((System.nanoTime() - began) / 1e6);
      Thread.sleep(BETWEEN);
    }
    Thread.sleep(Duration.ofSeconds(3)); // the last results come to the database
    try (var stored = StoredResults.open(home)) {
      var quiet = stored.lateness(from, between);
      var busy = stored.lateness(between, until);
      row("start lateness without scrapes, median", "%.1f ms", quiet.median());
      row("start lateness without scrapes, p99", "%.1f ms", quiet.p99());
      row("scrapes meanwhile, every %d s".formatted(BETWEEN.toSeconds()), "%d", scrapes.size());
      row("start lateness with them, median", "%.1f ms", busy.median());
      row("start lateness with them, p99", "%.1f ms", busy.p99());
      row("start lateness with them, worst", "%.1f ms", busy.max());
      return busy.p99() - quiet.p99() < LATENESS_BAR_MILLIS;
    }
  }

  /** Of both, every target is probed once and Prometheus has what came of it. */
  private void besideBlackbox(int port, int probes) throws Exception {
    var before = ProcessFigures.cpuSeconds(nines.pid());
    scrape("/metrics", OPEN_METRICS);
    Thread.sleep(INTERVAL);
    var ofNines = ProcessFigures.cpuSeconds(nines.pid()) - before;
    var peer = Files.createTempDirectory("blackbox-scrapes-");
    try {
      var ofPeer = BlackboxRound.cpuSeconds(peer, port, probes);
      row("CPU of probing all once, and a scrape", "%.2f s", ofNines);
      row("CPU of blackbox_exporter for the same", "%.2f s", ofPeer);
    } finally {
      NinesProcess.remove(peer);
    }
  }

  private byte[] scrape(String path, Format format) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address.resolve(path))
            .header("Accept", format.accept())
            .header("Accept-Encoding", "gzip")
            .timeout(Duration.ofMinutes(1))
            .build();
    var response = client.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException("/metrics answers " + response.statusCode());
    }
    return response.body();
  }

  private static String unzipped(byte[] body) throws IOException {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private double allocatedMegabytes() throws IOException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    var process =
        new ProcessBuilder(jcmd.toString(), Long.toString(nines.pid()), "Thread.print", "-e")
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var found = ALLOCATED.matcher(said);
    if (!found.find()) {
      throw new IOException("jcmd does not tell what is allocated:\n" + said);
    }
    var amount = Double.parseDouble(found.group(1));
    return switch (found.group(2)) {
      case "B" -> amount / 1e6;
      case "K" -> amount * 1_024 / 1e6;
      case "M" -> amount * 1_048_576 / 1e6;
      default -> amount * 1_073_741_824 / 1e6;
    };
  }

  private static void row(String what, String format, Object value) {
    System.out.println("| %-40s | %s |".formatted(what, String.format(Locale.ROOT, format, value)));
  }
}
