package dev.nines.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What blackbox_exporter pays when Prometheus scrapes its targets once. */
public final class BlackboxRound {
  private BlackboxRound() {}

  /**
   * Lets it probe over HTTP as often as there are targets, twice: the first round warms it up.
   *
   * @param home an empty folder
   * @param port where the target listens on 127.0.0.1
   * @param targets how many
   * @return CPU seconds of the second round
   * @throws IOException if it does not start, or a probe fails
   * @throws InterruptedException if the thread is interrupted
   */
  public static double cpuSeconds(Path home, int port, int targets)
      throws IOException, InterruptedException {
    Files.writeString(home.resolve("blackbox.yml"), Kind.modules(home.resolve("unused.pem")));
    try (var blackbox = Exporter.blackbox(home)) {
      var query = Kind.HTTP.query(port);
      blackbox.cpuOfAThousand(query, targets);
      return blackbox.cpuOfAThousand(query, targets) * targets / 1_000;
    }
  }
}
