package dev.nines.benchmarks.sidebyside;

import dev.nines.benchmarks.FreePort;
import dev.nines.benchmarks.NinesProcess;
import dev.nines.benchmarks.ProcessFigures;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A process that answers {@code /probe}.
 *
 * @param name for a person
 * @param pid its process
 * @param port where it listens on 127.0.0.1
 * @param end stops it
 */
record Exporter(String name, long pid, int port, AutoCloseable end) implements AutoCloseable {
  /** Starts a Nines without declarations, whose limits are above what the benchmark asks. */
  static Exporter nines(Path home) throws IOException, InterruptedException {
    Files.createDirectories(home.resolve("declarations"));
    var config = home.resolve("config.yml");
    Files.writeString(
        config,
        """
        declarations: declarations
        blackboxModules: blackbox.yml
        concurrency: {perHost: 5000, total: 5000}
        """);
    var nines = NinesProcess.start(home, config);
    try {
      return new Exporter("Nines", nines.pid(), nines.ready().getPort(), nines);
    } catch (IOException | InterruptedException e) {
      nines.close();
      throw e;
    }
  }

  /** Starts the peer, as Debian ships it. */
  static Exporter blackbox(Path home) throws IOException, InterruptedException {
    var port = FreePort.find();
    var process =
        new ProcessBuilder(
                "prometheus-blackbox-exporter",
                "--config.file=" + home.resolve("blackbox.yml"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(home.resolve("blackbox.log").toFile()))
            .start();
    while (process.isAlive() && !listens(port)) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return new Exporter("blackbox_exporter", process.pid(), port, process::destroy);
  }

  /** Makes that many probes, and {@return the CPU seconds of 1,000} */
  double cpuOfAThousand(String query, int probes) throws IOException, InterruptedException {
    var before = ProcessFigures.cpuSeconds(pid);
    Concurrently.repeat(
        probes,
        turns -> {
          try (var scraper = new Scraper(port)) {
            while (turns.next()) {
              scraper.ask(query);
              var answer = scraper.answer();
              if (!answer.contains("\nprobe_success 1")) {
                throw new IOException(name + " says of " + query + ":\n" + answer);
              }
            }
          }
        });
    return (ProcessFigures.cpuSeconds(pid) - before) * 1000 / probes;
  }

  private static boolean listens(int port) throws IOException {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (ConnectException _) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      end.close();
    } catch (Exception e) {
      throw new IllegalStateException(name + " does not end", e);
    }
  }
}
