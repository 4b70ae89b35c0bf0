package dev.nines.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A real Nines, started by the launcher as people start it, in a folder of its own.
 *
 * @param process the launcher, which becomes the JVM
 * @param home holds its data folder and its log
 */
public record NinesProcess(Process process, Path home) implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("Nines is at (http://127\\.0\\.0\\.1:\\d+/)");
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(20);

  /**
   * Starts it on free ports.
   *
   * @param home where its data go; kept from one start to the next
   * @param config the configuration file
   * @return the process, which may not serve yet
   * @throws IOException if it cannot be started
   */
  public static NinesProcess start(Path home, Path config) throws IOException {
    var options =
        List.of(
            "-Ddw.dataDir=" + home.resolve("data"),
            "-Ddw.server.applicationConnectors[0].port=0",
            "-Ddw.server.adminConnectors[0].port=0");
    var launcher = Path.of(System.getProperty("nines.launcher", "./nines")).toAbsolutePath();
    var builder = new ProcessBuilder(launcher.toString(), "server", config.toString());
    builder
        .environment()
        .merge("NINES_JAVA_OPTS", String.join(" ", options), (a, b) -> a + " " + b);
    var process = builder.redirectErrorStream(true).redirectOutput(log(home).toFile()).start();
    return new NinesProcess(process, home);
  }

  /** {@return the process id of its JVM} */
  public long pid() {
    return process.pid();
  }

  /** {@return the process id of its PostgreSQL} */
  long postmaster() throws IOException {
    return Long.parseLong(
        Files.readAllLines(home.resolve("data/postgres/cluster/postmaster.pid")).getFirst());
  }

  /**
   * Waits until it serves.
   *
   * @return where
   * @throws IOException if it does not start
   * @throws InterruptedException if the wait is interrupted
   */
  public URI ready() throws IOException, InterruptedException {
    return ready(START);
  }

  /** Waits until it serves, but not longer than this. */
  URI ready(Duration patience) throws IOException, InterruptedException {
    var until = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < until && process.isAlive()) {
      var address = READY.matcher(Files.readString(log(home)));
      if (address.find()) {
        return URI.create(address.group(1));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new IOException("Nines did not start:\n" + Files.readString(log(home)));
  }

  /** {@return warnings and errors in its log} */
  List<String> complaints() throws IOException {
    try (var lines = Files.lines(log(home))) {
      return lines.filter(line -> line.contains(" WARN ") || line.contains(" ERROR ")).toList();
    }
  }

  /** {@return the samples of a metric, as {@code /metrics} shows them} */
  static List<String> metric(URI nines, String name) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(nines.resolve("/metrics")).timeout(Duration.ofMinutes(2)).build();
      var body = client.send(request, BodyHandlers.ofLines()).body();
      return body.filter(line -> line.startsWith(name)).toList();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("Nines did not stop within " + STOP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Removes a folder of the benchmark and all in it.
   *
   * @param folder the folder
   * @throws IOException if a file cannot be removed
   */
  public static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Path log(Path home) {
    return home.resolve("nines.log");
  }
}
