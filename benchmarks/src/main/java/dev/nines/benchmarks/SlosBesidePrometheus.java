package dev.nines.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.ErrorBudget;
import dev.nines.slo.Objective;
import dev.nines.slo.SliWindows;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The same question, put to a Prometheus and to Nines: what share of a month's runs was good? Both
 * have the same samples, one every 30 s; the answers must agree, and the CPU time of a series is
 * compared.
 */
final class SlosBesidePrometheus {
  private static final Duration MONTH = Duration.ofDays(30);
  private static final int EVERY = 30;
  private static final Objective OBJECTIVE = new Objective("99.9", 0.999);
  private static final int ROUNDS = 10;

  private SlosBesidePrometheus() {}

  /**
   * Runs it, and exits with 1 where the ratio is below 100.
   *
   * @param args how many series
   * @throws Exception if the benchmark itself fails
   */
  public static void main(String[] args) throws Exception {
    var series = Integer.parseInt(args[0]);
    var home = Files.createTempDirectory("nines-slos-");
    boolean kept;
    try {
      // an hour ago and on a minute, so that Prometheus takes its blocks for complete
      var end = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 60 * 60 - 3_600);
      var slos = samples(home.resolve("samples.txt"), series, end);
      run(home, "promtool", "tsdb", "create-blocks-from", "openmetrics", "samples.txt", "data");
      kept = compare(home, slos, end);
    } finally {
      NinesProcess.remove(home);
    }
    System.exit(kept ? 0 : 1);
  }

  /** Writes them for Prometheus, and fills windows with them for Nines. */
  private static List<SliWindows> samples(Path file, int series, Instant end) throws IOException {
    var slos = new ArrayList<SliWindows>();
    try (var out = Files.newBufferedWriter(file)) {
      out.write("# TYPE probe_success gauge\n");
      for (var i = 0; i < series; i++) {
        var random = new Random(i);
        var slo =
            new SliWindows(
                List.<BudgetWindow>of(new BudgetWindow.Rolling(MONTH)),
                new BudgetingMethod.Occurrences(),
                end.minus(MONTH));
        var now = end.getEpochSecond() / 60 - 1; // the last minute that is over
        slo.advanceTo(now);
        for (var at = end.minus(MONTH); at.isBefore(end); at = at.plusSeconds(EVERY)) {
          var good = random.nextInt(2_000) == 0 ? 0 : 1;
          slo.add(at.getEpochSecond() / 60, good, 1);
          out.write("probe_success{slo=\"" + i + "\"} " + good + " " + at.getEpochSecond() + "\n");
        }
        slos.add(slo);
      }
      out.write("# EOF\n");
    }
    return slos;
  }

  private static boolean compare(Path home, List<SliWindows> slos, Instant end) throws Exception {
    Files.writeString(home.resolve("prometheus.yml"), "{}\n");
    var port = FreePort.find();
    var prometheus =
        new ProcessBuilder(
                "prometheus",
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--storage.tsdb.retention.time=1y",
                "--web.listen-address=127.0.0.1:" + port)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(home.resolve("prometheus.log").toFile()))
            .start();
    try (var client = HttpClient.newHttpClient()) {
      await(prometheus, client, port);
      // a range selector holds both its ends, so a second less than a sample before the next month
      var query = "avg_over_time(probe_success[" + (MONTH.toSeconds() - 1) + "s])";
      var at = end.getEpochSecond() - 1;
      var answer = ask(client, port, query, at);
      var apart = apart(answer, slos);
      var before = ProcessFigures.cpuSeconds(prometheus.pid());
      for (var round = 0; round < ROUNDS; round++) {
        ask(client, port, query, at);
      }
      var theirs =
          (ProcessFigures.cpuSeconds(prometheus.pid()) - before) * 1e6 / ROUNDS / slos.size();
      var ours = microsOfOne(slos);
      System.out.printf(
          Locale.ROOT,
          "| CPU of one 30-day answer, %d series | Prometheus %.0f us | Nines %.2f us | ratio %.0f |"
              + " at least 100 | %s |%n| largest difference of the answers | %.1e | |%n",
          slos.size(),
          theirs,
          ours,
          theirs / ours,
          theirs / ours >= 100 ? "kept" : "NOT KEPT",
          apart);
      return theirs / ours >= 100 && apart < 1e-6;
    } finally {
      prometheus.destroy();
      prometheus.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static double microsOfOne(List<SliWindows> slos) {
    var micros = 0.0;
    for (var round = 0; round < 200; round++) { // the last one counts, when the compiler is through
      var start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      var sum = 0.0;
      for (var repeat = 0; repeat < 100; repeat++) {
        for (var slo : slos) {
          sum += new ErrorBudget(OBJECTIVE, slo.read(MONTH)).remainingRatio();
        }
      }
      var nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
      micros = nanos / 1e3 / 100 / slos.size() + sum * 0;
    }
    return micros;
  }

  private static double apart(String answer, List<SliWindows> slos) throws IOException {
    var most = 0.0;
    var tree = new ObjectMapper().readTree(answer);
    var results = tree.at("/data/result");
    if (results.size() != slos.size()) {
      throw new IOException("not as many answers as series: " + answer);
    }
    for (var result : results) {
      var slo = slos.get(result.at("/metric/slo").asInt());
      var ours = new ErrorBudget(OBJECTIVE, slo.read(MONTH)).sliRatio();
      most = Math.max(most, Math.abs(ours - result.at("/value/1").asDouble()));
    }
    return most;
  }

  private static String ask(HttpClient client, int port, String query, long at)
      throws IOException, InterruptedException {
    var uri =
        URI.create(
            "http://127.0.0.1:%d/api/v1/query?time=%d&query=%s"
                .formatted(port, at, URLEncoder.encode(query, StandardCharsets.UTF_8)));
    var response = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("Prometheus says " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  private static void await(Process prometheus, HttpClient client, int port) throws Exception {
    var ready = URI.create("http://127.0.0.1:" + port + "/-/ready");
    while (prometheus.isAlive()) {
      try {
        var request = HttpRequest.newBuilder(ready).build();
        if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (ConnectException _) {
        // it has not opened its port yet
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IOException("Prometheus does not start");
  }

  private static void run(Path home, String... command) throws IOException, InterruptedException {
    var log = home.resolve("command.log").toFile();
    var process =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log))
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(List.of(command) + ": " + Files.readString(log.toPath()));
    }
  }
}
