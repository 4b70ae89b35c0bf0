package dev.nines.benchmarks.sidebyside;

import dev.nines.benchmarks.ProcessFigures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Targets that take the request and never answer.
 *
 * @param server counts those that hang
 * @param kind how they are probed
 * @param port where it answers
 * @param hangingPort where it does not
 */
record SlowTargets(Companion server, Kind kind, int port, int hangingPort) {
  /** What a process loads at its first probes is not what one more target costs. */
  private static final int FIRST_PROBES = 200;

  /** The modules' deadline is 60 s, so this is while all hang. */
  private static final long PATIENCE_SECONDS = 40;

  /** {@return the growth of resident memory per target, in KiB, the exporter's client included} */
  double kibibytesOfOne(Exporter exporter, int targets) throws IOException, InterruptedException {
    exporter.cpuOfAThousand(kind.query(port), FIRST_PROBES);
    var before = ProcessFigures.residentKibibytes(exporter.pid());
    var hangingBefore = hanging();
    var scrapers = new ArrayList<Scraper>();
    try {
      for (var i = 0; i < targets; i++) {
        var scraper = new Scraper(exporter.port());
        scrapers.add(scraper);
        scraper.ask(kind.query(hangingPort));
      }
      var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (hanging() - hangingBefore < targets) {
        if (System.nanoTime() > until) {
          throw new IOException(
              "%s probes only %d of %d targets at once"
                  .formatted(exporter.name(), hanging() - hangingBefore, targets));
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
      return (double) (ProcessFigures.residentKibibytes(exporter.pid()) - before) / targets;
    } finally {
      for (var scraper : scrapers) {
        scraper.close();
      }
    }
  }

  private int hanging() throws IOException {
    return Integer.parseInt(server.ask("how many hang?"));
  }
}
